public import DermaCausality
public import DermaIdentity
public import DermaServer
public import DermaSync
public import DermaWire

/// A relay's store on a simulated disk.
public struct FaultyRelayStore: RelayStore {
    public var log: FaultyLog
    public var photos: FaultyPhotos
    private var base = MemoryRelayStore()
    let faults: DiskFaults

    /// Empty.
    init(faults: DiskFaults = DiskFaults()) {
        self.faults = faults
        log = FaultyLog(faults: faults)
        photos = FaultyPhotos(faults: faults)
    }

    /// The same contents on a disk of its own.
    func copied() -> FaultyRelayStore {
        var copy = FaultyRelayStore()
        copy.log.base = log.base
        copy.photos.base = photos.base
        copy.base = base
        return copy
    }

    private mutating func change(_ call: (inout MemoryRelayStore) throws(StoreError) -> Void) throws(StoreError) {
        let isAlive = try faults.operation("the relay's index")
        try call(&base)
        if !isAlive { throw faults.died("the relay's index") }
    }

    public func owner(of folder: FolderID) throws(StoreError) -> AccountID? { try base.owner(of: folder) }

    public mutating func claim(_ folder: FolderID, for owner: AccountID) throws(StoreError) {
        try change { store throws(StoreError) in try store.claim(folder, for: owner) }
    }

    public func erasure(of name: PhotoName) throws(StoreError) -> PhotoErasure? { try base.erasure(of: name) }

    public func erasedCount(in folder: FolderID) throws(StoreError) -> Int { try base.erasedCount(in: folder) }

    public func erasedEntries(of replica: ReplicaID, in folder: FolderID) throws(StoreError) -> Set<ReplicaHead> {
        try base.erasedEntries(of: replica, in: folder)
    }

    public mutating func note(_ erasure: PhotoErasure) throws(StoreError) {
        try change { store throws(StoreError) in try store.note(erasure) }
    }

    public func organisation(with code: ClinicCode) throws(StoreError) -> AccountID? {
        try base.organisation(with: code)
    }

    public mutating func register(_ organisation: AccountID, under code: ClinicCode) throws(StoreError) {
        try change { store throws(StoreError) in try store.register(organisation, under: code) }
    }

    public func foldersShared(with organisation: AccountID) throws(StoreError) -> [SharedFolder] {
        try base.foldersShared(with: organisation)
    }

    public mutating func note(_ folder: SharedFolder, sharedWith organisation: AccountID) throws(StoreError) {
        try change { store throws(StoreError) in try store.note(folder, sharedWith: organisation) }
    }

    public func half(of grant: GrantID) throws(StoreError) -> Bytes32? { try base.half(of: grant) }

    public mutating func keep(_ half: Bytes32, of grant: GrantID, until end: Int64) throws(StoreError) {
        try change { store throws(StoreError) in try store.keep(half, of: grant, until: end) }
    }

    public mutating func destroyHalf(of grant: GrantID) throws(StoreError) {
        try change { store throws(StoreError) in try store.destroyHalf(of: grant) }
    }

    public mutating func destroyHalves(endingBy time: Int64) throws(StoreError) {
        try change { store throws(StoreError) in try store.destroyHalves(endingBy: time) }
    }
}
