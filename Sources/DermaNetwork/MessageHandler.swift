import NIOCore
import NIOWebSocket

/// The last handler of an upgraded channel: sends and receives messages, keeps the connection alive and ends it.
///
/// Everything here runs on the channel's event loop. A connection is open until it has ended, once and for good,
/// in order or with an error; after that what arrives is dropped until the socket is closed.
final class MessageHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    private enum Phase {
        case open
        case ended(NetworkError?)
    }

    private let role: Role
    private let limits: NetworkLimits
    private let peer: String
    private let traffic: Traffic

    private var phase = Phase.open
    private var receiver: FrameReceiver
    private var idleWatch = IdleWatch()
    private var inbox = Inbox()
    private var receiving = CircularBuffer<EventLoopPromise<[UInt8]?>>()
    /// Those whose message is written, and who wait until the socket has taken most of it.
    private var sending: [EventLoopPromise<Void>] = []
    private var isReadHeld = false
    /// The newest ping that is to be answered once the socket takes output again (RFC 6455, section 5.5.3).
    private var unansweredPing: [UInt8]?
    private var context: ChannelHandlerContext?
    /// The next tick while the connection is open, and the end of all patience after that.
    private var timer: Scheduled<Void>?

    init(role: Role, limits: NetworkLimits, peer: String, traffic: Traffic) {
        self.role = role
        self.limits = limits
        self.peer = peer
        self.traffic = traffic
        receiver = FrameReceiver(role: role, messageBytesMax: limits.messageBytesMax)
    }

    // MARK: - What the connection asks for

    func send(_ bytes: [UInt8], _ promise: EventLoopPromise<Void>) {
        guard case .open = phase else { return promise.fail(endError) }
        write(.binary, bytes)
        traffic.messageBytesSent.count(bytes.count)
        if let context, !context.channel.isWritable {
            sending.append(promise)
        } else {
            promise.succeed()
        }
    }

    func receive(_ promise: EventLoopPromise<[UInt8]?>) {
        if let message = inbox.popFirst() {
            promise.succeed(message)
            resumeReading()
        } else if case .ended(let error) = phase {
            promise.completeWith(error.map(Result.failure) ?? .success(nil))
        } else {
            receiving.append(promise)
        }
    }

    /// Ends the wait of a cancelled task, if it still waits.
    func abandon(_ wait: ObjectIdentifier) {
        let error = NetworkError(.cancelled, peer: peer)
        if let index = receiving.firstIndex(where: { ObjectIdentifier($0.futureResult) == wait }) {
            receiving.remove(at: index).fail(error)
        }
        if let index = sending.firstIndex(where: { ObjectIdentifier($0.futureResult) == wait }) {
            sending.remove(at: index).fail(error)
        }
    }

    /// Begins the closing handshake; messages that nobody has received are dropped.
    func close(_ code: CloseCode) {
        inbox.removeAll()
        guard case .open = phase else { return }
        end(nil)
        writeClose(code.rawValue)
    }

    // MARK: - What the channel reports

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive {
            schedule(limits.idleTick) { $0.tick() }
        } else {
            end(NetworkError(.closedAbruptly, peer: peer))
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end(NetworkError(.closedAbruptly, peer: peer))
        timer?.cancel()
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(NetworkError(.closedAbruptly, peer: peer, detail: "without a closing handshake"))
        timer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = Self.unwrapInboundIn(data)
        guard case .open = phase else {
            if frame.opcode == .connectionClose { context.close(promise: nil) }
            return
        }
        do throws(FrameReceiver.Violation) {
            switch try receiver.receive(frame) {
            case .none: break
            case .message(let message): deliver(message)
            case .ping(let payload):
                unansweredPing = payload
                answerPing()
            case .close(let code):
                end(NetworkError(closeCode: code, peer: peer))
                let flushed = context.eventLoop.makePromise(of: Void.self)
                flushed.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
                writeClose(code ?? CloseCode.normal.rawValue, flushed)
            }
        } catch {
            let code: NetworkError.Code = error.code == .messageTooLarge ? .messageTooLarge : .protocolViolation
            refuse(error.code, NetworkError(code, peer: peer, detail: error.reason))
        }
    }

    func read(context: ChannelHandlerContext) {
        if case .open = phase, inbox.isFull {
            isReadHeld = true
        } else {
            context.read()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            sending.forEach { $0.succeed() }
            sending.removeAll()
            answerPing()
        }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard case .open = phase else { return }
        let reason = NetworkError(error, peer: peer)
        switch reason.code {
        case .messageTooLarge: refuse(.messageTooLarge, reason)
        case .protocolViolation: refuse(.protocolError, reason)
        default:
            end(reason)
            context.channel.cut()
        }
    }

    // MARK: - What follows from it

    private var endError: NetworkError {
        if case .ended(let error?) = phase { error } else { NetworkError(.closed, peer: peer) }
    }

    private func deliver(_ message: [UInt8]) {
        traffic.messageBytesReceived.count(message.count)
        if let waiting = receiving.popFirst() {
            waiting.succeed(message)
        } else {
            inbox.append(message)
        }
    }

    /// Tells the peer what it did wrong. The socket stays open for a while, since closing it on unread input would
    /// reset the connection, and the peer might never see the reason.
    private func refuse(_ code: CloseCode, _ error: NetworkError) {
        end(error)
        writeClose(code.rawValue)
    }

    private func end(_ error: NetworkError?) {
        guard case .open = phase else { return }
        phase = .ended(error)
        for waiting in receiving { waiting.completeWith(error.map(Result.failure) ?? .success(nil)) }
        for waiting in sending { waiting.fail(endError) }
        receiving.removeAll()
        sending.removeAll()
        schedule(limits.closeTime) { $0.context?.channel.cut() }
        resumeReading()
    }

    private func resumeReading() {
        if case .open = phase, inbox.isFull { return }
        guard isReadHeld else { return }
        isReadHeld = false
        context?.read()
    }

    private func tick() {
        guard case .open = phase, let context else { return }
        let verdict = idleWatch.tick(
            received: traffic.wireBytesReceived.value, written: traffic.wireBytesSent.value,
            waiting: (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0, reading: !isReadHeld)
        switch verdict {
        case .alive: break
        case .ask: write(.ping, [])
        case .gone:
            end(NetworkError(.timedOut, peer: peer, detail: "no sign of life for \(limits.idleSecondsMax) s"))
            return context.channel.cut()
        }
        schedule(limits.idleTick) { $0.tick() }
    }

    private func schedule(_ delay: TimeAmount, _ task: @escaping (MessageHandler) -> Void) {
        timer?.cancel()
        timer = context?.eventLoop.assumeIsolated().scheduleTask(in: delay) { task(self) }
    }

    private func answerPing() {
        guard let context, context.channel.isWritable, let payload = unansweredPing.take() else { return }
        write(.pong, payload)
    }

    private func writeClose(_ code: UInt16, _ promise: EventLoopPromise<Void>? = nil) {
        write(.connectionClose, [UInt8(code >> 8), UInt8(code & 0xFF)], promise)
    }

    private func write(_ opcode: WebSocketOpcode, _ payload: [UInt8], _ promise: EventLoopPromise<Void>? = nil) {
        guard let context else { return promise?.fail(endError) ?? () }
        let frame = ByteBuffer.webSocketFrame(opcode, payload, masking: role == .client)
        context.writeAndFlush(Self.wrapOutboundOut(frame), promise: promise)
    }
}
