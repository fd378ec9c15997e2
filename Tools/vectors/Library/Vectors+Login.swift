import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

extension Vectors {
    /// What a client and a relay say to each other before anything else.
    enum Greeting {
        static let hello = Hello(
            versions: [Reserved.versions[3], .v1], suites: [Reserved.suites[5], .v1], nonce: Actors.fixed("hello-nonce")
        )
        static let welcome = Welcome(
            version: .v1, suite: .v1, challenge: Actors.fixed("challenge"), frameBytesMax: UInt64(Limits.frameBytesMax))
        static let host = "relay.example"

        static func login(host: String = host, signing message: Bytes32? = nil, by identity: Bool = false) -> Login {
            let secrets = identity ? Actors.patientIdentity : Actors.phone.secrets
            let credential: Credential = identity ? .identity(Actors.patient) : .device(secrets.keys)
            let transcript = transcript(host: host, credential)
            return Login(
                account: Actors.patient.account, credential: credential, host: host,
                signature: secrets.sign(.login, (message ?? transcript.digest).bytes))
        }

        static func transcript(host: String = host, _ credential: Credential) -> LoginTranscript {
            LoginTranscript(
                hello: hello.encoded, welcome: welcome.encoded, host: host, account: Actors.patient.account,
                author: credential.author)
        }
    }

    /// Login transcripts and what is signed.
    static func login() throws -> [VectorCase] {
        [("device", false), ("identity", true)].map { name, isIdentity in
            let login = Greeting.login(by: isIdentity)
            let transcript = Greeting.transcript(login.credential)
            return VectorCase(
                "login-" + name, "The payloads of hello and welcome as they went over the wire, the host, who logs in.",
                [
                    "hello": .hex(Greeting.hello), "welcome": .hex(Greeting.welcome), "host": .string(Greeting.host),
                    "account": .hex(login.account), "author": .hex(login.credential.author),
                    "publicKey": .hex(login.credential.signingKey), "login": .hex(login),
                ],
                expect: [
                    "transcript": .hex(transcript), "digest": .hex(transcript.digest),
                    "signature": .hex(login.signature),
                    "verifies": true,
                ])
        }
    }

    /// Whole sessions from the relay's side: what it answers to what a client sends, in whatever pieces it arrives.
    static func sessions() throws -> [VectorCase] {
        let hello = Frame.hello(Greeting.hello).bytes
        let login = Frame.login(Greeting.login()).bytes
        let old = Hello(versions: [Reserved.versions[0]], suites: [.v1], nonce: Actors.fixed("hello-nonce"))
        let otherSuite = Hello(versions: [.v1], suites: [Suite(2)], nonce: Actors.fixed("hello-nonce"))
        let have = Frame.have(Have(folder: Actors.folder, vector: .init())).bytes
        let otherAccount = Login(
            account: Actors.clinic.account, credential: .identity(Actors.patient), host: Greeting.host,
            signature: Greeting.login(by: true).signature)
        let cases: [(String, String, [[UInt8]])] = [
            ("login", "Hello, login, and a frame in the open session.", [hello, login, have]),
            ("identity", "The identity key logs in.", [hello, Frame.login(Greeting.login(by: true)).bytes]),
            ("bye", "Goodbye before login.", [hello, Frame.bye.bytes]),
            ("no-version", "Nothing but a reserved version.", [Frame.hello(old).bytes]),
            ("no-suite", "An unknown suite.", [Frame.hello(otherSuite).bytes]),
            (
                "wrong-host", "A login for another host.",
                [hello, Frame.login(Greeting.login(host: "other.example")).bytes]
            ),
            (
                "wrong-signature", "A signature over something else.",
                [hello, Frame.login(Greeting.login(signing: .zero)).bytes]
            ),
            ("wrong-account", "The identity key of another account.", [hello, Frame.login(otherAccount).bytes]),
            ("login-first", "A login without a hello.", [login]),
            ("have-before-login", "A frame that has no place before login.", [hello, have]),
            ("relay-frame", "A frame that only relays send.", [hello, login, Frame.accepted(0).bytes]),
            ("ignorable", "An unknown frame type with bit 7 set is passed over.", [hello, [0x9a, 2, 1, 2], login]),
            ("critical", "An unknown frame type with bit 7 clear ends the session.", [hello, login, [0x60, 0]]),
            (
                "malformed", "A hello with a byte left over.",
                [[0x01, UInt8(Greeting.hello.encoded.count + 1)] + Greeting.hello.encoded + [0]]
            ),
            ("too-long", "More than 4096 bytes before login.", [[0x01] + varint(4097)]),
        ]
        return try cases.map(session)
    }

    private static func session(_ name: String, _ note: String, _ frames: [[UInt8]]) throws -> VectorCase {
        var session = ServerSession(hosts: [Greeting.host], challenge: Greeting.welcome.challenge)
        var sent: [UInt8] = []
        var ends: JSONValue = .null
        var received = 0
        for event in session.receive(frames.flatMap { $0 }, at: Actors.now) {
            switch event {
            case .send(let bytes): sent += bytes
            case .closed(let failure): ends = failure == nil ? "bye" : "refused"
            case .received: received += 1
            case .opened: break
            }
        }
        return VectorCase(
            name, note,
            [
                "frames": .list(frames) { .hex($0) }, "host": .string(Greeting.host),
                "challenge": .hex(Greeting.welcome.challenge), "now": .wide(Actors.now),
            ],
            expect: [
                "answer": .hex(sent), "ends": ends, "isOpen": .bool(session.isOpen),
                "framesForRelay": .number(received),
            ])
    }
}
