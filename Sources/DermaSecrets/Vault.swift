import CSodium
import DermaCausality
import DermaIdentity
public import DermaWire

/// A device's own secret keys, sealed under its passcode by Argon2id.
///
/// salt (16 bytes), passes (varint), memory in KiB (varint), envelope.
public struct Vault: Hashable, Sendable, WireValue {
    /// How hard a guess at the passcode is. A vault below the floor is refused, whoever wrote it.
    public struct Cost: Hashable, Sendable {
        /// Passes over the memory.
        public let passes: UInt64
        /// Memory in KiB.
        public let memoryKiB: UInt64

        /// What new vaults get and the least that is taken: 3 passes over 64 MiB, about 0.2 s.
        public static let floor = Cost(passes: 3, memoryKiB: 64 << 10)
        static let ceiling = Cost(passes: 16, memoryKiB: 1 << 20)
    }

    private let salt: Bytes16
    private let cost: Cost
    private let sealed: [UInt8]

    /// Seals a device's keys and a key for its database.
    public init(
        sealing secrets: DeviceSecrets, databaseKey: SymmetricKey, passcode: SecretBytes,
        random: inout some RandomSource
    ) throws(VaultError) {
        salt = random.fixed()
        cost = .floor
        let key = try Self.stretch(passcode, salt, cost)
        sealed = Envelope.seal(
            secrets.exposedSeeds + databaseKey.exposed, .vault, under: key, for: Self.place(salt, cost), random: &random
        )
    }

    /// Opens the vault.
    public func open(passcode: SecretBytes) throws(VaultError) -> (secrets: DeviceSecrets, databaseKey: SymmetricKey) {
        let key = try Self.stretch(passcode, salt, cost)
        let content: [UInt8]
        do throws(OpenFailure) {
            content = try Envelope.open(sealed, .vault, under: key, for: Self.place(salt, cost))
        } catch {
            throw .wrongPasscode
        }
        guard content.count == 96, let databaseKey = SymmetricKey(bytes: Array(content[64...])) else {
            throw .wrongPasscode
        }
        return (
            DeviceSecrets(signingSeed: Array(content[..<32]), agreementSeed: Array(content[32..<64])), databaseKey
        )
    }

    private static func place(_ salt: Bytes16, _ cost: Cost) -> AssociatedData {
        var object = ByteWriter()
        object.value(salt)
        object.varint(cost.passes)
        object.varint(cost.memoryKiB)
        return AssociatedData(account: AccountID(.zero), object: object.bytes)
    }

    private static func stretch(_ passcode: SecretBytes, _ salt: Bytes16, _ cost: Cost) throws(VaultError)
        -> SymmetricKey
    {
        guard Sodium.isReady else { throw .noMemory }
        var key = [UInt8](repeating: 0, count: 32)
        let status = passcode.withBytes { passcode in
            crypto_pwhash(
                &key, UInt64(key.count), passcode.map { CChar(bitPattern: $0) }, UInt64(passcode.count), salt.bytes,
                cost.passes,
                Int(cost.memoryKiB) << 10, crypto_pwhash_alg_argon2id13())
        }
        guard status == 0, let stretched = SymmetricKey(bytes: key) else { throw .noMemory }
        return stretched
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        salt = try Bytes16(from: &reader)
        cost = Cost(
            passes: try reader.varint(in: Cost.floor.passes...Cost.ceiling.passes),
            memoryKiB: try reader.varint(in: Cost.floor.memoryKiB...Cost.ceiling.memoryKiB))
        sealed = try reader.blob(max: 512)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(salt)
        writer.varint(cost.passes)
        writer.varint(cost.memoryKiB)
        writer.blob(sealed)
    }
}

/// Why a vault did not open.
public enum VaultError: Error, Equatable, Sendable {
    /// Or the vault was changed: the two cannot be told apart.
    case wrongPasscode
    /// Argon2id needs 64 MiB.
    case noMemory
}
