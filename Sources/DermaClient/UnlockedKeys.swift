import DermaIdentity
package import DermaSecrets
import DermaSync
import DermaWire

/// A device's keys out of their vault: what a passcode opened, or what a platform's key store hands out.
package struct UnlockedKeys: Sendable {
    package let secrets: DeviceSecrets
    let databaseKey: SymmetricKey
    /// The vault as the store keeps it; of no use to a platform that keeps the keys itself.
    let sealed: [UInt8]

    /// New keys that no passcode protects, for a platform's key store to keep.
    package init(random: inout some RandomSource) {
        secrets = DeviceSecrets(random: &random)
        databaseKey = SymmetricKey(random: &random)
        sealed = []
    }

    /// New keys, sealed under a passcode. About 0.2 s.
    init(passcode: SecretBytes, random: inout some RandomSource) throws(DeviceError) {
        secrets = DeviceSecrets(random: &random)
        databaseKey = SymmetricKey(random: &random)
        do throws(VaultError) {
            sealed = try Vault(sealing: secrets, databaseKey: databaseKey, passcode: passcode, random: &random).encoded
        } catch {
            throw DeviceError(error)
        }
    }

    /// The keys of the device that a store holds. About 0.2 s.
    init(from store: some DeviceStore, passcode: SecretBytes) throws(DeviceError) {
        guard let sealed = try stored({ () throws(StoreError) in try store.setting(Setting.vault) }) else {
            throw .notInitialised
        }
        guard let vault = try? Vault(decoding: sealed) else { throw .store(StoreError(.corrupt, "the device's keys")) }
        do throws(VaultError) { (secrets, databaseKey) = try vault.open(passcode: passcode) } catch {
            throw DeviceError(error)
        }
        self.sealed = sealed
    }
}
