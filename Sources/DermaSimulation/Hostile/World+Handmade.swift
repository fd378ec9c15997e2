import DermaCausality
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaServer
import DermaSync
import DermaWire

/// Whoever holds a device's keys can speak to the relay without the device.
extension World {
    /// How someone greets and logs in.
    struct Greeting {
        var versions = [ProtocolVersion.v1]
        var suites = [Suite.v1]
        /// The account to claim; nil for the device's own.
        var account: AccountID?
    }

    /// Sends bytes in a session of their own, and notes what the relay answered. Takes no time.
    @discardableResult
    mutating func sayByHand(
        _ messages: [[UInt8]], as device: Int, for verb: Verb, greeting: Greeting = Greeting()
    ) -> [Frame]? {
        guard let actor = actors[device], relay.downUntil == 0 else { return nil }
        var random = handRandom(device, 1)
        var connection = RelayConnection(hosts: [Self.host], challenge: random.fixed())
        let hello = Frame.hello(Hello(versions: greeting.versions, suites: greeting.suites, nonce: random.fixed()))
        let welcome = say([hello.bytes], on: &connection).first
        var answers: [Frame]?
        if let welcome, case .welcome = welcome {
            let claimed = greeting.account ?? actor.device.account
            let transcript = LoginTranscript(
                hello: hello.raw.payload, welcome: welcome.raw.payload, host: Self.host, account: claimed,
                author: actor.device.author)
            let login = Login(
                account: claimed, credential: actor.device.credential, host: Self.host,
                signature: actor.keys.secrets.sign(.login, transcript.digest.bytes))
            let isIn = say([Frame.login(login).bytes], on: &connection).contains {
                if case .accepted = $0 { true } else { false }
            }
            if isIn { answers = say(messages, on: &connection) }
        }
        connection.connectionEnded(for: &relay.engine)
        settleRelay()
        ledger.handmade.append(.init(device: device, verb: verb, time: now, answers: answers))
        note(.device(device), .fault(verb))
        return answers
    }

    private mutating func say(_ messages: [[UInt8]], on connection: inout RelayConnection) -> [Frame] {
        var decoder = FrameDecoder(payloadBytesMax: Limits.frameBytesMax)
        for message in messages {
            for case .send(let bytes) in connection.receive(message, for: &relay.engine, at: time) {
                decoder.append(bytes)
            }
        }
        var frames: [Frame] = []
        while let raw = try? decoder.next(), let frame = try? Frame(raw) { frames.append(frame) }
        return frames
    }

    /// Randomness of one act at this time, so that the others' does not change with it.
    func handRandom(_ device: Int, _ use: UInt64) -> SeededRandom {
        SeededRandom(scenario.salt, UInt64(now) << 16 | UInt64(device) << 8 | 0x80 | use)
    }
}
