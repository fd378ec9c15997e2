import DermaCausality
public import DermaFuzzing
import DermaIdentity
import DermaSecrets
import DermaWire

extension FuzzTarget {
    /// Envelopes under a known key, changed or not, and padding; the first byte chooses.
    public static let envelopes = FuzzTarget("envelopes") { bytes throws(Violation) in
        var input = FuzzInput(bytes)
        switch input.below(4) {
        case 0: try envelope(&input)
        case 1: try publicKey(&input)
        case 2: try pad(input.rest())
        default: try unpad(input.rest())
        }
    }

    private static let place = AssociatedData(account: AccountID(.zero), object: [1, 2, 3])
    private static let keys = {
        var random = RepeatedByte(1)
        return (symmetric: SymmetricKey(random: &random), agreement: AgreementSecret(random: &random))
    }()

    /// Only the bytes that were sealed open, to what was sealed.
    private static func envelope(_ input: inout FuzzInput) throws(Violation) {
        var random = RepeatedByte(2)
        let content = input.blob()
        let sealed = Envelope.seal(content, .content, under: keys.symmetric, for: place, random: &random)
        let changed = input.flag() ? input.rest() : input.changed(sealed)
        let opened = try? Envelope.open(changed, .content, under: keys.symmetric, for: place)
        try require(opened == (changed == sealed ? content : nil), "an envelope that was changed opens")
    }

    private static func publicKey(_ input: inout FuzzInput) throws(Violation) {
        var random = RepeatedByte(3)
        let content = input.blob()
        guard let sealed = try? keys.agreement.publicKey.seal(content, for: place, random: &random) else {
            throw Violation("an honest key is called weak")
        }
        let changed = input.flag() ? input.rest() : input.changed(sealed)
        guard let opened = try? keys.agreement.open(changed, for: place) else {
            return try require(changed != sealed, "what was sealed does not open")
        }
        // X25519 passes over the highest bit of a public key; the key's own bytes are hashed in, so that even this shows.
        try require(changed == sealed && opened == content, "an envelope that was changed opens")
    }

    private static func pad(_ content: [UInt8]) throws(Violation) {
        let padded = Padding.pad(content)
        try require(Padding.unpad(padded) == content, "padding is not undone")
        try require(padded.count == Padding.paddedLength(content.count + 1), "padding of another class")
        try require(padded.count <= max(32, content.count * 9 / 8 + 33), "padding adds too much")
    }

    private static func unpad(_ bytes: [UInt8]) throws(Violation) {
        guard let content = Padding.unpad(bytes) else { return }
        let rest = bytes[content.count...]
        try require(bytes.starts(with: content) && rest.first == 0x80, "unpadding makes bytes up")
        try require(rest.dropFirst().allSatisfy { $0 == 0 }, "unpadding drops bytes")
    }
}

/// The same byte again and again.
private struct RepeatedByte: RandomSource {
    let byte: UInt8

    init(_ byte: UInt8) { self.byte = byte }

    func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: byte, count: count) }
}
