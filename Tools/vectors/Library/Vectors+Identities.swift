import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaWire

extension Vectors {
    /// Keys from seeds, and ids from keys.
    static func identities() throws -> [VectorCase] {
        let devices = [("phone", Actors.phone), ("tablet", Actors.tablet), ("staff", Actors.staff)].map {
            name, holder in
            VectorCase(
                "device-" + name, "A device's keys grow from two seeds; its author id is the hash of both public keys.",
                ["signingSeed": .hex(holder.signingSeed), "agreementSeed": .hex(holder.agreementSeed)],
                expect: [
                    "signing": .hex(holder.secrets.keys.signing), "agreement": .hex(holder.secrets.keys.agreement),
                    "author": .hex(holder.author),
                ])
        }
        let accounts = [("patient", Actors.patient), ("clinic", Actors.clinic), ("other-clinic", Actors.otherClinic)]
            .map { name, genesis in
                VectorCase(
                    "account-" + name,
                    "The account id is the hash of the genesis; the control log lives in the folder that follows from it.",
                    ["genesis": .hex(genesis)],
                    expect: [
                        "account": .hex(genesis.account), "author": .hex(genesis.author),
                        "controlFolder": .hex(FolderID.control(of: genesis.account)),
                    ])
            }
        return try devices + accounts + malformedGeneses()
    }

    private static func malformedGeneses() throws -> [VectorCase] {
        let clinic = Actors.clinic.encoded
        return try [
            .malformed(
                "genesis-unknown-tag", "There is no third kind of account.", [3] + clinic.dropFirst(), as: Genesis.self,
                type: "genesis", .invalidValue, at: 0),
            .malformed(
                "genesis-trailing", "A patient's genesis has no name.", Actors.patient.encoded + [0], as: Genesis.self,
                type: "genesis", .trailingBytes, at: 65),
            .malformed(
                "genesis-cut", "The registry number is missing.", Array(clinic.prefix(65 + 1 + 15)), as: Genesis.self,
                type: "genesis", .truncated, at: 81),
            .malformed(
                "genesis-long-name", "A name has at most 256 bytes.",
                Array(clinic.prefix(65)) + [0x81, 0x02] + repeated(0x61, 257) + [0], as: Genesis.self, type: "genesis",
                .limitExceeded, at: 65),
        ]
    }

    /// Recovery words, the entropy behind them, and the keys that grow from it.
    static func recovery() throws -> [VectorCase] {
        let entropies: [(String, [UInt8])] = [
            ("zeros", repeated(0, 32)), ("ones", repeated(0xff, 32)), ("counting", (0..<32).map { UInt8($0) }),
            ("patient", Actors.bytes("entropy", 32)),
        ]
        let valid = try entropies.map { name, entropy in
            var random = Exactly(given: entropy)
            let secret = RecoverySecret(random: &random)
            let words = secret.words
            guard try RecoverySecret(words: words.joined(separator: " ")).identity.keys == secret.identity.keys else {
                throw Contradiction(name, "the words do not give the secret")
            }
            return VectorCase(
                "words-" + name, "24 words of BIP 39, and the seeds of the account's identity keys.",
                ["entropy": .hex(entropy)],
                expect: [
                    "words": .list(words) { .string($0) },
                    "signingSeed": .hex(Bytes32.hash(.recoverySigning, entropy)),
                    "agreementSeed": .hex(Bytes32.hash(.recoveryAgreement, entropy)),
                    "signing": .hex(secret.identity.keys.signing), "agreement": .hex(secret.identity.keys.agreement),
                    "account": .hex(Genesis.account(keys: secret.identity.keys).account),
                ])
        }
        return valid + (try typedWords())
    }

    private static func typedWords() throws -> [VectorCase] {
        var random = Exactly(given: repeated(0, 32))
        let secret = RecoverySecret(random: &random)
        let words = secret.words
        var unknown = words
        unknown[4] = "abandonn"
        var wrong = words
        wrong[23] = "zoo"
        let typed: [(String, String, String, String)] = [
            (
                "typed-loose", "Case and extra spaces do not matter.",
                "  " + words.joined(separator: "  \n").uppercased(), "valid"
            ),
            ("typed-23", "One word is missing.", words.dropLast().joined(separator: " "), "wrongCount"),
            ("typed-unknown", "The fifth word is in no list.", unknown.joined(separator: " "), "unknownWord"),
            (
                "typed-checksum", "Every word is in the list, and the last does not fit.", wrong.joined(separator: " "),
                "wrongChecksum"
            ),
        ]
        return try typed.map { name, note, text, outcome in
            let found: String
            do throws(RecoveryWordsError) {
                found = try RecoverySecret(words: text).identity.keys == secret.identity.keys ? "valid" : "another"
            } catch {
                found =
                    switch error {
                    case .wrongCount: "wrongCount"
                    case .unknownWord: "unknownWord"
                    case .wrongChecksum: "wrongChecksum"
                    }
            }
            guard found == outcome else { throw Contradiction(name, found) }
            return VectorCase(name, note, ["text": .string(text)], expect: ["outcome": .string(outcome)])
        }
    }
}

/// Gives exactly these bytes, whatever is asked for.
struct Exactly: RandomSource {
    let given: [UInt8]

    func bytes(_ count: Int) -> [UInt8] { given }
}
