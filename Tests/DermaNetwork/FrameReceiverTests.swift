import NIOCore
import NIOWebSocket
import Testing

@testable import DermaNetwork

@Suite struct FrameReceiverTests {
    private let mask: WebSocketMaskingKey = [1, 2, 3, 4]

    private func frame(
        _ opcode: WebSocketOpcode, _ payload: [UInt8] = [], isLast: Bool = true, isMasked: Bool = true
    ) -> WebSocketFrame {
        var data = ByteBuffer(bytes: payload)
        if isMasked { data.webSocketMask(mask) }
        return WebSocketFrame(fin: isLast, opcode: opcode, maskKey: isMasked ? mask : nil, data: data)
    }

    private func violation(
        of frames: [WebSocketFrame], role: Role = .server, messageBytesMax: Int = 10
    ) -> CloseCode? {
        var receiver = FrameReceiver(role: role, messageBytesMax: messageBytesMax)
        do throws(FrameReceiver.Violation) {
            for frame in frames { _ = try receiver.receive(frame) }
            return nil
        } catch {
            return error.code
        }
    }

    @Test func joinsFragmentsAroundControlFrames() throws {
        var receiver = FrameReceiver(role: .server, messageBytesMax: 5)
        #expect(try receiver.receive(frame(.binary, [1, 2], isLast: false)) == .none)
        #expect(try receiver.receive(frame(.ping, [9])) == .ping([9]))
        #expect(try receiver.receive(frame(.continuation, [], isLast: false)) == .none)
        #expect(try receiver.receive(frame(.pong)) == .none)
        #expect(try receiver.receive(frame(.continuation, [3, 4, 5])) == .message([1, 2, 3, 4, 5]))
        #expect(try receiver.receive(frame(.binary)) == .message([]))
        #expect(try receiver.receive(frame(.binary, [], isLast: false)) == .none)
        #expect(try receiver.receive(frame(.continuation, [6])) == .message([6]))
    }

    @Test func clientTakesUnmaskedFrames() throws {
        var receiver = FrameReceiver(role: .client, messageBytesMax: 5)
        #expect(try receiver.receive(frame(.binary, [1], isMasked: false)) == .message([1]))
    }

    @Test func masksMustFitTheRole() {
        #expect(violation(of: [frame(.binary, isMasked: false)], role: .server) == .protocolError)
        #expect(violation(of: [frame(.binary, isMasked: true)], role: .client) == .protocolError)
    }

    @Test func messagesAreBounded() {
        #expect(violation(of: [frame(.binary, pattern(10))]) == nil)
        #expect(violation(of: [frame(.binary, pattern(11))]) == .messageTooLarge)
        let first = frame(.binary, pattern(6), isLast: false)
        #expect(violation(of: [first, frame(.continuation, pattern(4))]) == nil)
        #expect(violation(of: [first, frame(.continuation, pattern(5), isLast: false)]) == .messageTooLarge)
    }

    @Test func orderOfFragmentsIsChecked() {
        #expect(violation(of: [frame(.continuation)]) == .protocolError)
        #expect(violation(of: [frame(.binary, isLast: false), frame(.binary)]) == .protocolError)
        #expect(violation(of: [frame(.binary), frame(.continuation)]) == .protocolError)
    }

    @Test func textIsRefused() {
        #expect(violation(of: [frame(.text)]) == .unacceptableData)
    }

    @Test func reservedBitsAndOpcodesAreRefused() throws {
        var compressed = frame(.binary)
        compressed.rsv1 = true
        #expect(violation(of: [compressed]) == .protocolError)
        #expect(violation(of: [frame(try #require(WebSocketOpcode(encodedWebSocketOpcode: 3)))]) == .protocolError)
        #expect(violation(of: [frame(try #require(WebSocketOpcode(encodedWebSocketOpcode: 11)))]) == .protocolError)
    }

    @Test(arguments: [1000, 1001, 1009, 1011, 3000, 4999] as [UInt16])
    func closeCodesAreRead(_ code: UInt16) throws {
        var receiver = FrameReceiver(role: .server, messageBytesMax: 5)
        let payload = [UInt8(code >> 8), UInt8(code & 0xFF)] + [UInt8]("bye".utf8)
        #expect(try receiver.receive(frame(.connectionClose, payload)) == .close(code))
    }

    @Test func closeWithoutCodeIsRead() throws {
        var receiver = FrameReceiver(role: .server, messageBytesMax: 5)
        #expect(try receiver.receive(frame(.connectionClose)) == .close(nil))
    }

    @Test(arguments: [0, 999, 1004, 1005, 1006, 1015, 2999, 5000] as [UInt16])
    func unsoundCloseCodesAreRefused(_ code: UInt16) {
        let close = frame(.connectionClose, [UInt8(code >> 8), UInt8(code & 0xFF)])
        #expect(violation(of: [close]) == .protocolError)
    }

    @Test func unsoundClosePayloadsAreRefused() {
        #expect(violation(of: [frame(.connectionClose, [3])]) == .protocolError)
        #expect(violation(of: [frame(.connectionClose, [3, 0xE8, 0xFF])]) == .inconsistentData)
    }

    @Test func closeCodesBecomeErrors() {
        #expect(NetworkError(closeCode: nil, peer: "p") == nil)
        #expect(NetworkError(closeCode: 1000, peer: "p") == nil)
        #expect(NetworkError(closeCode: 1001, peer: "p") == nil)
        #expect(NetworkError(closeCode: 1002, peer: "p")?.code == .protocolViolation)
        #expect(NetworkError(closeCode: 1009, peer: "p")?.code == .messageTooLarge)
        #expect(NetworkError(closeCode: 1011, peer: "p")?.code == .refusedByPeer)
        #expect(NetworkError(closeCode: 4000, peer: "p")?.code == .refusedByPeer)
    }
}
