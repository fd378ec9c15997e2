import NIOCore
import NIOWebSocket

/// One open WebSocket: an ordered, reliable exchange of binary messages with a peer.
///
/// A connection comes from ``WebSocketClient`` or ``WebSocketServer`` and lives as long as the closure it is handed
/// to. Every member may be called from any task, sending and receiving at the same time, too; several
/// senders are served one after the other, and so are several receivers.
public struct WebSocketConnection: Sendable {
    /// The address of the other end, for logs.
    public let peer: String

    private let channel: any Channel
    private let handler: NIOLoopBound<MessageHandler>
    private let limits: NetworkLimits
    private let traffic: Traffic

    /// Adds the WebSocket handlers to a channel whose upgrade is done. To be called on the channel's event loop.
    static func open(
        on channel: any Channel, role: Role, limits: NetworkLimits, peer: String, traffic: Traffic
    ) throws -> WebSocketConnection {
        let handler = MessageHandler(role: role, limits: limits, peer: peer, traffic: traffic)
        let decoder = ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: limits.messageBytesMax))
        try channel.pipeline.syncOperations.addHandlers([decoder, handler])
        return WebSocketConnection(
            peer: peer, channel: channel, handler: NIOLoopBound(handler, eventLoop: channel.eventLoop), limits: limits,
            traffic: traffic)
    }

    /// Sends one binary message, in one frame (RFC 6455, section 5.6).
    ///
    /// Returns when the message is with the operating system but for at most 64 KiB, so that a caller cannot fill the
    /// memory faster than the peer reads. That does not mean that the peer has it.
    /// - Throws: ``NetworkError/Code/messageTooLarge`` before anything is sent if the message is longer than
    ///   ``NetworkLimits/messageBytesMax``; ``NetworkError/Code/closed`` after an orderly close; the error that ended
    ///   the connection; ``NetworkError/Code/cancelled``, in which case the message may still arrive.
    public func send(_ bytes: [UInt8]) async throws(NetworkError) {
        guard bytes.count <= limits.messageBytesMax else {
            let detail = "\(bytes.count) of \(limits.messageBytesMax) bytes"
            throw NetworkError(.messageTooLarge, peer: peer, detail: detail)
        }
        try await wait { $0.send(bytes, $1) }
    }

    /// Returns the next binary message, or nil after an orderly close by either side.
    ///
    /// What arrived before the end is handed out before the end is told. While nobody receives, at most some hundred
    /// KiB are taken in, and then the socket is left unread, which slows the peer down.
    /// - Throws: the error that ended the connection, or ``NetworkError/Code/cancelled``, in which case no message is
    ///   lost.
    public func receive() async throws(NetworkError) -> [UInt8]? {
        try await wait { $0.receive($1) }
    }

    /// Ends the connection by a closing handshake (RFC 6455, section 7), and returns when the socket is closed.
    ///
    /// A peer that does not answer is cut after ``NetworkLimits/closeSecondsMax``. Messages that nobody has received
    /// are dropped. Closing again, or after the end, does nothing but wait for the socket.
    public func close() async {
        beginClose(.normal)
        try? await channel.closeFuture.get()
    }

    /// Bytes of all messages sent so far, without framing. Like all counts it stays readable after the end.
    public var bytesSent: Int { traffic.messageBytesSent.value }
    /// Bytes of all messages that have arrived so far, without framing.
    public var bytesReceived: Int { traffic.messageBytesReceived.value }
    /// Bytes handed to the socket so far: TLS, HTTP upgrade and framing included.
    public var wireBytesSent: Int { traffic.wireBytesSent.value }
    /// Bytes read from the socket so far: TLS, HTTP upgrade and framing included.
    public var wireBytesReceived: Int { traffic.wireBytesReceived.value }

    func beginClose(_ code: CloseCode) {
        channel.eventLoop.execute { [handler] in handler.value.close(code) }
    }

    /// Starts something on the event loop and waits for it, or for the cancellation of the task.
    private func wait<Value: Sendable>(
        _ start: @escaping @Sendable (MessageHandler, EventLoopPromise<Value>) -> Void
    ) async throws(NetworkError) -> Value {
        let promise = channel.eventLoop.makePromise(of: Value.self)
        let future = promise.futureResult
        channel.eventLoop.execute { [handler] in start(handler.value, promise) }
        do {
            return try await withTaskCancellationHandler {
                try await future.get()
            } onCancel: {
                channel.eventLoop.execute { [handler] in handler.value.abandon(ObjectIdentifier(future)) }
            }
        } catch {
            throw NetworkError(error, peer: peer)
        }
    }
}
