import NIOCore
import NIOEmbedded
import NIOWebSocket
import Testing

@testable import DermaNetwork

/// What depends on the state of the socket's buffers, with a socket that the test commands.
@Suite struct MessageHandlerTests {
    private func makeChannel() throws -> (channel: EmbeddedChannel, handler: MessageHandler) {
        let handler = MessageHandler(role: .server, limits: NetworkLimits(), peer: "peer", traffic: Traffic())
        let channel = EmbeddedChannel()
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try channel.pipeline.syncOperations.addHandler(handler)
        return (channel, handler)
    }

    private func ping(_ number: UInt8) -> WebSocketFrame {
        let mask: WebSocketMaskingKey = [0, 0, 0, 0]
        return WebSocketFrame(fin: true, opcode: .ping, maskKey: mask, data: ByteBuffer(bytes: [number]))
    }

    @Test func answersOnlyTheNewestPingOfAPeerThatDoesNotRead() throws {
        let (channel, _) = try makeChannel()
        channel.isWritable = false
        for number in 0..<100 { try channel.writeInbound(ping(UInt8(number))) }
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        #expect(try channel.readOutbound(as: ByteBuffer.self) == ByteBuffer(bytes: [0x8A, 1, 99]))
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
    }

    @Test func sendingWaitsUntilTheSocketTakesMore() throws {
        let (channel, handler) = try makeChannel()
        let isSent = Flag()
        channel.isWritable = false
        let promise = channel.eventLoop.makePromise(of: Void.self)
        promise.futureResult.whenSuccess { isSent.value = true }
        handler.send([5], promise)
        #expect(try channel.readOutbound(as: ByteBuffer.self) == ByteBuffer(bytes: [0x82, 1, 5]))
        #expect(!isSent.value)
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        #expect(isSent.value)
    }

    @Test func endOfTheConnectionEndsEveryWait() throws {
        let (channel, handler) = try makeChannel()
        channel.isWritable = false
        let sending = channel.eventLoop.makePromise(of: Void.self)
        let receiving = channel.eventLoop.makePromise(of: [UInt8]?.self)
        handler.send([5], sending)
        handler.receive(receiving)
        _ = try channel.finish()
        let expected = NetworkError(.closedAbruptly, peer: "peer")
        #expect(throws: expected) { try sending.futureResult.wait() }
        #expect(throws: expected) { try receiving.futureResult.wait() }
    }
}

/// A variable for callbacks that run on the test's own thread.
private final class Flag: @unchecked Sendable { var value = false }
