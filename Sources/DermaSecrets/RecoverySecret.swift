import DermaIdentity
import DermaWire

/// What an account grows from: 256 bits, shown once as 24 words, kept on no device.
public struct RecoverySecret: Sendable, CustomStringConvertible {
    private let secret: SecretBytes

    /// A new account's secret.
    public init(random: inout some RandomSource) { secret = SecretBytes(random.bytes(32)) }

    /// Reads 24 words (BIP 39, English). Case and extra spaces do not matter.
    public init(words text: String) throws(RecoveryWordsError) {
        secret = SecretBytes(try RecoveryWords.entropy(of: text))
    }

    /// The 24 words, for a person to write down.
    public var words: [String] { secret.withBytes { RecoveryWords.words(of: $0) } }

    /// The account's identity keys.
    public var identity: DeviceSecrets {
        secret.withBytes { secret in
            DeviceSecrets(
                signingSeed: Bytes32.hash(.recoverySigning, secret).bytes,
                agreementSeed: Bytes32.hash(.recoveryAgreement, secret).bytes)
        }
    }

    public var description: String { "RecoverySecret" }
}
