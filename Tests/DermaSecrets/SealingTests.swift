import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@Suite("Sealing to public keys, and the keys of grants")
struct SealingTests {
    @Test("Only the holder opens it, in its place, unchanged")
    func sealing() throws {
        var random = SeededRandom(1)
        let secret = AgreementSecret(random: &random)
        let content = Array("for you".utf8)
        let sealed = try secret.publicKey.seal(content, for: .sample, random: &random)
        #expect(sealed.count == content.count + Envelope.overheadBytes + 32)
        #expect(try secret.open(sealed, for: .sample) == content)
        #expect(throws: OpenFailure()) { try AgreementSecret(random: &random).open(sealed, for: .sample) }
        for (part, place) in AssociatedData.sample.neighbours {
            #expect(throws: OpenFailure(), "\(part)") { try secret.open(sealed, for: place) }
        }
        #expect(throws: OpenFailure()) { try secret.open(Array(sealed.dropLast()), for: .sample) }
        for count in [0, 1, 31, 32, 33, 106] {
            #expect(throws: OpenFailure()) { try secret.open(Array(sealed[..<count]), for: .sample) }
        }
    }

    /// The key exchange leaves out one bit of the one-time key; the hash over both keys must take it in again.
    @Test("A08: every single flipped bit is refused, of the one-time key too")
    func bitFlips() throws {
        var random = SeededRandom(2)
        let secret = AgreementSecret(random: &random)
        let sealed = try secret.publicKey.seal([1], for: .sample, random: &random)
        for (bit, flipped) in sealed.bitFlips {
            #expect(throws: OpenFailure(), "bit \(bit)") { try secret.open(flipped, for: .sample) }
        }
    }

    /// Every point of small order on the curve and its twist (RFC 7748, section 6.1; Bernstein, "Curve25519").
    static let smallOrder = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ]

    @Test("Nothing is sealed to a key of small order, nor opened from one", arguments: smallOrder)
    func weakKeys(hex: String) throws {
        var random = SeededRandom(3)
        var bytes = try #require(Hex.decode(hex))
        let secret = AgreementSecret(random: &random)
        let sealed = try secret.publicKey.seal([1], for: .sample, random: &random)
        for _ in 0..<2 {
            let weak = try #require(AgreementPublicKey(bytes: bytes))
            #expect(throws: WeakPublicKey()) { try weak.seal([1], for: .sample, random: &random) }
            #expect(throws: OpenFailure()) { try secret.open(bytes + sealed[32...], for: .sample) }
            // X25519 does not look at the highest bit.
            bytes[31] |= 0x80
        }
    }

    @Test("A secret travels as its seed")
    func exposed() throws {
        var random = SeededRandom(4)
        let secret = AgreementSecret(random: &random)
        #expect(try #require(AgreementSecret(exposed: secret.exposed)).publicKey == secret.publicKey)
        #expect(AgreementSecret(exposed: Array(secret.exposed.dropLast())) == nil)
        #expect(AgreementSecret(exposed: secret.exposed + [0]) == nil)
        let device = DeviceSecrets(random: &random)
        let sealed = try device.keys.agreement.seal([5], for: .sample, random: &random)
        #expect(try device.open(sealed, for: .sample) == [5])
    }

    @Test("A grant's key needs both halves and belongs to one grant")
    func halves() throws {
        var random = SeededRandom(5)
        let halves = GrantHalves(random: &random)
        let (organisation, relay) = (halves.organisation.withBytes { $0 }, halves.relay.withBytes { $0 })
        let joined = try #require(GrantHalves(organisation: organisation, relay: relay))
        let grant = random.identifier() as GrantID
        let expected = halves.key(of: grant).exposed
        #expect(joined.key(of: grant).exposed == expected)
        #expect(try #require(GrantHalves(exposed: halves.exposed)).key(of: grant).exposed == expected)
        let others: [SymmetricKey?] = [
            GrantHalves(organisation: relay, relay: organisation)?.key(of: grant),
            GrantHalves(organisation: organisation, relay: organisation)?.key(of: grant),
            GrantHalves(organisation: relay, relay: relay)?.key(of: grant),
            halves.key(of: random.identifier()),
        ]
        for other in others { #expect(try #require(other).exposed != expected) }
        #expect(expected != organisation && expected != relay)
        #expect(halves.relayCommitment == joined.relayCommitment)
        #expect(halves.relayCommitment != GrantHalves(organisation: relay, relay: organisation)?.relayCommitment)
        for count in [0, 31, 33] {
            let bytes = [UInt8](repeating: 0, count: count)
            #expect(GrantHalves(organisation: bytes, relay: relay) == nil)
            #expect(GrantHalves(organisation: organisation, relay: bytes) == nil)
            #expect(SymmetricKey(bytes: bytes) == nil)
        }
        #expect(GrantHalves(exposed: Array(halves.exposed.dropLast())) == nil)
    }

    @Test("A commitment to an epoch's key is one-way, and another for another key")
    func commitments() {
        #expect(key(1).commitment == key(1).commitment)
        #expect(key(1).commitment != key(2).commitment)
        #expect(key(1).commitment.bytes != key(1).exposed)
        #expect(key(1).commitment == .hash(.epoch, [UInt8](repeating: 1, count: 32)))
    }
}
