import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@Suite("What a login signs")
struct LoginTests {
    private static let hello: [UInt8] = [1, 2, 3]
    private static let welcome: [UInt8] = [4, 5, 6]

    private static func transcript(
        hello: [UInt8] = hello, welcome: [UInt8] = welcome, host: String = "relay.example",
        account: AccountID = AccountID(.zero), author: AuthorID = AuthorID(.zero)
    ) -> LoginTranscript {
        LoginTranscript(hello: hello, welcome: welcome, host: host, account: account, author: author)
    }

    /// A34: a challenge passed on from another host; A19: a list of versions or suites that was changed on the way.
    @Test("A19, A34: hello, welcome, host, account and device are all bound")
    func binding() {
        var random = SeededRandom(1)
        let secrets = DeviceSecrets(random: &random)
        let signature = secrets.sign(.login, Self.transcript().digest.bytes)
        #expect(secrets.keys.signing.verifies(signature, .login, Self.transcript().digest.bytes))
        let others = [
            Self.transcript(hello: [1, 2]), Self.transcript(hello: [1, 2, 7]), Self.transcript(welcome: [4, 5, 7]),
            Self.transcript(host: "relay.example.evil"), Self.transcript(host: "elay.example"),
            Self.transcript(account: random.identifier()), Self.transcript(author: random.identifier()),
            // A byte may not move from one part to the next.
            Self.transcript(hello: [1, 2, 3, 4], welcome: [5, 6]),
            Self.transcript(hello: [1, 2], welcome: [3, 4, 5, 6]),
        ]
        for other in others {
            #expect(!secrets.keys.signing.verifies(signature, .login, other.digest.bytes), "\(other)")
        }
        #expect(Set(others.map(\.digest)).count == others.count)
    }

    @Test("A request for a half names grant, purpose and time")
    func halfRequest() throws {
        var random = SeededRandom(2)
        let request = HalfRequest(grant: random.identifier(), purpose: .care, claimedTime: -5)
        #expect(try HalfRequest(decoding: request.encoded) == request)
        let bytes = request.encoded
        for length in bytes.indices {
            #expect(throws: WireError.self) { try HalfRequest(decoding: Array(bytes[..<length])) }
        }
        var noPurpose = bytes
        noPurpose[16] = 0
        #expect(throws: WireError(.invalidValue, at: 16)) { try HalfRequest(decoding: noPurpose) }
    }
}
