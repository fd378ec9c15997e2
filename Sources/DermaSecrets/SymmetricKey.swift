import DermaIdentity
public import DermaWire

/// A 256-bit key for envelopes.
public struct SymmetricKey: Sendable, CustomStringConvertible {
    let secret: SecretBytes

    init(secret: SecretBytes) { self.secret = secret }

    /// A new random key.
    public init(random: inout some RandomSource) { secret = SecretBytes(random.bytes(Bytes32.byteCount)) }

    /// A new random key that also depends on `content`, so that it does not repeat for another content even if the source
    /// does.
    public init(random: inout some RandomSource, content: Bytes32) {
        self = .derived(.photoKey, SecretBytes(random.bytes(Bytes32.byteCount)), bindingTo: content.bytes)
    }

    /// The key in `bytes`; nil unless there are 32.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Bytes32.byteCount else { return nil }
        secret = SecretBytes(bytes)
    }

    /// The key made by hashing secret parts for one use.
    static func derived(_ context: HashContext, _ parts: SecretBytes..., bindingTo object: [UInt8]) -> SymmetricKey {
        var input: [UInt8] = []
        for part in parts { part.withBytes { input += $0 } }
        return SymmetricKey(secret: SecretBytes(Bytes32.hash(context, input, object).bytes))
    }

    /// What an epoch's record says of its key.
    public var commitment: Bytes32 { secret.withBytes { .hash(.epoch, $0) } }

    /// The key's bytes, for sealing it to someone.
    public var exposed: [UInt8] { secret.withBytes { $0 } }

    public var description: String { "SymmetricKey" }
}
