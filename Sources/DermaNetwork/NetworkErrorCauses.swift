import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension NetworkError {
    /// Says in this module's terms what an error of the layers below means for the connection to `peer`.
    init(_ error: any Error, peer: String) {
        switch error {
        case let error as NetworkError:
            self = error
        case is CancellationError:
            self.init(.cancelled, peer: peer)
        case let error as NIOConnectionError:
            self.init(connecting: error, peer: peer)
        case let error as IOError where error.errnoCode == ETIMEDOUT:
            self.init(.timedOut, peer: peer, detail: "no acknowledgement")
        case let error as IOError:
            self.init(.closedAbruptly, peer: peer, detail: "system error \(error.errnoCode)")
        case ChannelError.connectTimeout:
            self.init(.timedOut, peer: peer, detail: "connecting")
        case is HTTPParserError, is NIOHTTPClientUpgradeError, is NIOWebSocketUpgradeError:
            self.init(.notAWebSocketRelay, peer: peer, detail: "\(error)")
        case NIOWebSocketError.invalidFrameLength:
            self.init(.messageTooLarge, peer: peer, detail: "a frame over the limit arrived")
        case is NIOWebSocketError:
            self.init(.protocolViolation, peer: peer, detail: "\(error)")
        case NIOSSLError.uncleanShutdown, NIOSSLError.handshakeFailed(.sslError([.eofDuringHandshake])):
            self.init(.closedAbruptly, peer: peer, detail: "without a TLS close")
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self.init(.tlsFailed, peer: peer, detail: "the certificate is for another name")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            self.init(.tlsFailed, peer: peer, detail: Self.reason(ofTLS: "\(error)"))
        default:
            self.init(.closedAbruptly, peer: peer, detail: "without a closing handshake")
        }
    }

    /// BoringSSL's name for the fault, such as `CERTIFICATE_VERIFY_FAILED`, without numbers and source paths.
    private static func reason(ofTLS text: String) -> String {
        guard let name = text.split(separator: "OPENSSL_internal:").dropFirst().first else { return text }
        return name.prefix { $0.isLetter || $0.isNumber || $0 == "_" }.lowercased().replacing("_", with: " ")
    }

    /// No address of the host could be connected to. Of several reasons, a refusal says most.
    private init(connecting error: NIOConnectionError, peer: String) {
        let causes = error.connectionErrors.map(\.error)
        let codes = causes.map { ($0 as? IOError)?.errnoCode }
        if causes.isEmpty {
            self.init(.nameNotResolved, peer: peer)
        } else if codes.contains(ECONNREFUSED) {
            self.init(.connectionRefused, peer: peer)
        } else if codes.contains(ETIMEDOUT) {
            self.init(.timedOut, peer: peer, detail: "connecting")
        } else {
            self.init(.unreachable, peer: peer, detail: "\(causes[0])")
        }
    }

    /// What a failure to listen on `address` means.
    init(listening error: any Error, address: String) {
        if let error = error as? IOError, error.errnoCode == EADDRINUSE {
            self.init(.addressInUse, peer: address)
        } else {
            self.init(.cannotListen, peer: address, detail: "\(error)")
        }
    }
}
