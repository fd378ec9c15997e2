import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

/// A20: what stands, and what would fall, when randomness repeats.
@Suite("Nonces and repeating randomness")
struct NonceTests {
    private static let nonce = 3..<27
    private static let ciphertext = 59...

    @Test("A20: a working source never gives the same nonce twice, nor do two sources")
    func fresh() {
        var first = SystemRandom()
        var second = SystemRandom()
        var nonces: Set<[UInt8]> = []
        for _ in 0..<500 {
            let content: [UInt8] = [1]
            nonces.insert(
                Array(Envelope.seal(content, .content, under: key(1), for: .sample, random: &first)[Self.nonce]))
            nonces.insert(
                Array(Envelope.seal(content, .content, under: key(1), for: .sample, random: &second)[Self.nonce]))
        }
        #expect(nonces.count == 1000)
    }

    /// The key of a message comes from nonce, key, type and place together. Sealing zeros shows the key stream: no two
    /// may share one, even when the source gives the same nonce for ever.
    @Test("A20: with a stuck source, another place, type or key still means another key stream")
    func stuckSource() {
        var stuck = FixedRandom([7])
        let zeros = [UInt8](repeating: 0, count: 64)
        var streams: [[UInt8]] = []
        for place in [AssociatedData.sample] + AssociatedData.sample.neighbours.map(\.place) {
            streams.append(
                Array(Envelope.seal(zeros, .content, under: key(1), for: place, random: &stuck)[Self.ciphertext]))
        }
        streams.append(
            Array(Envelope.seal(zeros, .chunk, under: key(1), for: .sample, random: &stuck)[Self.ciphertext]))
        streams.append(
            Array(Envelope.seal(zeros, .content, under: key(2), for: .sample, random: &stuck)[Self.ciphertext]))
        #expect(Set(streams.map { $0.prefix(16) }).count == streams.count)
    }

    @Test("A20: with a stuck source, what is sealed to two public keys still has two key streams")
    func stuckSourceToPublicKeys() throws {
        var random = SeededRandom(1)
        let (first, second) = (AgreementSecret(random: &random), AgreementSecret(random: &random))
        var stuck = FixedRandom([7])
        let zeros = [UInt8](repeating: 0, count: 64)
        let a = try first.publicKey.seal(zeros, for: .sample, random: &stuck)
        let b = try second.publicKey.seal(zeros, for: .sample, random: &stuck)
        #expect(a.suffix(80).prefix(16) != b.suffix(80).prefix(16))
        #expect(try first.open(a, for: .sample) == zeros)
        #expect(try second.open(b, for: .sample) == zeros)
    }
}
