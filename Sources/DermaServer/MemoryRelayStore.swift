public import DermaCausality
public import DermaIdentity
public import DermaSync
public import DermaWire

/// A relay's store in memory: the reference, and what the tests and the simulator use.
public struct MemoryRelayStore: RelayStore {
    public var log = MemoryLog()
    public var photos = MemoryPhotos()
    private var owners: [FolderID: AccountID] = [:]
    private var erasures: [FolderID: [PhotoID: PhotoErasure]] = [:]
    private var codes: [ClinicCode: AccountID] = [:]
    private var shares: [AccountID: Set<SharedFolder>] = [:]
    private var halves: [GrantID: (half: Bytes32, end: Int64)] = [:]

    /// Empty.
    public init() {}

    public func owner(of folder: FolderID) throws(StoreError) -> AccountID? { owners[folder] }

    public mutating func claim(_ folder: FolderID, for owner: AccountID) throws(StoreError) {
        if owners[folder] == nil { owners[folder] = owner }
    }

    public func erasure(of name: PhotoName) throws(StoreError) -> PhotoErasure? { erasures[name.folder]?[name.photo] }

    public func erasedCount(in folder: FolderID) throws(StoreError) -> Int { erasures[folder]?.count ?? 0 }

    public func erasedEntries(of replica: ReplicaID, in folder: FolderID) throws(StoreError) -> Set<ReplicaHead> {
        Set((erasures[folder] ?? [:]).values.flatMap(\.entries).filter { $0.dot.replica == replica })
    }

    public mutating func note(_ erasure: PhotoErasure) throws(StoreError) {
        erasures[erasure.name.folder, default: [:]][erasure.name.photo] = erasure
    }

    public func organisation(with code: ClinicCode) throws(StoreError) -> AccountID? { codes[code] }

    public mutating func register(_ organisation: AccountID, under code: ClinicCode) throws(StoreError) {
        if codes[code] == nil { codes[code] = organisation }
    }

    public func foldersShared(with organisation: AccountID) throws(StoreError) -> [SharedFolder] {
        (shares[organisation] ?? []).sorted()
    }

    public mutating func note(_ folder: SharedFolder, sharedWith organisation: AccountID) throws(StoreError) {
        shares[organisation, default: []].insert(folder)
    }

    public func half(of grant: GrantID) throws(StoreError) -> Bytes32? { halves[grant]?.half }

    public mutating func keep(_ half: Bytes32, of grant: GrantID, until end: Int64) throws(StoreError) {
        halves[grant] = (half, end)
    }

    public mutating func destroyHalf(of grant: GrantID) throws(StoreError) { halves[grant] = nil }

    public mutating func destroyHalves(endingBy time: Int64) throws(StoreError) {
        halves = halves.filter { $0.value.end > time }
    }
}
