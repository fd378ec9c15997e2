import NIOCore
import NIOHTTP1
import NIOWebSocket

/// What both sides of the HTTP upgrade (RFC 6455, section 4) have in common.
enum Upgrade {
    /// The subprotocol that clients offer and servers require.
    static let subprotocol = "derma.v1"
    static let subprotocolField = "Sec-WebSocket-Protocol"

    /// Adds the WebSocket handlers when HTTP is done.
    typealias Opening = @Sendable (any Channel) throws -> WebSocketConnection

    static func decoderLimits(_ limits: NetworkLimits) -> NIOHTTPDecoderLimitConfiguration {
        var configuration = NIOHTTPDecoderLimitConfiguration()
        configuration.maxHeaderFieldSize = limits.handshakeBytesMax
        configuration.maxHeaderListSize = limits.handshakeBytesMax
        configuration.maxHeaderFieldCount = 64
        return configuration
    }
}

extension HTTPHeaders {
    /// Whether a field that is a list of tokens holds the token, whatever its case.
    func lists(_ token: String, in field: String) -> Bool {
        self[canonicalForm: field].contains { $0.lowercased() == token }
    }
}

/// Has NIO answer the client's key, and adds this module's handlers in place of NIO's.
struct ServerUpgrader: NIOTypedHTTPServerProtocolUpgrader {
    let supportedProtocol = "websocket"
    let requiredUpgradeHeaders: [String] = []
    let open: Upgrade.Opening

    private let keys = NIOWebSocketServerUpgrader(
        shouldUpgrade: { channel, _ in
            channel.eventLoop.makeSucceededFuture([Upgrade.subprotocolField: Upgrade.subprotocol])
        },
        upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })

    init(_ open: @escaping Upgrade.Opening) { self.open = open }

    func buildUpgradeResponse(
        channel: any Channel, upgradeRequest: HTTPRequestHead, initialResponseHeaders: HTTPHeaders
    ) -> EventLoopFuture<HTTPHeaders> {
        keys.buildUpgradeResponse(
            channel: channel, upgradeRequest: upgradeRequest, initialResponseHeaders: initialResponseHeaders)
    }

    func upgrade(channel: any Channel, upgradeRequest: HTTPRequestHead) -> EventLoopFuture<WebSocketConnection> {
        channel.eventLoop.makeCompletedFuture { try open(channel) }
    }
}

/// Has NIO make a key and check the answer to it, and adds this module's handlers in place of NIO's.
struct ClientUpgrader: NIOTypedHTTPClientProtocolUpgrader {
    let supportedProtocol = "websocket"
    let requiredUpgradeHeaders: [String] = []
    let open: Upgrade.Opening

    private let keys = NIOWebSocketClientUpgrader(upgradePipelineHandler: { channel, _ in
        channel.eventLoop.makeSucceededVoidFuture()
    })

    init(_ open: @escaping Upgrade.Opening) { self.open = open }

    func addCustom(upgradeRequestHeaders: inout HTTPHeaders) {
        keys.addCustom(upgradeRequestHeaders: &upgradeRequestHeaders)
    }

    func shouldAllowUpgrade(upgradeResponse: HTTPResponseHead) -> Bool {
        keys.shouldAllowUpgrade(upgradeResponse: upgradeResponse)
    }

    func upgrade(channel: any Channel, upgradeResponse: HTTPResponseHead) -> EventLoopFuture<WebSocketConnection> {
        channel.eventLoop.makeCompletedFuture { try open(channel) }
    }
}
