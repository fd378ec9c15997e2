import DermaCausality
import DermaIdentity
import DermaSecrets
public import DermaSync

/// Why a device could not do what it was asked. Says what to do next; holds no secret and nothing that a person wrote.
public enum DeviceError: Error, Hashable, Sendable {
    /// There is a device in this store already.
    case alreadyInitialised
    /// There is no device in this store.
    case notInitialised
    /// The passcode does not open the device's keys.
    case wrongPasscode
    /// Argon2id needs 64 MiB that the system does not have.
    case noMemory
    /// The store could not.
    case store(StoreError)
    /// A log in the store does not check out.
    case damagedLog
    /// There is no such folder, photo, comment or entry.
    case notFound
    /// The device has no key for the folder's present epoch: sync first.
    case noKey
    /// The text, name or photo is longer than the protocol allows.
    case tooLong
    /// Nothing to write, or not allowed for this kind of device.
    case notAllowed
    /// What would be replaced or removed has changed since the person looked: show it to them, and ask again.
    case changedMeanwhile
    /// The organisation's record does not belong to the code.
    case codeDoesNotMatch
    /// The end of a grant must lie ahead.
    case endInThePast
    /// There is nothing to withdraw.
    case notShared
    /// The account's access to a folder has ended.
    case accessEnded
    /// A link code is damaged, too old, or for another device.
    case badLinkCode
    /// This device was removed from its account. It keeps what it has, and can write nothing more.
    case removed
    /// Without this device there would be none left.
    case lastDevice
    /// A public key that no honest device has.
    case weakKey
}

/// Turns a store's error into a device's.
func stored<Result>(_ call: () throws(StoreError) -> Result) throws(DeviceError) -> Result {
    do throws(StoreError) { return try call() } catch { throw .store(error) }
}
