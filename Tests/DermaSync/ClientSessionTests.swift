import DermaIdentity
import DermaSecrets
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@Suite("The client's session: every state and event")
struct ClientSessionTests {
    enum State: CaseIterable, Sendable { case idle, greeting, loggingIn, open, closed }

    static func session(in state: State) -> ClientSession {
        let secrets = Sample.secrets
        var session = ClientSession(
            ClientSession.Identity(
                account: Sample.account, credential: .device(secrets.keys), host: World.host
            ) { secrets.sign($0, $1) })
        if state == .idle { return session }
        _ = session.start(nonce: Sample.bytes32(5))
        if state == .greeting { return session }
        _ = session.receive(Sample.welcome.bytes)
        if state == .loggingIn { return session }
        _ = session.receive(Frame.accepted(42).bytes)
        if state == .open { return session }
        _ = session.connectionEnded()
        return session
    }

    @Test("Starting says hello once", arguments: State.allCases)
    func start(_ state: State) throws {
        var session = Self.session(in: state)
        let events = session.start(nonce: Sample.bytes32(5))
        guard state == .idle else {
            #expect(events.isEmpty)
            return
        }
        guard case .send(let bytes) = try #require(events.first), events.count == 1 else {
            Issue.record("\(events)")
            return
        }
        var decoder = FrameDecoder(payloadBytesMax: Limits.frameBeforeLoginBytesMax)
        decoder.append(bytes)
        guard case .hello(let hello) = try Frame(try #require(try decoder.next())) else {
            Issue.record("no hello")
            return
        }
        // What is spoken, and one value that means nothing, so that relays learn to pass over it.
        #expect(hello.versions.count == 2 && hello.versions.contains(.v1))
        #expect(Reserved.versions.contains(hello.versions[0]))
        #expect(hello.suites.count == 2 && hello.suites.contains(.v1))
        #expect(Reserved.suites.contains(hello.suites[0]))
        #expect(hello.nonce == Sample.bytes32(5))
    }

    @Test("The end of the connection ends the session once", arguments: State.allCases)
    func connectionEnded(_ state: State) {
        var session = Self.session(in: state)
        #expect(session.connectionEnded() == (state == .closed ? [] : [.closed(.closedEarly)]))
        #expect(session.connectionEnded().isEmpty)
    }

    @Test("A frame that may be passed over changes nothing", arguments: State.allCases)
    func ignorable(_ state: State) {
        for type in Reserved.frameTypes {
            var session = Self.session(in: state)
            #expect(session.receive(RawFrame(type: type, payload: [9]).bytes).isEmpty)
            #expect(session.connectionEnded().isEmpty == (state == .closed))
        }
    }

    @Test("An unknown critical frame, or none at all, is the relay's fault", arguments: State.allCases)
    func malformed(_ state: State) {
        let critical = RawFrame(type: FrameType(0x7f), payload: [9]).bytes
        let longNumber: [UInt8] = [0x10, 0x80, 0x00]
        for (bytes, code, offset) in [(critical, WireError.Code.invalidValue, 0), (longNumber, .nonMinimal, 1)] {
            var session = Self.session(in: state)
            let events = session.receive(bytes)
            if state == .closed {
                #expect(events.isEmpty)
            } else if code == .invalidValue {
                #expect(events == [.closed(.peerMisbehaved(code, offset: offset))])
            } else {
                guard case .closed(.peerMisbehaved(code, _)) = events.first, events.count == 1 else {
                    Issue.record("\(events)")
                    continue
                }
            }
            #expect(session.receive(Frame.accepted(42).bytes).isEmpty)
        }
    }

    @Test("Every frame in every state", arguments: State.allCases)
    func frames(_ state: State) {
        for frame in Sample.all {
            var session = Self.session(in: state)
            let events = session.receive(frame.bytes)
            switch (state, frame) {
            case (.closed, _):
                #expect(events.isEmpty)
            case (_, .bye):
                #expect(events == [.closed(.closedEarly)])
            case (_, .refused(Refusal(.unsupportedVersion))):
                #expect(events == [.closed(.peerIncompatible)])
            case (_, .refused(Refusal(.loginFailed))):
                #expect(events == [.closed(.refused(.loginFailed))])
            case (.greeting, .welcome):
                guard case .send = events.first, events.count == 1 else {
                    Issue.record("\(events)")
                    continue
                }
            case (.loggingIn, .accepted(let time)):
                #expect(events == [.opened(relayTime: time)])
            case (.open, let frame) where Sample.toClient.contains(frame):
                #expect(events == [.received(frame)])
            default:
                #expect(events == [.closed(.unexpectedFrame(frame.raw.type))], "\(frame) while \(state)")
            }
            if case .closed = events.last { #expect(session.receive(frame.bytes).isEmpty) }
        }
    }

    @Test("A refusal ends the session if its code says so", arguments: RefusalCode.allCases)
    func refusals(_ code: RefusalCode) {
        var session = Self.session(in: .open)
        let refusal = Refusal(code)
        let ending: Set<RefusalCode> = [.unsupportedVersion, .malformed, .unexpectedFrame, .loginFailed, .wrongHost]
        let events = session.receive(Frame.refused(refusal).bytes)
        if code == .unsupportedVersion {
            #expect(events == [.closed(.peerIncompatible)])
        } else if ending.contains(code) {
            #expect(events == [.closed(.refused(code))])
        } else {
            #expect(events == [.received(.refused(refusal))])
        }
    }

    @Test("A relay that answers with another version or suite than was offered is refused")
    func welcomeWithOthers() {
        for (version, suite) in [(ProtocolVersion(2), Suite.v1), (.v1, Suite(2)), (Reserved.versions[5], .v1)] {
            var session = Self.session(in: .greeting)
            let welcome = Welcome(
                version: version, suite: suite, challenge: .zero, frameBytesMax: UInt64(Limits.frameBytesMax))
            #expect(session.receive(Frame.welcome(welcome).bytes) == [.closed(.peerIncompatible)])
        }
    }

    @Test("Before the relay has accepted, a long frame is refused before it has arrived")
    func longFrames() {
        var writer = ByteWriter()
        writer.byte(0x11)
        writer.count(Limits.frameBeforeLoginBytesMax + 1)
        for state in [State.greeting, .loggingIn] {
            var session = Self.session(in: state)
            guard case .closed(.peerMisbehaved(.limitExceeded, _)) = session.receive(writer.bytes).first else {
                Issue.record("taken while \(state)")
                continue
            }
        }
        var open = Self.session(in: .open)
        #expect(open.receive(writer.bytes).isEmpty)
        var tooLong = ByteWriter()
        tooLong.byte(0x11)
        tooLong.count(Limits.frameBytesMax + 1)
        open = Self.session(in: .open)
        guard case .closed(.peerMisbehaved(.limitExceeded, _)) = open.receive(tooLong.bytes).first else {
            Issue.record("taken in an open session")
            return
        }
    }
}
