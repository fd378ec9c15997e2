public import DermaCausality
public import DermaIdentity
public import DermaWire

/// Logs in memory: the reference, and what the tests and the simulator use.
public struct MemoryLog: LogStore {
    private struct Log {
        let origin: ReplicaOrigin
        var entries: [StoredEntry] = []
    }

    private var folders: [FolderID: [ReplicaID: Log]] = [:]

    /// Empty.
    public init() {}

    public func origins(in folder: FolderID) throws(StoreError) -> [ReplicaOrigin] {
        (folders[folder] ?? [:]).sorted { $0.key < $1.key }.map(\.value.origin)
    }

    public func tail(of replica: ReplicaID, in folder: FolderID) throws(StoreError) -> LogTail? {
        guard let entries = folders[folder]?[replica]?.entries, let last = entries.last else { return nil }
        return LogTail(sequence: UInt64(entries.count), hash: last.hash)
    }

    public func hash(of dot: Dot, in folder: FolderID) throws(StoreError) -> Bytes32? {
        guard let entries = folders[folder]?[dot.replica]?.entries, dot.sequence > 0, dot.sequence <= entries.count
        else { return nil }
        return entries[Int(dot.sequence) - 1].hash
    }

    public func entries(
        of replica: ReplicaID, in folder: FolderID, after sequence: UInt64, limit: Int, bytesMax: Int
    ) throws(StoreError) -> [StoredEntry] {
        guard let entries = folders[folder]?[replica]?.entries, sequence < entries.count else { return [] }
        var bytes = 0
        var taken: [StoredEntry] = []
        for entry in entries[Int(sequence)...].prefix(limit) {
            bytes += entry.entry.body.length
            if !taken.isEmpty, bytes > bytesMax { break }
            taken.append(entry)
        }
        return taken
    }

    public mutating func append(
        _ entries: [StoredEntry], first: UInt64, of origin: ReplicaOrigin, in folder: FolderID
    ) throws(StoreError) {
        let replica = origin.replica(in: folder)
        let held = folders[folder]?[replica]?.entries.count ?? 0
        guard first == UInt64(held) + 1 else { throw StoreError(.corrupt, "a log") }
        folders[folder, default: [:]][replica, default: Log(origin: origin)].entries += entries
    }

    public mutating func replace(
        with entries: [StoredEntry], first: UInt64, of origin: ReplicaOrigin, in folder: FolderID
    ) throws(StoreError) {
        let replica = origin.replica(in: folder)
        guard let held = folders[folder]?[replica]?.entries, first > 0, first <= UInt64(held.count) + 1 else {
            throw StoreError(.corrupt, "a log")
        }
        folders[folder]?[replica]?.entries = held[..<(Int(first) - 1)] + entries
    }

    public mutating func erase(_ entries: some Sequence<ReplicaHead>, in folder: FolderID) throws(StoreError) {
        for head in entries {
            guard let held = folders[folder]?[head.dot.replica]?.entries, head.dot.sequence > 0,
                head.dot.sequence <= held.count
            else { continue }
            let index = Int(head.dot.sequence) - 1
            guard held[index].hash == head.hash, held[index].entry.kind == .photo else { continue }
            folders[folder]?[head.dot.replica]?.entries[index] = held[index].withoutBody
        }
    }
}
