import CSodium
import DermaIdentity
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@Suite("Recovery: 256 bits as 24 words")
struct RecoveryTests {
    /// The 256-bit rows of the official vectors of BIP 39 (trezor/python-mnemonic, vectors.json).
    static let official: [(entropy: String, words: String)] = [
        (
            String(repeating: "00", count: 32),
            String(repeating: "abandon ", count: 23) + "art"
        ),
        (
            String(repeating: "7f", count: 32),
            String(repeating: "legal winner thank year wave sausage worth useful ", count: 2)
                + "legal winner thank year wave sausage worth title"
        ),
        (
            String(repeating: "80", count: 32),
            String(repeating: "letter advice cage absurd amount doctor acoustic avoid ", count: 2)
                + "letter advice cage absurd amount doctor acoustic bless"
        ),
        (
            String(repeating: "ff", count: 32),
            String(repeating: "zoo ", count: 23) + "vote"
        ),
        (
            "68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c",
            """
            hamster diagram private dutch cause delay private meat slide toddler razor book happy fancy gospel tennis \
            maple dilemma loan word shrug inflict delay length
            """
        ),
        (
            "9f6a2878b2520799a44ef18bc7df394e7061a224d2c33cd015b157d746869863",
            """
            panda eyebrow bullet gorilla call smoke muffin taste mesh discover soft ostrich alcohol speed nation flash \
            devote level hobby quick inner drive ghost inside
            """
        ),
        (
            "066dca1a2bb7e8a1db2832148ce9933eea0f3ac9548d793112d9a95c9407efad",
            """
            all hour make first leader extend hole alien behind guard gospel lava path output census museum junior \
            mass reopen famous sing advance salt reform
            """
        ),
        (
            "f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f",
            """
            void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing screen patrol \
            group space point ten exist slush involve unfold
            """
        ),
    ]

    private static func secret(_ hex: String) throws -> RecoverySecret {
        var random = FixedRandom(try #require(Hex.decode(hex)))
        return RecoverySecret(random: &random)
    }

    @Test("The official vectors, both ways, and the same identity", arguments: official)
    func vectors(_ row: (entropy: String, words: String)) throws {
        let secret = try Self.secret(row.entropy)
        #expect(secret.words.joined(separator: " ") == row.words)
        let read = try RecoverySecret(words: row.words)
        #expect(read.words == secret.words)
        #expect(read.identity.keys == secret.identity.keys)
    }

    @Test("Case and extra white space do not matter")
    func leniency() throws {
        let row = Self.official[4]
        let typed = "\n " + row.words.uppercased().split(separator: " ").joined(separator: "  \n\t") + " "
        #expect(try RecoverySecret(words: typed).identity.keys == Self.secret(row.entropy).identity.keys)
    }

    @Test("Different secrets, different identities; signing and agreement seeds are apart")
    func identities() throws {
        let identities = try Self.official.map { try Self.secret($0.entropy).identity.keys }
        #expect(Set(identities.map(\.signing)).count == identities.count)
        #expect(Set(identities.map(\.agreement)).count == identities.count)
        // An account lives for decades: its keys must come out of the same words for ever.
        #expect(identities[0].signing.description == Self.signingOfZero)
        #expect(identities[0].agreement.description == Self.agreementOfZero)
    }

    private static let signingOfZero = "17144c908571bc44aee26e9204bc5da5e229a95c09beadb2d2aa5d10d37261db"
    private static let agreementOfZero = "c898f6b536e5709daea07c49b6e864b00268f7b6b95ef724d2db7ef9dde92757"

    @Test("A wrong number of words, a word that is none, a wrong word, two swapped")
    func errors() throws {
        let words = Self.official[5].words.split(separator: " ").map { String($0) }
        func error(_ words: [String]) -> RecoveryWordsError? {
            do throws(RecoveryWordsError) {
                _ = try RecoverySecret(words: words.joined(separator: " "))
                return nil
            } catch { return error }
        }
        #expect(error([]) == .wrongCount(0))
        #expect(error(Array(words.dropLast())) == .wrongCount(23))
        #expect(error(words + ["zoo"]) == .wrongCount(25))
        for place in words.indices {
            var changed = words
            changed[place] = "dermatologist"
            #expect(error(changed) == .unknownWord(place: place + 1))
        }
        // "panda eyebrow" and not "eyebrow panda"; one swap in 256 would go unseen, these do not.
        var swapped = words
        swapped.swapAt(0, 1)
        #expect(error(swapped) == .wrongChecksum)
        var wrong = words
        wrong[23] = "zoo"
        #expect(error(wrong) == .wrongChecksum)
        for error in [RecoveryWordsError.wrongCount(23), .unknownWord(place: 3), .wrongChecksum] {
            #expect(!words.contains { "\(error)".contains($0) && $0.count > 4 }, "no error repeats the words")
        }
    }

    @Test("Any secret comes back from its words", arguments: Seed.first(20))
    func roundTrip(seed: Seed) throws {
        var random = seed.random
        let secret = RecoverySecret(random: &random)
        #expect(secret.words.count == 24)
        let read = try RecoverySecret(words: secret.words.joined(separator: " "))
        #expect(read.identity.keys == secret.identity.keys)
    }

    @Test("The word list is BIP 39's, byte for byte")
    func wordList() {
        let words = WordList.english
        #expect(words.count == 2048 && words == words.sorted())
        #expect(Set(words.map { $0.prefix(4) }).count == 2048)
        let file = Array((words.joined(separator: "\n") + "\n").utf8)
        var digest = [UInt8](repeating: 0, count: 32)
        crypto_hash_sha256(&digest, file, UInt64(file.count))
        #expect(Hex.encode(digest) == "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda")
    }
}
