import CSodium
public import DermaIdentity
import DermaWire

/// An Ed25519 and an X25519 secret key, grown from two 256-bit seeds: a device's, or an account's identity.
public struct DeviceSecrets: Sendable, CustomStringConvertible {
    private let signingSeed: SecretBytes
    private let agreement: AgreementSecret
    private let signing: SecretBytes
    /// The public halves.
    public let keys: DeviceKeys

    /// New random keys.
    public init(random: inout some RandomSource) {
        self.init(signingSeed: random.bytes(32), agreementSeed: random.bytes(32))
    }

    init(signingSeed seed: [UInt8], agreementSeed: [UInt8]) {
        precondition(Sodium.isReady, "libsodium cannot run on this machine")
        var publicKey = [UInt8](repeating: 0, count: 32)
        var secretKey = [UInt8](repeating: 0, count: 64)
        crypto_sign_seed_keypair(&publicKey, &secretKey, seed)
        signingSeed = SecretBytes(seed)
        signing = SecretBytes(secretKey)
        agreement = AgreementSecret(seed: agreementSeed)
        keys = DeviceKeys(
            signing: SigningPublicKey(Bytes32(publicKey) ?? .zero), agreement: agreement.publicKey)
    }

    /// Signs `message` for one use. About 26 µs.
    public func sign(_ context: HashContext, _ message: [UInt8]) -> Signature {
        let signed = SignedMessage.bytes(context, message)
        var signature = [UInt8](repeating: 0, count: Bytes64.byteCount)
        signing.withBytes { key in
            _ = crypto_sign_detached(&signature, nil, signed, UInt64(signed.count), key)
        }
        return Signature(Bytes64(signature) ?? .zero)
    }

    /// Opens what was sealed to `keys.agreement`.
    public func open(_ sealed: [UInt8], for place: AssociatedData) throws(OpenFailure) -> [UInt8] {
        try agreement.open(sealed, for: place)
    }

    /// Both seeds, for the vault.
    package var exposedSeeds: [UInt8] {
        signingSeed.withBytes { seed in agreement.exposedSeed.withBytes { seed + $0 } }
    }

    public var description: String { "DeviceSecrets" }
}
