import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@Suite("Version, suite, host and credential")
struct NegotiationTests {
    private static let now: Int64 = 1_790_000_000_000
    private static let refusedLogin = SessionFailure.refused(.loginFailed)

    private func relay(_ hosts: [String] = [World.host]) -> ServerSession {
        ServerSession(hosts: hosts, challenge: Sample.bytes32(6))
    }

    private func client(
        _ credential: Credential? = nil, of account: AccountID = Sample.account, host: String = World.host
    )
        -> ClientSession
    {
        let secrets = Sample.secrets
        return ClientSession(
            ClientSession.Identity(account: account, credential: credential ?? .device(secrets.keys), host: host) {
                secrets.sign($0, $1)
            })
    }

    /// Carries frames between the two, letting `meddle` change each, until one side closes or the session is open.
    private func outcome(
        _ client: inout ClientSession, _ relay: inout ServerSession, meddle: (Frame) -> Frame = { $0 }
    ) throws -> (client: SessionFailure?, relay: SessionFailure?, isOpen: Bool) {
        var clientFailure: SessionFailure?
        var relayFailure: SessionFailure?
        var isOpen = false
        var toRelay = client.start(nonce: Sample.bytes32(5))
        while !toRelay.isEmpty {
            var toClient: [ClientSession.Event] = []
            for case .send(let bytes) in toRelay {
                for event in relay.receive(try meddled(bytes, meddle), at: Self.now) {
                    switch event {
                    case .send(let bytes): toClient += client.receive(try meddled(bytes, meddle))
                    case .closed(let failure): relayFailure = failure
                    case .opened, .received: break
                    }
                }
            }
            for event in toClient {
                if case .closed(let failure) = event { clientFailure = failure }
                if case .opened = event { isOpen = true }
            }
            toRelay = toClient
        }
        return (clientFailure, relayFailure, isOpen && relay.isOpen)
    }

