public import DermaCausality
public import DermaIdentity
public import DermaSync

/// What a sync did.
public struct SyncReport: Hashable, Sendable {
    /// Entries that were new here.
    public internal(set) var entriesReceived = 0
    /// Entries that were new to the relay.
    public internal(set) var entriesSent = 0
    /// Photos that are now wholly here.
    public internal(set) var photosReceived = 0
    /// Photos that the relay now holds wholly.
    public internal(set) var photosSent = 0
    /// Erased photos that the relay has newly confirmed to hold no more.
    public internal(set) var photosErased = 0
    /// Folders whose access has ended, with the relay's reason.
    public internal(set) var ended: [FolderID: AccessEnded] = [:]
    /// Things that an honest relay and honest devices never do.
    public internal(set) var alarms: [SyncAlarm] = []
    /// Refusals that changed nothing else.
    public internal(set) var refusals: [Refusal] = []
    /// The organisation that a code was looked up for.
    public internal(set) var organisation: AccountID?

    /// Nothing yet.
    public init() {}
}

/// Something that an honest relay and honest devices never do. Nothing was taken from it, and nothing was lost.
public struct SyncAlarm: Hashable, Sendable {
    /// Stable names.
    public enum Kind: String, Sendable {
        /// Entries in the middle of a log are missing.
        case gap
        /// Two entries under one number, and their author has taken neither back: a cloned device, or a lie.
        case fork
        /// A signature that does not fit.
        case forged
        /// Someone wrote who was not let in.
        case stranger
        /// A signed record that does not decode.
        case malformed
        /// The relay holds less than it once said that it holds. What is here is sent again.
        case rolledBack
        /// The relay says that it holds entries and does not send them, or an author has seen entries that it does not show.
        case withheld
        /// The relay shows a new device an older folder than the device that linked it knew.
        case outdated
        /// Another device works with this one's keys: a clone, or the device from before it was restored from a backup. What
        /// both have written stays.
        case cloned
        /// A photo's bytes are not what its entry names.
        case badPhoto
    }

    /// What.
    public let kind: Kind
    /// Where.
    public let folder: FolderID
}

/// Why a sync did not finish. Everything that was exchanged before is kept, and the next one goes on from there.
public enum SyncFailure: Error, Hashable, Sendable {
    /// The session with the relay failed.
    case session(SessionFailure)
    /// The device could not.
    case device(DeviceError)
    /// The relay does not let this device in: another device must link it and sync first.
    case notMember
    /// This device was removed from its account. It keeps what it has.
    case removed
    /// The relay shows this new device an older control log than the device that linked it knew. Nothing was built on it.
    case outdated
    /// The relay knows no clinic with this code.
    case unknownClinic
}
