public import DermaCausality
public import DermaIdentity
public import DermaSync
public import DermaWire

/// Logs on a simulated disk.
public struct FaultyLog: LogStore {
    var base = MemoryLog()
    let faults: DiskFaults

    public func origins(in folder: FolderID) throws(StoreError) -> [ReplicaOrigin] {
        try faults.reading("a log")
        return try base.origins(in: folder)
    }

    public func tail(of replica: ReplicaID, in folder: FolderID) throws(StoreError) -> LogTail? {
        try faults.reading("a log")
        return try base.tail(of: replica, in: folder)
    }

    public func hash(of dot: Dot, in folder: FolderID) throws(StoreError) -> Bytes32? {
        try faults.reading("a log")
        return try base.hash(of: dot, in: folder)
    }

    public func entries(
        of replica: ReplicaID, in folder: FolderID, after sequence: UInt64, limit: Int, bytesMax: Int
    ) throws(StoreError) -> [StoredEntry] {
        try faults.reading("a log")
        return try base.entries(of: replica, in: folder, after: sequence, limit: limit, bytesMax: bytesMax)
    }

    public mutating func append(
        _ entries: [StoredEntry], first: UInt64, of origin: ReplicaOrigin, in folder: FolderID
    ) throws(StoreError) {
        let isAlive = try faults.operation("a log")
        try base.append(entries, first: first, of: origin, in: folder)
        faults.note(.init(folder: folder, origin: origin, first: first, entries: entries))
        if !isAlive { throw faults.died("a log") }
    }

    public mutating func replace(
        with entries: [StoredEntry], first: UInt64, of origin: ReplicaOrigin, in folder: FolderID
    ) throws(StoreError) {
        let isAlive = try faults.operation("a log")
        try base.replace(with: entries, first: first, of: origin, in: folder)
        faults.note(.init(folder: folder, origin: origin, first: first, entries: entries))
        if !isAlive { throw faults.died("a log") }
    }

    public mutating func erase(_ entries: some Sequence<ReplicaHead>, in folder: FolderID) throws(StoreError) {
        let isAlive = try faults.operation("a log")
        try base.erase(entries, in: folder)
        if !isAlive { throw faults.died("a log") }
    }
}
