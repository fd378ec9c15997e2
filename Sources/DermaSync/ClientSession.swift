public import DermaCausality
public import DermaIdentity
public import DermaWire

/// The client's side of hello and login, and the framing of what comes after. Does no I/O.
///
/// ```
/// idle --start--> greeting --welcome--> loggingIn --accepted--> open
///   any of them --fault, refusal, bye, end of stream--> closed
/// ```
public struct ClientSession: Sendable {
    /// What the owner must do or know, in order.
    public enum Event: Hashable, Sendable {
        /// Send these bytes.
        case send([UInt8])
        /// Logged in; the relay's clock in milliseconds UTC.
        case opened(relayTime: Int64)
        /// A frame for the conversation.
        case received(Frame)
        /// The session is over.
        case closed(SessionFailure)
    }

    /// Who logs in, and where.
    public struct Identity: Sendable {
        let account: AccountID
        let credential: Credential
        let host: String
        let sign: @Sendable (HashContext, [UInt8]) -> Signature

        /// `sign` makes signatures that `credential` verifies.
        public init(
            account: AccountID, credential: Credential, host: String,
            sign: @escaping @Sendable (HashContext, [UInt8]) -> Signature
        ) {
            self.account = account
            self.credential = credential
            self.host = host.lowercased()
            self.sign = sign
        }
    }

    private enum Phase {
        case idle
        case greeting(hello: [UInt8])
        case loggingIn
        case open
        case closed
    }

    private let identity: Identity
    private var phase = Phase.idle
    private var decoder = FrameDecoder(payloadBytesMax: Limits.frameBeforeLoginBytesMax)

    /// The state's name, for those who count what was reached.
    package var phaseName: String {
        switch phase {
        case .idle: "idle"
        case .greeting: "greeting"
        case .loggingIn: "loggingIn"
        case .open: "open"
        case .closed: "closed"
        }
    }

    /// A session that has not begun.
    public init(_ identity: Identity) { self.identity = identity }

    /// Begins. `nonce` is random; its bytes also choose the reserved values that are offered.
    public mutating func start(nonce: Bytes32) -> [Event] {
        guard case .idle = phase else { return [] }
        let pick = nonce.bytes.map { Int($0) }
        let hello = Frame.hello(
            Hello(
                versions: [Reserved.versions[pick[0] % Reserved.versions.count], .v1],
                suites: [Reserved.suites[pick[1] % Reserved.suites.count], .v1], nonce: nonce))
        phase = .greeting(hello: hello.raw.payload)
        return [.send(hello.bytes)]
    }

    /// Takes bytes from the connection.
    public mutating func receive(_ bytes: [UInt8]) -> [Event] {
        decoder.append(bytes)
        var events: [Event] = []
        while !isClosed {
            do throws(WireError) {
                guard let raw = try decoder.next() else { break }
                events += handle(try Frame(raw), raw)
            } catch {
                events += close(.peerMisbehaved(error.code, offset: error.offset))
            }
        }
        return events
    }

    /// The connection ended.
    public mutating func connectionEnded() -> [Event] { isClosed ? [] : close(.closedEarly) }

    private var isClosed: Bool {
        if case .closed = phase { true } else { false }
    }

    private mutating func close(_ failure: SessionFailure) -> [Event] {
        phase = .closed
        return [.closed(failure)]
    }

    private mutating func handle(_ frame: Frame, _ raw: RawFrame) -> [Event] {
        switch (phase, frame) {
        case (_, .ignorable):
            return []
        case (_, .refused(let refusal)) where refusal.code.endsSession:
            return close(refusal.code == .unsupportedVersion ? .peerIncompatible : .refused(refusal.code))
        case (_, .bye):
            return close(.closedEarly)
        case (.greeting(let hello), .welcome(let welcome)):
            guard welcome.version == .v1, welcome.suite == .v1 else { return close(.peerIncompatible) }
            phase = .loggingIn
            return [.send(login(hello: hello, welcome: raw.payload).bytes)]
        case (.loggingIn, .accepted(let time)):
            phase = .open
            decoder.payloadBytesMax = Limits.frameBytesMax
            return [.opened(relayTime: time)]
        case (.open, let frame) where frame.isForClient:
            return [.received(frame)]
        default:
            return close(.unexpectedFrame(raw.type))
        }
    }

    private func login(hello: [UInt8], welcome: [UInt8]) -> Frame {
        let transcript = LoginTranscript(
            hello: hello, welcome: welcome, host: identity.host, account: identity.account,
            author: identity.credential.author)
        return .login(
            Login(
                account: identity.account, credential: identity.credential, host: identity.host,
                signature: identity.sign(.login, transcript.digest.bytes)))
    }
}

extension Frame {
    /// Whether a relay may send this in an open session.
    var isForClient: Bool {
        switch self {
        case .refused, .have, .entries, .entriesStored, .shared, .photoStored, .photoPiece, .erased, .clinicFound,
            .halfWanted,
            .halfStored, .halfReleased, .ignorable:
            true
        case .hello, .welcome, .login, .accepted, .bye, .photoOffer, .photoRequest, .erase, .findClinic, .halfDeposit,
            .halfRequest:
            false
        }
    }
}
