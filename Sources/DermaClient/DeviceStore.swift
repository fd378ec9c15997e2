import DermaCRDT
import DermaCausality
public import DermaSync

/// What a device keeps: its logs and photos as they travel, sealed, and a few settings.
///
/// What a call returned from is durable; what a call threw from changed nothing.
public protocol DeviceStore: Sendable {
    associatedtype Log: LogStore
    associatedtype Photos: PhotoStore
    /// The logs of all folders.
    var log: Log { get set }
    /// The sealed chunks of photos.
    var photos: Photos { get set }

    /// A setting; nil if it was never made.
    func setting(_ name: String) throws(StoreError) -> [UInt8]?
    /// Makes several settings, all or none.
    mutating func set(_ values: [String: [UInt8]]) throws(StoreError)
    /// The names of the settings that begin with `prefix`, ascending.
    func settingNames(prefix: String) throws(StoreError) -> [String]
}

/// The names of a device's settings.
enum Setting {
    /// What an app keeps with the device.
    static let appPrefix = "app/"
    /// The account's id.
    static let account = "account"
    /// The device's keys, sealed under its passcode.
    static let vault = "vault"
    /// The time that a relay's clock showed at the last sync: milliseconds UTC.
    static let evidenceOfTime = "evidence-of-time"
    /// The nonce of the device's replica of a folder.
    static let replicaPrefix = "replica/"
    /// An account or organisation whose control log is kept.
    static let partnerPrefix = "partner/"
    /// The replicas of a folder of others that a relay keeps from this device.
    static let absentPrefix = "absent/"
    /// Whose a folder of others is.
    static let ownerPrefix = "owner/"
    /// A relay's half of a grant's key, sealed.
    static let halfPrefix = "half/"
    /// Why the relay no longer lets this device into a folder, as a refusal code; 0 when it does again.
    static let endedPrefix = "ended/"
    /// That a relay said that this device was removed; empty when one no longer does.
    static let removed = "removed"
    /// That the relay holds the whole of a photo.
    static let forwardedPrefix = "forwarded/"
    /// That a relay has lost a photo that it had held; empty when it holds it again.
    static let lostPrefix = "lost/"
    /// The entries of an erased photo whose erasure a relay has confirmed; empty when it has forgotten them.
    static func erasedPrefix(of folder: FolderID, at host: String) -> String { "erased/\(folder)/\(host)/" }
    /// That a relay has lost entries of a folder; empty when the person was told.
    static let rolledBackPrefix = "rolled-back/"
    /// What is wrong with a folder's logs and the person was told of.
    static let suspectPrefix = "suspect/"
    /// What a relay held of a folder.
    static func heldName(of folder: FolderID, at host: String) -> String { heldPrefix(of: folder) + host }
    static func heldPrefix(of folder: FolderID) -> String { "held/\(folder)/" }
    /// By which edit of a text an edit of this device's was undone.
    static func undone(_ op: OpID, in folder: FolderID) -> String {
        "undone/\(folder)/\(op.dot.replica)/\(op.dot.sequence)/\(op.index)"
    }
    /// What the own control log held when it was last offered to a relay that does not know this device.
    static func offeredName(at host: String) -> String { "offered/\(host)" }
    /// The control log's entry that let this device in, as the linking device told it.
    static let welcomeHead = "welcome-head"
    /// The request that waits for an answer, sealed.
    static let linkRequest = "link-request"
}
