import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@Suite("Hashes and signatures are for one use each")
struct HashTests {
    @Test("Every use has its own context string, and none is another's beginning")
    func contexts() {
        let names = HashContext.allCases.map(\.rawValue)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.hasPrefix("derma/1/") && $0.utf8.count < 128 })
    }

    @Test("One message, as many hashes as uses")
    func separation() {
        let hashes = HashContext.allCases.map { Bytes32.hash($0, [1, 2, 3]) }
        #expect(Set(hashes).count == hashes.count)
    }

    /// Worked out with another implementation: Python's hashlib.blake2b.
    @Test("Known answers: BLAKE2b-256 over the length and bytes of the context, then the message")
    func knownAnswers() {
        #expect(
            Bytes32.hash(.body).description == "c55ab78edd4f04b0061904a15a51a3cd85a6898758497fe15eac27bc369c7295")
        #expect(
            Bytes32.hash(.header, [UInt8](0...255)).description
                == "9d4fa3001599fc2268ccef533c72e98c59e6d3f23e032ef2cc76d15687511597")
    }

    @Test("The parts of a message are hashed one after the other", arguments: Seed.first(20))
    func parts(seed: Seed) {
        var random = seed.random
        let (first, second) = (random.blob(countMax: 300), random.blob(countMax: 300))
        #expect(Bytes32.hash(.chunk, first, second) == .hash(.chunk, first + second))
        #expect(Bytes32.hash(.chunk, first + [0]) != .hash(.chunk, first))
        #expect(Bytes32.hash(.account, Suite.v1) == .hash(.account, Suite.v1.encoded))
    }

    @Test("A signature holds for its key, use and message, and for no other")
    func signatures() {
        var random = SeededRandom(1)
        let (alice, bob) = (DeviceSecrets(random: &random), DeviceSecrets(random: &random))
        let message = Array("hello".utf8)
        let signature = alice.sign(.head, message)
        #expect(alice.keys.signing.verifies(signature, .head, message))
        #expect(!bob.keys.signing.verifies(signature, .head, message))
        for context in HashContext.allCases where context != .head {
            #expect(!alice.keys.signing.verifies(signature, context, message))
        }
        #expect(!alice.keys.signing.verifies(signature, .head, message + [0]))
        #expect(!alice.keys.signing.verifies(signature, .head, []))
        for (bit, flipped) in message.bitFlips {
            #expect(!alice.keys.signing.verifies(signature, .head, flipped), "bit \(bit)")
        }
    }

    @Test("A08: every single flipped bit of a signature or key is refused")
    func flips() throws {
        var random = SeededRandom(2)
        let secrets = DeviceSecrets(random: &random)
        let signature = secrets.sign(.login, [1])
        for (bit, flipped) in signature.bytes.bitFlips {
            let forged = try #require(Signature(bytes: flipped))
            #expect(!secrets.keys.signing.verifies(forged, .login, [1]), "bit \(bit)")
        }
        for (bit, flipped) in secrets.keys.signing.bytes.bitFlips {
            let key = try #require(SigningPublicKey(bytes: flipped))
            #expect(!key.verifies(signature, .login, [1]), "bit \(bit)")
        }
    }

    /// Under a key of small order one signature fits many messages (RFC 8032, 8.4 and Chalkias et al., 2020).
    @Test("No signature holds under a key of small order")
    func smallOrder() throws {
        let points = [
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        ]
        for point in points {
            let bytes = try #require(Hex.decode(point))
            let key = try #require(SigningPublicKey(bytes: bytes))
            for first in points {
                let half = try #require(Hex.decode(first))
                let signature = try #require(Signature(bytes: half + [UInt8](repeating: 0, count: 32)))
                for byte in 0..<16 as Range<UInt8> { #expect(!key.verifies(signature, .head, [byte])) }
            }
        }
    }

    @Test("Ids follow from what they name")
    func ids() {
        var random = SeededRandom(3)
        let keys = DeviceSecrets(random: &random).keys
        let person = Genesis.account(keys: keys)
        let clinic = Genesis.organisation(keys: keys, name: "Dermatology", registryNumber: "RX1")
        let others = [
            Genesis.organisation(keys: keys, name: "Dermatology R", registryNumber: "X1"),
            Genesis.organisation(keys: keys, name: "Dermatology", registryNumber: "RX2"),
            Genesis.organisation(keys: DeviceSecrets(random: &random).keys, name: "Dermatology", registryNumber: "RX1"),
        ]
        #expect(Set(([person, clinic] + others).map(\.account)).count == 5)
        #expect(person.account.raw != keys.author.raw, "an account is not its identity key taken for a device")
        #expect(person.author.raw == person.account.raw)
        #expect(FolderID.control(of: person.account) != FolderID.control(of: clinic.account))
        #expect(FolderID.control(of: person.account).raw != person.account.raw.prefix16)

        let (folder, other): (FolderID, FolderID) = (random.identifier(), random.identifier())
        let origin = ReplicaOrigin(author: keys.author, nonce: .zero)
        let again = ReplicaOrigin(author: keys.author, nonce: Bytes8([0, 0, 0, 0, 0, 0, 0, 1]) ?? .zero)
        #expect(Set([origin.replica(in: folder), origin.replica(in: other), again.replica(in: folder)]).count == 3)
        #expect(origin.replica(in: folder).raw == origin.genesis(in: folder).prefix16)
        #expect(ChunkID(of: [1]) != ChunkID(of: [2]))
    }
}
