import CSodium
public import DermaCausality
import DermaIdentity
public import DermaWire

/// What an envelope holds.
public enum EnvelopeType: UInt8, CaseIterable, Sendable {
    /// The body of a content entry.
    case content = 1
    /// A chunk of a photo.
    case chunk = 2
    /// A key, under another key.
    case key = 3
    /// Something for the holder of an X25519 key.
    case toPublicKey = 4
    /// A device's own secrets, under its passcode.
    case vault = 5
    /// A private setting in a device's database.
    case local = 6
}

/// What an envelope belongs to. It opens only in this place.
public struct AssociatedData: Hashable, Sendable, WireEncodable {
    /// Whose.
    public let account: AccountID
    /// The folder; zero where there is none.
    public let folder: FolderID
    /// The object: an entry's dot, a photo's chunk, a grant; canonical bytes.
    public let object: [UInt8]
    /// The epoch; zero where there is none.
    public let epoch: EpochID
    /// The object's format.
    public let version: UInt64

    /// Names a place.
    public init(
        account: AccountID, folder: FolderID = FolderID(.zero), object: [UInt8], epoch: EpochID = EpochID(.zero),
        version: UInt64 = 1
    ) {
        self.account = account
        self.folder = folder
        self.object = object
        self.epoch = epoch
        self.version = version
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(account)
        writer.value(folder)
        writer.blob(object)
        writer.value(epoch)
        writer.varint(version)
    }
}

/// An envelope did not open: wrong key, wrong place or changed bytes. It does not tell which.
public struct OpenFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The only one.
    public init() {}

    public var description: String { "an envelope did not open" }
}

/// A committing authenticated envelope: XChaCha20-Poly1305 under a key made for this message alone.
///
/// BLAKE2b-512, keyed, over the header, a 192-bit nonce and the associated data gives the message's key and a
/// commitment to it, which is checked in constant time before anything is decrypted, so that one envelope cannot open
/// under two keys (Albertini et al., USENIX Security 2022). 75 bytes longer than what it holds.
public enum Envelope {
    /// Bytes around the content: header 3, nonce 24, commitment 32, tag 16.
    public static let overheadBytes = headerBytes + nonceBytes + commitmentBytes + tagBytes

    static let formatVersion: UInt8 = 1
    private static let headerBytes = 3
    private static let nonceBytes = 24
    private static let commitmentBytes = 32
    private static let tagBytes = 16

    /// Seals `content`. O(n); about 1.4 ns per byte.
    public static func seal(
        _ content: [UInt8], _ type: EnvelopeType, under key: SymmetricKey, for place: AssociatedData,
        random: inout some RandomSource
    ) -> [UInt8] {
        precondition(Sodium.isReady, "libsodium cannot run on this machine")
        let header = [formatVersion, type.rawValue, Suite.v1.number]
        let nonce = nonce(for: content, type, key, header, place, random.bytes(nonceBytes))
        let message = MessageKey(key, header: header, nonce: nonce, place: place)
        var ciphertext = [UInt8](repeating: 0, count: content.count + tagBytes)
        message.secret.withBytes { key in
            _ = crypto_aead_xchacha20poly1305_ietf_encrypt(
                &ciphertext, nil, content, UInt64(content.count), nil, 0, nil, nonce, key)
        }
        return header + nonce + message.commitment + ciphertext
    }

    /// Opens an envelope. O(n).
    public static func open(
        _ sealed: [UInt8], _ type: EnvelopeType, under key: SymmetricKey, for place: AssociatedData
    ) throws(OpenFailure) -> [UInt8] {
        guard Sodium.isReady, sealed.count >= overheadBytes,
            Array(sealed[..<headerBytes]) == [formatVersion, type.rawValue, Suite.v1.number]
        else { throw OpenFailure() }
        let header = Array(sealed[..<headerBytes])
        let nonce = Array(sealed[headerBytes..<headerBytes + nonceBytes])
        let start = headerBytes + nonceBytes + commitmentBytes
        let commitment = Array(sealed[headerBytes + nonceBytes..<start])
        let message = MessageKey(key, header: header, nonce: nonce, place: place)
        guard sodium_memcmp(message.commitment, commitment, commitmentBytes) == 0 else { throw OpenFailure() }
        var content = [UInt8](repeating: 0, count: sealed.count - overheadBytes)
        let ciphertext = Array(sealed[start...])
        let status = message.secret.withBytes { key in
            crypto_aead_xchacha20poly1305_ietf_decrypt(
                &content, nil, nil, ciphertext, UInt64(ciphertext.count), nil, 0, nonce, key)
        }
        guard status == 0 else { throw OpenFailure() }
        return content
    }

    /// A nonce that differs where key, place or content do, also when the random source repeats itself: after a machine
    /// was cloned with its state, two contents must not share a key stream. Whoever opens need not know how it was made.
    ///
    /// A chunk's content is left out for speed; its photo's key was made from the photo's content.
    private static func nonce(
        for content: [UInt8], _ type: EnvelopeType, _ key: SymmetricKey, _ header: [UInt8], _ place: AssociatedData,
        _ random: [UInt8]
    ) -> [UInt8] {
        var writer = ByteWriter(capacity: content.count + 256)
        writer.text("derma/1/nonce")
        writer.fixed(random)
        writer.fixed(header)
        writer.value(place)
        if type != .chunk { writer.fixed(content) }
        let input = writer.bytes
        var nonce = [UInt8](repeating: 0, count: nonceBytes)
        key.secret.withBytes { key in
            _ = crypto_generichash(&nonce, nonce.count, input, UInt64(input.count), key, key.count)
        }
        return nonce
    }

    /// The key and commitment of one message.
    private struct MessageKey {
        let secret: SecretBytes
        let commitment: [UInt8]

        init(_ key: SymmetricKey, header: [UInt8], nonce: [UInt8], place: AssociatedData) {
            var writer = ByteWriter()
            writer.text("derma/1/envelope")
            writer.fixed(header)
            writer.fixed(nonce)
            writer.value(place)
            let input = writer.bytes
            var output = [UInt8](repeating: 0, count: 64)
            key.secret.withBytes { key in
                _ = crypto_generichash(&output, output.count, input, UInt64(input.count), key, key.count)
            }
            secret = SecretBytes(Array(output[..<32]))
            commitment = Array(output[32...])
        }
    }
}
