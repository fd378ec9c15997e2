import CSodium
public import DermaIdentity
import DermaWire

/// An X25519 secret key, grown from a 256-bit seed.
public struct AgreementSecret: Sendable, CustomStringConvertible {
    let exposedSeed: SecretBytes
    private let secret: SecretBytes
    /// The public half.
    public let publicKey: AgreementPublicKey

    /// A new random key.
    public init(random: inout some RandomSource) { self.init(seed: random.bytes(32)) }

    /// The key of a seed of 32 bytes; nil for another length.
    public init?(exposed seed: [UInt8]) {
        guard seed.count == 32 else { return nil }
        self.init(seed: seed)
    }

    init(seed: [UInt8]) {
        precondition(Sodium.isReady, "libsodium cannot run on this machine")
        var publicBytes = [UInt8](repeating: 0, count: 32)
        var secretBytes = [UInt8](repeating: 0, count: 32)
        crypto_kx_seed_keypair(&publicBytes, &secretBytes, seed)
        exposedSeed = SecretBytes(seed)
        secret = SecretBytes(secretBytes)
        publicKey = AgreementPublicKey(Bytes32(publicBytes) ?? .zero)
    }

    /// The seed, for sealing the key to someone.
    public var exposed: [UInt8] { exposedSeed.withBytes { $0 } }

    /// Opens what was sealed to the public half.
    public func open(_ sealed: [UInt8], for place: AssociatedData) throws(OpenFailure) -> [UInt8] {
        guard sealed.count >= 32 else { throw OpenFailure() }
        var received = [UInt8](repeating: 0, count: 32)
        var unused = [UInt8](repeating: 0, count: 32)
        let status = secret.withBytes { secret in
            crypto_kx_server_session_keys(&received, &unused, publicKey.bytes, secret, Array(sealed[..<32]))
        }
        sodium_memzero(&unused, unused.count)
        guard status == 0, let key = SymmetricKey(bytes: received) else { throw OpenFailure() }
        return try Envelope.open(Array(sealed[32...]), .toPublicKey, under: key, for: place)
    }

    public var description: String { "AgreementSecret" }
}

extension AgreementPublicKey {
    /// Seals `content` so that only the holder of the secret half opens it.
    ///
    /// A one-time X25519 key, libsodium's key exchange (BLAKE2b-512 over the shared point and both public keys), and an
    /// envelope under the client's sending key. 32 bytes (the one-time public key) longer than an envelope.
    /// - Throws: `WeakPublicKey` for a key of small order, which no honest device has.
    public func seal(
        _ content: [UInt8], for place: AssociatedData, random: inout some RandomSource
    ) throws(WeakPublicKey) -> [UInt8] {
        let oneTime = AgreementSecret(random: &random)
        let key = try oneTime.sendingKey(to: self)
        return oneTime.publicKey.bytes + Envelope.seal(content, .toPublicKey, under: key, for: place, random: &random)
    }
}

/// A public key of small order: everyone can work out what it shares.
public struct WeakPublicKey: Error, Equatable, Sendable {
    /// The only one.
    public init() {}
}

extension AgreementSecret {
    fileprivate func sendingKey(to recipient: AgreementPublicKey) throws(WeakPublicKey) -> SymmetricKey {
        var unused = [UInt8](repeating: 0, count: 32)
        var sending = [UInt8](repeating: 0, count: 32)
        let status = secret.withBytes { secret in
            crypto_kx_client_session_keys(&unused, &sending, publicKey.bytes, secret, recipient.bytes)
        }
        sodium_memzero(&unused, unused.count)
        guard status == 0, let key = SymmetricKey(bytes: sending) else { throw WeakPublicKey() }
        return key
    }
}
