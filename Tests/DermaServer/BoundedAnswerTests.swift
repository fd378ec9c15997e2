import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

/// A38: one message of many frames must not make the relay hold all its answers at once.
@Suite("Answers come a frame at a time")
struct BoundedAnswerTests {
    @Test("Frames that arrive together are answered one by one, each when it is asked for")
    func stepwise() throws {
        var world = World()
        let phone = try world.patient()
        var session = ClientSession(
            ClientSession.Identity(
                account: phone.account, credential: phone.credential, host: World.host,
                sign: { [secrets = phone.secrets] in secrets.sign($0, $1) }))
        var connection = RelayConnection(hosts: [World.host], challenge: .zero)
        var relay = world.relay
        var toRelay = session.start(nonce: .zero)
        while case .send(let bytes)? = toRelay.first {
            let answers = connection.receive(bytes, for: &relay, at: world.clock.time)
            toRelay = answers.flatMap { effect -> [ClientSession.Event] in
                if case .send(let bytes) = effect { session.receive(bytes) } else { [] }
            }
        }
        #expect(connection.isLoggedIn)
        let question = Frame.have(Have(folder: phone.control.folder, vector: VersionVector()))
        connection.append(Array((0..<100).map { _ in question.bytes }.joined()))
        for _ in 0..<100 {
            #expect(connection.next(for: &relay, at: world.clock.time)?.count == 1)
        }
        #expect(connection.next(for: &relay, at: world.clock.time) == nil)
    }
}
