public import DermaCausality
public import DermaIdentity
public import DermaWire

/// The relay's side of hello and login, and the framing of what comes after. Does no I/O.
///
/// ```
/// greeting --hello--> challenging --login--> open --bye--> closed
///   any of them --fault, end of stream--> closed
/// ```
public struct ServerSession: Sendable {
    /// Who logged in: proven to hold the author's key; whether it is a member is for the control log to say.
    public struct Peer: Hashable, Sendable {
        /// Whose device it says it is.
        public let account: AccountID
        /// The device, or the identity key.
        public let author: AuthorID
        /// What it signs with.
        public let signingKey: SigningPublicKey
    }

    /// What the owner must do or know, in order.
    public enum Event: Hashable, Sendable {
        /// Send these bytes.
        case send([UInt8])
        /// Logged in.
        case opened(Peer)
        /// A frame for the relay.
        case received(Frame)
        /// The session is over; nil if the client said goodbye.
        case closed(SessionFailure?)
    }

    private enum Phase {
        case greeting
        case challenging(hello: [UInt8], welcome: [UInt8])
        case open
        case closed
    }

    private let hosts: [String]
    private let challenge: Bytes32
    private let greeting: Bytes8
    private var phase = Phase.greeting
    private var decoder = FrameDecoder(payloadBytesMax: Limits.frameBeforeLoginBytesMax)

    /// The state's name, for those who count what was reached.
    package var phaseName: String {
        switch phase {
        case .greeting: "greeting"
        case .challenging: "challenging"
        case .open: "open"
        case .closed: "closed"
        }
    }

    /// Bytes that came and make no whole frame yet.
    package var bufferedBytes: Int { decoder.bufferedBytes }

    /// A session that has not begun. `hosts` are the names that this relay answers to, lower case; `challenge` is random.
    public init(hosts: [String], challenge: Bytes32) {
        self.hosts = hosts
        self.challenge = challenge
        greeting = Bytes8(Array(challenge.bytes.prefix(8))) ?? .zero
    }

    /// Takes bytes from the connection; `next` handles them, a frame at a time.
    public mutating func append(_ bytes: [UInt8]) {
        if !isClosed { decoder.append(bytes) }
    }

    /// Handles the next frame; nil when more bytes are needed or the session is over. `now`: milliseconds UTC.
    public mutating func next(at now: Int64) -> [Event]? {
        guard !isClosed else { return nil }
        do throws(WireError) {
            return try decoder.next().map { raw throws(WireError) in handle(try Frame(raw), raw, at: now) }
        } catch {
            return close(.malformed, .peerMisbehaved(error.code, offset: error.offset))
        }
    }

    /// Takes bytes and handles every whole frame in them.
    public mutating func receive(_ bytes: [UInt8], at now: Int64) -> [Event] {
        append(bytes)
        var events: [Event] = []
        while let more = next(at: now) { events += more }
        return events
    }

    /// The connection ended.
    public mutating func connectionEnded() -> [Event] {
        guard !isClosed else { return [] }
        phase = .closed
        return [.closed(.closedEarly)]
    }

    /// Whether the client has logged in and the session is not over.
    public var isOpen: Bool {
        if case .open = phase { true } else { false }
    }

    private var isClosed: Bool {
        if case .closed = phase { true } else { false }
    }

    private mutating func close(_ code: RefusalCode, _ failure: SessionFailure) -> [Event] {
        phase = .closed
        return [.send(Frame.refused(Refusal(code)).bytes), .closed(failure)]
    }

    private mutating func handle(_ frame: Frame, _ raw: RawFrame, at now: Int64) -> [Event] {
        switch (phase, frame) {
        case (_, .ignorable):
            return []
        case (_, .bye):
            phase = .closed
            return [.closed(nil)]
        case (.greeting, .hello(let hello)):
            return answer(hello, raw.payload)
        case (.challenging(let hello, let welcome), .login(let login)):
            return check(login, hello: hello, welcome: welcome, at: now)
        case (.open, let frame) where frame.isForRelay:
            return [.received(frame)]
        default:
            return close(.unexpectedFrame, .unexpectedFrame(raw.type))
        }
    }

    private mutating func answer(_ hello: Hello, _ payload: [UInt8]) -> [Event] {
        guard hello.versions.contains(.v1), hello.suites.contains(.v1) else {
            return close(.unsupportedVersion, .peerIncompatible)
        }
        let welcome = Frame.welcome(
            Welcome(version: .v1, suite: .v1, challenge: challenge, frameBytesMax: UInt64(Limits.frameBytesMax)))
        phase = .challenging(hello: payload, welcome: welcome.raw.payload)
        let reserved = Reserved.frameTypes[Int(challenge.bytes[0]) % Reserved.frameTypes.count]
        return [.send(welcome.bytes), .send(RawFrame(type: reserved, payload: greeting.bytes).bytes)]
    }

    private mutating func check(_ login: Login, hello: [UInt8], welcome: [UInt8], at now: Int64) -> [Event] {
        guard hosts.contains(login.host) else { return close(.wrongHost, .refused(.wrongHost)) }
        let peer = Peer(
            account: login.account, author: login.credential.author, signingKey: login.credential.signingKey)
        if case .identity(let genesis) = login.credential, genesis.account != login.account {
            return close(.loginFailed, .refused(.loginFailed))
        }
        let transcript = LoginTranscript(
            hello: hello, welcome: welcome, host: login.host, account: login.account, author: peer.author)
        guard peer.signingKey.verifies(login.signature, .login, transcript.digest.bytes) else {
            return close(.loginFailed, .refused(.loginFailed))
        }
        phase = .open
        decoder.payloadBytesMax = Limits.frameBytesMax
        return [.opened(peer), .send(Frame.accepted(now).bytes)]
    }
}

extension Frame {
    /// Whether a client may send this in an open session.
    var isForRelay: Bool {
        switch self {
        case .have, .entries, .photoOffer, .photoPiece, .photoRequest, .erase, .findClinic, .halfDeposit, .halfRequest:
            true
        case .hello, .welcome, .login, .accepted, .refused, .bye, .entriesStored, .shared, .photoStored, .erased,
            .clinicFound,
            .halfWanted, .halfStored, .halfReleased, .ignorable:
            false
        }
    }
}
