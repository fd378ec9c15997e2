import NIOCore
import Synchronization

/// The byte counts of one connection, readable from anywhere and after its end.
final class Traffic: Sendable {
    let messageBytesSent = Atomic<Int>(0)
    let messageBytesReceived = Atomic<Int>(0)
    let wireBytesSent = Atomic<Int>(0)
    let wireBytesReceived = Atomic<Int>(0)
}

extension Atomic<Int> {
    var value: Int { load(ordering: .relaxed) }

    func count(_ bytes: Int) { add(bytes, ordering: .relaxed) }
}

/// Stands next to the socket: counts what passes, and can close it over the heads of all other handlers.
final class WireTap: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    /// Asks for the socket to be closed at once, without a farewell that a silent peer would never answer.
    struct Cut: Sendable {}

    private let traffic: Traffic

    init(_ traffic: Traffic) { self.traffic = traffic }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        traffic.wireBytesReceived.count(Self.unwrapInboundIn(data).readableBytes)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        traffic.wireBytesSent.count(Self.unwrapOutboundIn(data).readableBytes)
        context.write(data, promise: promise)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        if event is Cut {
            context.close(mode: .all, promise: promise)
        } else {
            context.triggerUserOutboundEvent(event, promise: promise)
        }
    }
}

extension Channel {
    /// Closes the socket at once; see ``WireTap/Cut``.
    func cut() { triggerUserOutboundEvent(WireTap.Cut(), promise: nil) }
}
