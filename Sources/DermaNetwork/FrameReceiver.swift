import NIOCore
import NIOWebSocket

/// Which end of a connection this is: RFC 6455 has clients mask what they send, and servers not.
enum Role { case client, server }

/// The close codes of RFC 6455, section 7.4.1, that this module sends.
enum CloseCode: UInt16 {
    case normal = 1000
    case goingAway = 1001
    case protocolError = 1002
    case unacceptableData = 1003
    case inconsistentData = 1007
    case messageTooLarge = 1009
}

/// The receiving half of RFC 6455: takes frames, checks them and joins them to messages. It does no I/O.
struct FrameReceiver {
    enum Event: Equatable {
        case none
        case message([UInt8])
        case ping([UInt8])
        /// The peer's code, nil if it gave none.
        case close(UInt16?)
    }

    struct Violation: Error, Equatable {
        let code: CloseCode
        let reason: String
    }

    private let role: Role
    private let messageBytesMax: Int
    /// What has arrived of a message in several frames.
    private var partial: ByteBuffer?

    init(role: Role, messageBytesMax: Int) {
        self.role = role
        self.messageBytesMax = messageBytesMax
    }

    mutating func receive(_ frame: WebSocketFrame) throws(Violation) -> Event {
        guard frame.reservedBits.isEmpty else {
            throw Violation(code: .protocolError, reason: "reserved bits without an extension")
        }
        guard (frame.maskKey != nil) == (role == .server) else {
            throw Violation(code: .protocolError, reason: role == .server ? "unmasked frame" : "masked frame")
        }
        switch frame.opcode {
        case .binary:
            guard partial == nil else { throw Violation(code: .protocolError, reason: "message inside a message") }
            return try join(frame.unmaskedData, isLast: frame.fin)
        case .continuation:
            guard partial != nil else { throw Violation(code: .protocolError, reason: "continuation of nothing") }
            return try join(frame.unmaskedData, isLast: frame.fin)
        case .text: throw Violation(code: .unacceptableData, reason: "text frame")
        case .ping: return .ping([UInt8](frame.unmaskedData.readableBytesView))
        case .pong: return .none
        case .connectionClose: return .close(try closeCode(frame.unmaskedData))
        default: throw Violation(code: .protocolError, reason: "unknown opcode")
        }
    }

    private mutating func join(_ payload: consuming ByteBuffer, isLast: Bool) throws(Violation) -> Event {
        guard payload.readableBytes <= messageBytesMax - (partial?.readableBytes ?? 0) else {
            throw Violation(code: .messageTooLarge, reason: "message over \(messageBytesMax) bytes")
        }
        if partial == nil {
            partial = payload
        } else {
            partial?.writeBuffer(&payload)  // in place: a peer may send a fragment per byte
        }
        guard isLast, let message = partial.take() else { return .none }
        return .message([UInt8](message.readableBytesView))
    }

    /// Reads the payload of a close frame (RFC 6455, section 5.5.1): nothing, or a code and a reason in UTF-8.
    private func closeCode(_ payload: ByteBuffer) throws(Violation) -> UInt16? {
        var payload = payload
        guard payload.readableBytes > 0 else { return nil }
        guard let code = payload.readInteger(as: UInt16.self), isOnTheWire(code) else {
            throw Violation(code: .protocolError, reason: "unsound close code")
        }
        guard String(validating: payload.readableBytesView, as: UTF8.self) != nil else {
            throw Violation(code: .inconsistentData, reason: "close reason is not UTF-8")
        }
        return code
    }

    /// Whether the code may stand in a frame (RFC 6455, section 7.4, and the IANA registry).
    private func isOnTheWire(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}

extension NetworkError {
    /// What the peer's close code means: nil for an orderly end.
    init?(closeCode: UInt16?, peer: String) {
        switch closeCode.map({ CloseCode(rawValue: $0) }) {
        case .none, .normal, .goingAway: return nil
        case .messageTooLarge: self.init(.messageTooLarge, peer: peer, detail: "the peer refused it")
        case .protocolError, .unacceptableData, .inconsistentData:
            self.init(.protocolViolation, peer: peer, detail: "the peer complained with close code \(closeCode ?? 0)")
        case .some(.none): self.init(.refusedByPeer, peer: peer, detail: "close code \(closeCode ?? 0)")
        }
    }
}
