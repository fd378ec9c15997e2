import CSodium
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

/// A21. XChaCha20-Poly1305 alone does not commit to its key: whoever knows two keys makes one ciphertext that opens
/// under both, to different contents (Len, Grubbs and Ristenpart, USENIX Security 2021). The test makes one and hands
/// it over in an envelope.
@Suite("A21: one ciphertext, two keys")
struct KeyCommitmentTests {
    /// What an envelope under `key` uses for one message, worked out here from the specification.
    private struct Message {
        let secret: [UInt8]
        let commitment: [UInt8]

        init(_ key: SymmetricKey, header: [UInt8], nonce: [UInt8]) {
            var writer = ByteWriter()
            writer.text("derma/1/envelope")
            writer.fixed(header)
            writer.fixed(nonce)
            writer.value(AssociatedData.sample)
            var output = [UInt8](repeating: 0, count: 64)
            crypto_generichash(&output, 64, writer.bytes, UInt64(writer.bytes.count), key.exposed, 32)
            secret = Array(output[..<32])
            commitment = Array(output[32...])
        }

        /// The one-time key of the tag: r, clamped, and s (RFC 8439, 2.5 and 2.6; draft-irtf-cfrg-xchacha, 2.3).
        func tagKey(_ nonce: [UInt8]) -> (r: Poly1305Field, s: UInt128) {
            var subkey = [UInt8](repeating: 0, count: 32)
            crypto_core_hchacha20(&subkey, Array(nonce[..<16]), secret, nil)
            var stream = [UInt8](repeating: 0, count: 32)
            crypto_stream_chacha20_ietf(&stream, 32, [0, 0, 0, 0] + nonce[16...], subkey)
            let clamp: UInt128 = 0x0fff_fffc_0fff_fffc_0fff_fffc_0fff_ffff
            return (Poly1305Field(number(stream[..<16]) & clamp), number(stream[16...]))
        }

        func opens(_ ciphertext: [UInt8], _ nonce: [UInt8]) -> [UInt8]? {
            var content = [UInt8](repeating: 0, count: ciphertext.count - 16)
            let status = crypto_aead_xchacha20poly1305_ietf_decrypt(
                &content, nil, nil, ciphertext, UInt64(ciphertext.count), nil, 0, nonce, secret)
            return status == 0 ? content : nil
        }
    }

    private static func number(_ bytes: some Collection<UInt8>) -> UInt128 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt128($1) }
    }

    private static func bytes(_ number: UInt128) -> [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    /// Two blocks and a tag that both messages' keys accept.
    private static func collision(_ first: Message, _ second: Message, nonce: [UInt8]) -> [UInt8]? {
        let keys = [first, second].map { $0.tagKey(nonce) }
        let lengths = Poly1305Field(block: UInt128(32) << 64)
        let inverses = keys.map { $0.r.inverse }
        let slope = (keys[0].r - keys[1].r).inverse
        for tag in 0..<1000 as Range<UInt128> {
            // The tag is a·r³ + b·r² + lengths·r + s: two keys, two equations, which say what the blocks a and b are.
            let sums = (0..<2).map { index in
                (Poly1305Field(tag &- keys[index].s) - lengths * keys[index].r) * inverses[index] * inverses[index]
            }
            let a = (sums[0] - sums[1]) * slope
            let b = sums[0] - a * keys[0].r
            // A block has 128 bits and a 1 above them; one solution in sixteen has the form.
            if a.high == 1, b.high == 1 { return bytes(a.low) + bytes(b.low) + bytes(tag) }
        }
        return nil
    }

    @Test("A21: a ciphertext that the cipher opens under two keys opens as an envelope under one at most")
    func twoKeys() throws {
        let header: [UInt8] = [1, EnvelopeType.content.rawValue, Suite.v1.number]
        let nonce = [UInt8](repeating: 9, count: 24)
        let first = Message(key(1), header: header, nonce: nonce)
        let second = Message(key(2), header: header, nonce: nonce)
        let ciphertext = try #require(Self.collision(first, second, nonce: nonce))
        // Without a commitment both would open, and show two people two contents.
        let contents = try [first, second].map { try #require($0.opens(ciphertext, nonce)) }
        #expect(contents[0] != contents[1])

        let forFirst = header + nonce + first.commitment + ciphertext
        #expect(try Envelope.open(forFirst, .content, under: key(1), for: .sample) == contents[0])
        #expect(throws: OpenFailure()) { try Envelope.open(forFirst, .content, under: key(2), for: .sample) }
        let forSecond = header + nonce + second.commitment + ciphertext
        #expect(throws: OpenFailure()) { try Envelope.open(forSecond, .content, under: key(1), for: .sample) }
        #expect(try Envelope.open(forSecond, .content, under: key(2), for: .sample) == contents[1])
    }
}
