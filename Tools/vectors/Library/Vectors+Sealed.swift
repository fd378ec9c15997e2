import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaWire

extension Vectors {
    /// Things sealed to an X25519 public key.
    static func sealed() throws -> [VectorCase] {
        let place = AssociatedData(account: Actors.patient.account, object: Actors.bytes("sealed-object", 5))
        let recipient = Actors.phone
        let key = recipient.secrets.keys.agreement
        let valid = try [0, 32, 64].map { length in
            let name = "seal-\(length)"
            let content = Actors.bytes("sealed", length)
            var inputs = VectorRandom("sealed/" + name)
            let (seed, drawn) = (inputs.bytes(32), inputs.bytes(24))
            var random = VectorRandom("sealed/" + name)
            let sealed = try key.seal(content, for: place, random: &random)
            guard try recipient.secrets.open(sealed, for: place) == content else {
                throw Contradiction(name, "does not open")
            }
            return VectorCase(
                name, "A one-time public key, then an envelope of type 4.",
                [
                    "recipientSeed": .hex(recipient.agreementSeed), "recipient": .hex(key), "oneTimeSeed": .hex(seed),
                    "random": .hex(drawn), "associatedData": .hex(place), "content": .hex(content),
                ], expect: ["sealed": .hex(sealed)])
        }
        var random = VectorRandom("sealed/tampered")
        let whole = try key.seal(Actors.bytes("sealed", 32), for: place, random: &random)
        return try valid + unopened(whole, recipient, place) + weakKeys(place)
    }

    private static func unopened(
        _ whole: [UInt8], _ recipient: Actors.Holder, _ place: AssociatedData
    ) throws -> [VectorCase] {
        func flipped(_ index: Int) -> [UInt8] {
            var changed = whole
            changed[index] ^= 1
            return changed
        }
        let other = AssociatedData(account: Actors.clinic.account, object: place.object)
        let cases: [(String, String, [UInt8], Actors.Holder, AssociatedData)] = [
            ("flip-one-time-key", "The one-time public key.", flipped(0), recipient, place),
            ("flip-header", "The envelope's format.", flipped(32), recipient, place),
            ("flip-nonce", "The nonce.", flipped(35), recipient, place),
            ("flip-commitment", "The commitment.", flipped(59), recipient, place),
            ("flip-ciphertext", "The ciphertext.", flipped(91), recipient, place),
            ("flip-tag", "The tag.", flipped(whole.count - 1), recipient, place),
            ("short", "Not even a one-time key.", Array(whole.prefix(31)), recipient, place),
            ("wrong-recipient", "Opened with another device's key.", whole, Actors.tablet, place),
            ("wrong-place", "Opened for another account.", whole, recipient, other),
            (
                "zero-one-time-key", "A point of small order shares nothing.", repeated(0, 32) + whole.dropFirst(32),
                recipient,
                place
            ),
        ]
        return try cases.map { name, note, sealed, holder, place in
            guard (try? holder.secrets.open(sealed, for: place)) == nil else { throw Contradiction(name, "opens") }
            return VectorCase(
                name, note,
                [
                    "recipientSeed": .hex(holder.agreementSeed), "recipient": .hex(holder.secrets.keys.agreement),
                    "associatedData": .hex(place), "sealed": .hex(sealed),
                ], expect: ["opens": false])
        }
    }

    /// Public keys of small order: everyone can work out what they share.
    private static func weakKeys(_ place: AssociatedData) throws -> [VectorCase] {
        let weak: [(String, [UInt8])] = [("zero", repeated(0, 32)), ("one", [1] + repeated(0, 31))]
        return try weak.map { name, bytes in
            guard let key = AgreementPublicKey(bytes: bytes) else { throw Contradiction(name, "is no key") }
            var random = VectorRandom("sealed/weak")
            guard (try? key.seal([], for: place, random: &random)) == nil else { throw Contradiction(name, "is taken") }
            return VectorCase(
                "weak-" + name, "Nothing may be sealed to this key.", ["recipient": .hex(bytes)],
                expect: ["seals": false])
        }
    }
}
