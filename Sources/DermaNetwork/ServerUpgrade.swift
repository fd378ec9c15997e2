import NIOCore
import NIOHTTP1

/// The server's half of the upgrade: builds the pipeline of an accepted socket.
struct ServerUpgrade: Sendable {
    let path: String
    let limits: NetworkLimits

    /// Adds the handlers that turn HTTP into WebSocket; `takeSlot` says whether one more connection may be served.
    ///
    /// To be called on the channel's event loop. The future fails with a ``NetworkError`` that says why not.
    func configure(
        _ channel: any Channel, peer: String, traffic: Traffic, takeSlot: @escaping () -> Bool
    ) throws -> EventLoopFuture<WebSocketConnection> {
        let encoder = HTTPResponseEncoder()
        let decoder = ByteToMessageHandler(
            HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: Upgrade.decoderLimits(limits)))
        let gate = RequestGate(path: path, peer: peer, takeSlot: takeSlot)
        let upgrader = ServerUpgrader { channel in
            try WebSocketConnection.open(on: channel, role: .server, limits: limits, peer: peer, traffic: traffic)
        }
        let upgrade = NIOTypedHTTPServerUpgradeHandler(
            httpEncoder: encoder,
            extraHTTPHandlers: [gate, decoder],
            upgradeConfiguration: .init(upgraders: [upgrader]) { channel in
                channel.close().flatMapThrowing { throw NetworkError(.protocolViolation, peer: peer) }
            })
        try channel.pipeline.syncOperations.addHandlers([encoder, decoder, gate, upgrade])
        let boundGate = NIOLoopBound(gate, eventLoop: channel.eventLoop)
        return upgrade.upgradeResultFuture.flatMapErrorThrowing {
            throw boundGate.value.failure ?? NetworkError($0, peer: peer)
        }
    }
}

/// Lets a sound upgrade request through, and answers anything else with an HTTP error and the end of the connection.
final class RequestGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// Why the connection ends here, the first reason counting.
    private(set) var failure: NetworkError?
    private let path: String
    private let peer: String
    private let takeSlot: () -> Bool

    init(path: String, peer: String, takeSlot: @escaping () -> Bool) {
        self.path = path
        self.peer = peer
        self.takeSlot = takeSlot
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard failure == nil else { return }
        guard case .head(let head) = Self.unwrapInboundIn(data), let status = refusal(of: head) else {
            return context.fireChannelRead(data)
        }
        let code: NetworkError.Code = status == .serviceUnavailable ? .connectionsExhausted : .protocolViolation
        failure = NetworkError(code, peer: peer, detail: "answered \(status)")
        answer(status, context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard failure == nil else { return }
        guard error is HTTPParserError else { return failure = NetworkError(error, peer: peer) }
        failure = NetworkError(.protocolViolation, peer: peer, detail: "no HTTP request: \(error)")
        answer(.badRequest, context)
    }

    /// The status that refuses the request, or nil if it may be upgraded (RFC 6455, section 4.2.1).
    func refusal(of head: HTTPRequestHead) -> HTTPResponseStatus? {
        guard head.method == .GET, head.version == .http1_1 else { return .badRequest }
        guard head.uri == path else { return .notFound }
        guard head.headers.lists("websocket", in: "Upgrade"), head.headers.lists("upgrade", in: "Connection"),
            head.headers["Sec-WebSocket-Version"] == ["13"]
        else { return .upgradeRequired }
        guard head.headers["Sec-WebSocket-Key"].map(\.utf8.count) == [24],
            head.headers.lists(Upgrade.subprotocol, in: Upgrade.subprotocolField)
        else { return .badRequest }
        return takeSlot() ? nil : .serviceUnavailable
    }

    private func answer(_ status: HTTPResponseStatus, _ context: ChannelHandlerContext) {
        var head = HTTPResponseHead(version: .http1_1, status: status)
        head.headers = ["Connection": "close", "Content-Length": "0"]
        if status == .upgradeRequired {
            head.headers.add(name: "Upgrade", value: "websocket")
            head.headers.add(name: "Sec-WebSocket-Version", value: "13")
        }
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }
}
