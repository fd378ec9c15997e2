/// What went wrong between this program and a peer, and what to do next.
///
/// Errors are equal when ``code`` and ``peer`` are: the wording of ``description`` may change between versions. None
/// of them holds a byte of any message.
public struct NetworkError: Error, Sendable {
    /// What happened. A code keeps its name and meaning between versions.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The text is not a relay address.
        case invalidAddress
        /// Without TLS only this machine may be reached or served.
        case plaintextNotAllowed
        /// The name service knows no such host, or cannot be asked.
        case nameNotResolved
        /// The host answers, and nothing listens on the port.
        case connectionRefused
        /// No way leads to the host.
        case unreachable
        /// The peer said nothing for as long as the limits allow.
        case timedOut
        /// No secure connection: untrusted certificate, wrong host name, no common version.
        case tlsFailed
        /// A certificate or key file is missing, unreadable, or does not fit its counterpart.
        case certificateUnreadable
        /// Something answered, and it was no relay: a captive portal, a web server.
        case notAWebSocketRelay
        /// The relay is there and serves as many connections as it may.
        case connectionsExhausted
        /// A message exceeds the limit of this side or of the peer.
        case messageTooLarge
        /// One side broke RFC 6455.
        case protocolViolation
        /// The peer closed the connection with a close code that means refusal.
        case refusedByPeer
        /// The connection ended without a closing handshake.
        case closedAbruptly
        /// The connection had been closed in an orderly way before the call.
        case closed
        /// The task that waited was cancelled.
        case cancelled
        /// Another program listens on the address.
        case addressInUse
        /// The address cannot be listened on for another reason.
        case cannotListen
    }

    /// What happened.
    public let code: Code
    /// The address, or for ``Code/certificateUnreadable`` the file, that the error is about.
    public let peer: String
    /// The cause in the words of the layer below; may be empty.
    let detail: String

    /// Makes an error about `peer`; `detail` goes into the description and not into the comparison.
    public init(_ code: Code, peer: String, detail: String = "") {
        self.code = code
        self.peer = peer
        self.detail = detail
    }
}

extension NetworkError: Equatable {
    /// Whether both errors have the same code and peer.
    public static func == (left: NetworkError, right: NetworkError) -> Bool {
        left.code == right.code && left.peer == right.peer
    }
}

extension NetworkError: CustomStringConvertible {
    /// One sentence: what happened, and what to do next.
    public var description: String {
        let cause = detail.isEmpty ? "" : " (\(detail))"
        return switch code {
        case .invalidAddress:
            "'\(peer)' is not a relay address\(cause): write wss://host or wss://host:port"
        case .plaintextNotAllowed:
            "\(peer) is not on this machine, so it needs TLS: use wss://, and give the relay a certificate and key"
        case .nameNotResolved:
            "the host name in \(peer) cannot be found: check its spelling and this device's connection"
        case .connectionRefused:
            "no relay answers at \(peer): start one with `derma relay run`, or check the address"
        case .unreachable:
            "\(peer) cannot be reached\(cause): check the address and this device's connection"
        case .timedOut:
            "\(peer) did not answer in time\(cause): check the connection and try again"
        case .tlsFailed:
            "no secure connection to \(peer)\(cause): check the host name, its certificate and the trusted authorities"
        case .certificateUnreadable:
            "\(peer) cannot be used\(cause): give a readable PEM file, and the key that belongs to the certificate"
        case .notAWebSocketRelay:
            "something answers at \(peer), but not a relay\(cause): check the address, or sign in to this network first"
        case .connectionsExhausted:
            "the relay at \(peer) has no free connection\(cause): try again later"
        case .messageTooLarge:
            "a message is too large for the connection to \(peer)\(cause): send smaller ones, or raise messageBytesMax"
        case .protocolViolation:
            "the WebSocket protocol was broken with \(peer)\(cause): check that both sides run a current version"
        case .refusedByPeer:
            "\(peer) ended the connection\(cause): its log says why"
        case .closedAbruptly:
            "the connection to \(peer) was cut\(cause): connect again"
        case .closed:
            "the connection to \(peer) is closed: connect again"
        case .cancelled:
            "waiting for \(peer) was cancelled: connect again when it is wanted"
        case .addressInUse:
            "another program listens on \(peer): stop it, or choose another port"
        case .cannotListen:
            "\(peer) cannot be listened on\(cause): choose an address of this machine and a port you may use"
        }
    }
}