    private func meddled(_ bytes: [UInt8], _ meddle: (Frame) -> Frame) throws -> [UInt8] {
        var decoder = FrameDecoder(payloadBytesMax: Limits.frameBytesMax)
        decoder.append(bytes)
        return meddle(try Frame(try #require(try decoder.next()))).bytes
    }

    @Test("Untouched, the two agree")
    func agree() throws {
        var client = client()
        var relay = relay()
        let outcome = try outcome(&client, &relay)
        #expect(outcome.isOpen && outcome.client == nil && outcome.relay == nil)
    }

    @Test("A client that offers nothing this relay speaks is told so", arguments: [0, 1, 2])
    func nothingInCommon(_ which: Int) {
        let hello = [
            Hello(versions: [ProtocolVersion(2)], suites: [.v1], nonce: .zero),
            Hello(versions: [.v1], suites: [Suite(9)], nonce: .zero), Hello(versions: [], suites: [], nonce: .zero),
        ][which]
        var relay = relay()
        #expect(
            relay.receive(Frame.hello(hello).bytes, at: Self.now) == [
                .send(Frame.refused(Refusal(.unsupportedVersion)).bytes), .closed(.peerIncompatible),
            ])
    }

    @Test("Another protocol's first bytes are not taken for a hello")
    func wrongMagic() {
        var payload = Sample.hello.raw.payload
        payload[4] = UInt8(ascii: "B")
        var relay = relay()
        let events = relay.receive(RawFrame(type: FrameType(1), payload: payload).bytes, at: Self.now)
        #expect(events.last == .closed(.peerMisbehaved(.invalidValue, offset: 0)))
    }

    @Test("A19: taking versions or suites out of a hello on its way breaks the login")
    func downgradedHello() throws {
        let changes: [(Hello) -> Hello] = [
            { Hello(versions: [.v1], suites: $0.suites, nonce: $0.nonce) },
            { Hello(versions: $0.versions, suites: [.v1], nonce: $0.nonce) },
            { Hello(versions: $0.versions.reversed(), suites: $0.suites, nonce: $0.nonce) },
            { Hello(versions: $0.versions, suites: $0.suites, nonce: .zero) },
        ]
        for change in changes {
            var client = client()
            var relay = relay()
            let outcome = try outcome(&client, &relay) { frame in
                if case .hello(let hello) = frame { .hello(change(hello)) } else { frame }
            }
            #expect(outcome == (Self.refusedLogin, Self.refusedLogin, false))
        }
    }

    @Test("A19: changing the relay's answer on its way breaks the login")
    func changedWelcome() throws {
        let changes: [(Welcome) -> Welcome] = [
            { Welcome(version: $0.version, suite: $0.suite, challenge: .zero, frameBytesMax: $0.frameBytesMax) },
            {
                Welcome(
                    version: $0.version, suite: $0.suite, challenge: $0.challenge, frameBytesMax: $0.frameBytesMax + 1)
            },
        ]
        for change in changes {
            var client = client()
            var relay = relay()
            let outcome = try outcome(&client, &relay) { frame in
                if case .welcome(let welcome) = frame { .welcome(change(welcome)) } else { frame }
            }
            #expect(outcome == (Self.refusedLogin, Self.refusedLogin, false))
        }
    }

    @Test("A34: a login for another host is refused, and cannot be made to fit")
    func relayedLogin() throws {
        var client = client(host: "evil.test")
        var relay = relay()
        #expect(try outcome(&client, &relay) == (.refused(.wrongHost), .refused(.wrongHost), false))

        client = self.client(host: "evil.test")
        relay = self.relay()
        let rewritten = try outcome(&client, &relay) { frame in
            guard case .login(let login) = frame else { return frame }
            return .login(
                Login(
                    account: login.account, credential: login.credential, host: World.host, signature: login.signature))
        }
        #expect(rewritten == (Self.refusedLogin, Self.refusedLogin, false))
    }

    @Test("A relay answers to each of its names, in lower case, and to no other")
    func hosts() throws {
        for (dialled, names, isRight) in [
            ("RELAY.test", ["relay.test"], true), ("b.test", ["a.test", "b.test"], true), ("a.tes", ["a.test"], false),
            ("", ["a.test"], false), ("a.test", [], false),
        ] {
            var client = client(host: dialled)
            var relay = relay(names)
            #expect(try outcome(&client, &relay).isOpen == isRight, "\(dialled) at \(names)")
        }
    }

    @Test("A login that was signed for another session, account or key is refused")
    func wrongSignature() throws {
        // A signature over the zero challenge; over another account; the credential of someone else.
        let changes: [(Login) -> Login] = [
            {
                Login(
                    account: AccountID(Sample.bytes32(99)), credential: $0.credential, host: $0.host,
                    signature: $0.signature
                )
            },
            { Login(account: $0.account, credential: $0.credential, host: $0.host, signature: Sample.signature) },
            { login in
                var random = SeededRandom(8)
                let other = DeviceSecrets(random: &random)
                return Login(
                    account: login.account, credential: .device(other.keys), host: login.host,
                    signature: login.signature)
            },
        ]
        for change in changes {
            var client = client()
            var relay = relay()
            let outcome = try outcome(&client, &relay) { frame in
                if case .login(let login) = frame { .login(change(login)) } else { frame }
            }
            #expect(outcome == (Self.refusedLogin, Self.refusedLogin, false))
        }
    }

    @Test("A login recorded in one session is of no use in the next")
    func replayedLogin() throws {
        var client = client()
        var relay = relay()
        var recorded: Frame?
        _ = try outcome(&client, &relay) { frame in
            if case .login = frame { recorded = frame }
            return frame
        }
        let login = try #require(recorded)
        var next = ServerSession(hosts: [World.host], challenge: Sample.bytes32(77))
        _ = next.receive(Sample.hello.bytes, at: Self.now)
        let events = next.receive(login.bytes, at: Self.now)
        #expect(events.last == .closed(Self.refusedLogin))
    }

    @Test("An identity key logs in with its own genesis, and with no other")
    func identityCredential() throws {
        let genesis = Genesis.account(keys: Sample.secrets.keys)
        var own = client(.identity(genesis), of: genesis.account)
        var relay = relay()
        #expect(try outcome(&own, &relay).isOpen)

        var others = client(.identity(genesis), of: Sample.account)
        relay = self.relay()
        #expect(try outcome(&others, &relay) == (Self.refusedLogin, Self.refusedLogin, false))
        // The same keys under another name are another organisation.
        let named = Genesis.organisation(keys: Sample.secrets.keys, name: "A", registryNumber: "1")
        let renamed = Genesis.organisation(keys: Sample.secrets.keys, name: "B", registryNumber: "1")
        var squatter = client(.identity(renamed), of: named.account)
        relay = self.relay()
        #expect(try outcome(&squatter, &relay) == (Self.refusedLogin, Self.refusedLogin, false))
    }
}
