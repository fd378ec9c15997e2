public import DermaCausality
public import DermaIdentity
public import DermaSync
public import DermaWire

/// What a relay keeps. What a call returned from is durable; what a call threw from changed nothing.
public protocol RelayStore: Sendable {
    associatedtype Log: LogStore
    associatedtype Photos: PhotoStore
    /// The logs of all folders.
    var log: Log { get set }
    /// The sealed chunks of photos.
    var photos: Photos { get set }

    /// Whose folder it is; nil for one that nobody has started.
    func owner(of folder: FolderID) throws(StoreError) -> AccountID?
    /// Gives a folder that nobody owns to `owner`.
    mutating func claim(_ folder: FolderID, for owner: AccountID) throws(StoreError)

    /// What is known of an erased photo; nil if nobody erased it.
    func erasure(of name: PhotoName) throws(StoreError) -> PhotoErasure?
    /// How many photos of a folder were erased.
    func erasedCount(in folder: FolderID) throws(StoreError) -> Int
    /// The entries of a replica whose bodies were erased, also those that never came.
    func erasedEntries(of replica: ReplicaID, in folder: FolderID) throws(StoreError) -> Set<ReplicaHead>
    /// Remembers for ever that a photo was erased, with all of its entries that are known by now.
    mutating func note(_ erasure: PhotoErasure) throws(StoreError)

    /// The organisation with this code.
    func organisation(with code: ClinicCode) throws(StoreError) -> AccountID?
    /// Lists an organisation under its code, which the caller has worked out.
    mutating func register(_ organisation: AccountID, under code: ClinicCode) throws(StoreError)

    /// The folders that were ever shared with an organisation, ascending.
    func foldersShared(with organisation: AccountID) throws(StoreError) -> [SharedFolder]
    /// Remembers that a folder was shared.
    mutating func note(_ folder: SharedFolder, sharedWith organisation: AccountID) throws(StoreError)

    /// The relay's half of a grant's key.
    func half(of grant: GrantID) throws(StoreError) -> Bytes32?
    /// Keeps a half until `end` (milliseconds UTC).
    mutating func keep(_ half: Bytes32, of grant: GrantID, until end: Int64) throws(StoreError)
    /// Destroys a half for good.
    mutating func destroyHalf(of grant: GrantID) throws(StoreError)
    /// Destroys every half whose end is at or before `time` (milliseconds UTC).
    mutating func destroyHalves(endingBy time: Int64) throws(StoreError)
}
