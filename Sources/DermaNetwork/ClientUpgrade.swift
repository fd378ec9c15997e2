import NIOCore
import NIOHTTP1
import NIOSSL

/// The client's half of the upgrade: builds the pipeline of a socket before it connects.
struct ClientUpgrade: Sendable {
    let address: RelayAddress
    let tls: NIOSSLContext?
    let limits: NetworkLimits

    /// Adds the handlers from the socket up; to be called on the channel's event loop.
    func configure(_ channel: any Channel) throws -> EventLoopFuture<WebSocketConnection> {
        let peer = address.authority
        let traffic = Traffic()
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(WireTap(traffic))
        if let tls { try pipeline.addHandler(tls.makeClientHandler(host: address.host, peer: peer)) }
        let encoder = HTTPRequestEncoder()
        let decoder = ByteToMessageHandler(
            HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: Upgrade.decoderLimits(limits))
        )
        let gate = ResponseGate(peer: peer)
        let upgrader = ClientUpgrader { channel in
            try WebSocketConnection.open(on: channel, role: .client, limits: limits, peer: peer, traffic: traffic)
        }
        let upgrade = NIOTypedHTTPClientUpgradeHandler(
            httpHandlers: [gate, encoder, decoder],
            upgradeConfiguration: .init(upgradeRequestHead: request, upgraders: [upgrader]) { channel in
                channel.eventLoop.makeFailedFuture(NetworkError(.notAWebSocketRelay, peer: peer))
            })
        try pipeline.addHandlers([encoder, decoder, gate, upgrade])
        return upgrade.upgradeResultFuture
    }

    private var request: HTTPRequestHead {
        let isDefaultPort = address.port == (address.usesTLS ? 443 : 80)
        let host = isDefaultPort ? String(address.authority.dropLast("\(address.port)".count + 1)) : address.authority
        let headers: HTTPHeaders = ["Host": host, Upgrade.subprotocolField: Upgrade.subprotocol]
        return HTTPRequestHead(version: .http1_1, method: .GET, uri: address.path, headers: headers)
    }
}

/// Lets a sound answer to the upgrade through, and turns any other into an error that says what answered.
final class ResponseGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    private let peer: String
    private var hasRefused = false

    init(peer: String) { self.peer = peer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasRefused else { return }
        if case .head(let head) = Self.unwrapInboundIn(data), let error = refusal(of: head) {
            hasRefused = true
            context.fireErrorCaught(error)
        } else {
            context.fireChannelRead(data)
        }
    }

    /// What is wrong with the answer (RFC 6455, section 4.1), but for what NIO's upgrader checks.
    func refusal(of head: HTTPResponseHead) -> NetworkError? {
        switch head.status {
        case .switchingProtocols: break
        case .serviceUnavailable: return NetworkError(.connectionsExhausted, peer: peer, detail: "HTTP 503")
        default: return NetworkError(.notAWebSocketRelay, peer: peer, detail: "HTTP \(head.status.code)")
        }
        guard head.headers[Upgrade.subprotocolField] == [Upgrade.subprotocol] else {
            return NetworkError(.notAWebSocketRelay, peer: peer, detail: "it does not speak \(Upgrade.subprotocol)")
        }
        guard head.headers.lists("upgrade", in: "Connection"), !head.headers.contains(name: "Sec-WebSocket-Extensions")
        else { return NetworkError(.notAWebSocketRelay, peer: peer, detail: "unsound WebSocket upgrade") }
        return nil
    }
}
