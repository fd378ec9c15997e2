import DermaIdentity
import DermaSecrets
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@Suite("The relay's session: every state and event")
struct ServerSessionTests {
    enum State: CaseIterable, Sendable { case greeting, challenging, open, closed }

    static let challenge = Sample.bytes32(6)
    static let now: Int64 = 1_790_000_000_000

    static func session(in state: State) -> ServerSession {
        var session = ServerSession(hosts: [World.host, "other.test"], challenge: challenge)
        if state == .greeting { return session }
        _ = session.receive(Sample.hello.bytes, at: now)
        if state == .challenging { return session }
        _ = session.receive(login().bytes, at: now)
        if state == .open { return session }
        _ = session.connectionEnded()
        return session
    }

    /// The right answer to `Sample.hello` and this session's challenge.
    static func login(_ change: (inout LoginTranscript) -> Void = { _ in }) -> Frame {
        let secrets = Sample.secrets
        var transcript = LoginTranscript(
            hello: Sample.hello.raw.payload, welcome: Sample.welcome.raw.payload, host: World.host,
            account: Sample.account, author: secrets.keys.author)
        change(&transcript)
        return .login(
            Login(
                account: transcript.account, credential: .device(secrets.keys), host: transcript.host,
                signature: secrets.sign(.login, transcript.digest.bytes)))
    }

    private func isRefusal(_ events: [ServerSession.Event], _ code: RefusalCode, _ failure: SessionFailure) -> Bool {
        events == [.send(Frame.refused(Refusal(code)).bytes), .closed(failure)]
    }

    @Test("The right login opens the session, and says who it is")
    func login() throws {
        var session = Self.session(in: .challenging)
        #expect(!session.isOpen)
        let events = session.receive(Self.login().bytes, at: Self.now)
        guard case .opened(let peer) = try #require(events.first) else {
            Issue.record("\(events)")
            return
        }
        #expect(peer.account == Sample.account)
        #expect(peer.author == Sample.secrets.keys.author)
        #expect(peer.signingKey == Sample.secrets.keys.signing)
        #expect(events.dropFirst() == [.send(Frame.accepted(Self.now).bytes)])
        #expect(session.isOpen)
    }

    @Test("Hello gets a challenge, and a frame that clients must pass over")
    func hello() throws {
        var session = Self.session(in: .greeting)
        let events = session.receive(Sample.hello.bytes, at: Self.now)
        #expect(events.first == .send(Sample.welcome.bytes))
        guard case .send(let bytes) = try #require(events.last), events.count == 2 else {
            Issue.record("\(events)")
            return
        }
        #expect(bytes[0] & 0x80 != 0)
    }

    @Test("The end of the connection ends the session once", arguments: State.allCases)
    func connectionEnded(_ state: State) {
        var session = Self.session(in: state)
        #expect(session.connectionEnded() == (state == .closed ? [] : [.closed(.closedEarly)]))
        #expect(session.connectionEnded().isEmpty)
        #expect(!session.isOpen)
    }

    @Test("A frame that may be passed over changes nothing", arguments: State.allCases)
    func ignorable(_ state: State) {
        var session = Self.session(in: state)
        #expect(session.receive(Sample.ignorable.bytes, at: Self.now).isEmpty)
        #expect(session.isOpen == (state == .open))
    }

    @Test("An unknown critical frame is refused, and the fault is the client's", arguments: State.allCases)
    func malformed(_ state: State) {
        var session = Self.session(in: state)
        let events = session.receive(RawFrame(type: FrameType(0x40), payload: []).bytes, at: Self.now)
        if state == .closed {
            #expect(events.isEmpty)
        } else {
            #expect(isRefusal(events, .malformed, .peerMisbehaved(.invalidValue, offset: 0)))
        }
        #expect(session.receive(Sample.hello.bytes, at: Self.now).isEmpty)
    }

    @Test("Every frame in every state", arguments: State.allCases)
    func frames(_ state: State) {
        for frame in Sample.all {
            var session = Self.session(in: state)
            let events = session.receive(frame.bytes, at: Self.now)
            switch (state, frame) {
            case (.closed, _):
                #expect(events.isEmpty)
            case (_, .bye):
                #expect(events == [.closed(nil)])
            case (.greeting, .hello):
                #expect(events.count == 2)
            case (.challenging, .login):
                // The sample's signature is all zeros.
                #expect(isRefusal(events, .loginFailed, .refused(.loginFailed)))
            case (.open, let frame) where Sample.toRelay.contains(frame):
                #expect(events == [.received(frame)])
            default:
                let failure = SessionFailure.unexpectedFrame(frame.raw.type)
                #expect(isRefusal(events, .unexpectedFrame, failure), "\(frame) while \(state)")
            }
            if case .closed = events.last { #expect(session.receive(frame.bytes, at: Self.now).isEmpty) }
        }
    }

    @Test("Before login a long frame is refused before it has arrived")
    func longFrames() {
        var writer = ByteWriter()
        writer.byte(0x11)
        writer.count(Limits.frameBeforeLoginBytesMax + 1)
        for state in [State.greeting, .challenging] {
            var session = Self.session(in: state)
            guard case .closed(.peerMisbehaved(.limitExceeded, _)) = session.receive(writer.bytes, at: Self.now).last
            else {
                Issue.record("taken while \(state)")
                continue
            }
        }
        var open = Self.session(in: .open)
        #expect(open.receive(writer.bytes, at: Self.now).isEmpty)
    }

    @Test("A login of a longest genesis fits into a frame before login")
    func longestLogin() throws {
        let name = String(repeating: "n", count: Limits.nameBytesMax)
        let genesis = Genesis.organisation(keys: Sample.secrets.keys, name: name, registryNumber: name)
        let host = String(repeating: "h", count: Limits.hostBytesMax)
        let login = Frame.login(
            Login(account: genesis.account, credential: .identity(genesis), host: host, signature: Sample.signature))
        #expect(login.raw.payload.count <= Limits.frameBeforeLoginBytesMax)
        #expect(try Frame(login.raw) == login)
    }
}
