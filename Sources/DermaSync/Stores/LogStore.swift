public import DermaCausality
public import DermaIdentity
public import DermaWire

/// An entry as it is kept.
public struct StoredEntry: Hashable, Sendable {
    /// The entry as it travels.
    public let entry: RunEntry
    /// The hash of its header.
    public let hash: Bytes32
    /// The author's signature over `hash`, if this entry was the newest of a run.
    public let signature: Signature?

    /// Makes an entry.
    public init(entry: RunEntry, hash: Bytes32, signature: Signature?) {
        self.entry = entry
        self.hash = hash
        self.signature = signature
    }

    /// The entry once its body is erased.
    public var withoutBody: StoredEntry { StoredEntry(entry: entry.withoutBody, hash: hash, signature: signature) }
}

/// Keeps logs. What a call returned from is durable; what a call threw from changed nothing.
public protocol LogStore: Sendable {
    /// The replicas of a folder, ascending by id.
    func origins(in folder: FolderID) throws(StoreError) -> [ReplicaOrigin]
    /// The newest entry of a replica; nil if there is none.
    func tail(of replica: ReplicaID, in folder: FolderID) throws(StoreError) -> LogTail?
    /// The hash of an entry's header.
    func hash(of dot: Dot, in folder: FolderID) throws(StoreError) -> Bytes32?
    /// Up to `limit` entries after `sequence`, oldest first, with bodies of at most `bytesMax` bytes together (or one
    /// entry).
    func entries(
        of replica: ReplicaID, in folder: FolderID, after sequence: UInt64, limit: Int, bytesMax: Int
    ) throws(StoreError) -> [StoredEntry]
    /// Appends entries whose first has sequence `first`; the log must end just before.
    mutating func append(
        _ entries: [StoredEntry], first: UInt64, of origin: ReplicaOrigin, in folder: FolderID
    ) throws(StoreError)
    /// Puts entries in the place of all that the log holds from sequence `first` on, at once. The log must reach at least
    /// to just before.
    mutating func replace(
        with entries: [StoredEntry], first: UInt64, of origin: ReplicaOrigin, in folder: FolderID
    ) throws(StoreError)
    /// Destroys the bodies of those of the entries that are held, with these hashes, and add a photo. No copy stays.
    mutating func erase(_ entries: some Sequence<ReplicaHead>, in folder: FolderID) throws(StoreError)
}

extension LogStore {
    /// What the store holds of a folder.
    public func vector(of folder: FolderID) throws(StoreError) -> VersionVector {
        var vector = VersionVector()
        for origin in try origins(in: folder) {
            let replica = origin.replica(in: folder)
            if let tail = try tail(of: replica, in: folder) { vector.advance(to: Dot(replica, tail.sequence)) }
        }
        return vector
    }

    /// The next run of a replica after `sequence`, within the limits of one frame; nil if there is nothing newer.
    public func run(
        of origin: ReplicaOrigin, in folder: FolderID, after sequence: UInt64
    ) throws(StoreError) -> LogRun? {
        let replica = origin.replica(in: folder)
        var entries = try entries(
            of: replica, in: folder, after: sequence, limit: Limits.runEntriesMax, bytesMax: Limits.runBodyBytesMax)
        while let last = entries.last, last.signature == nil { entries.removeLast() }
        guard let signature = entries.last?.signature else { return nil }
        let previous =
            sequence == 0 ? origin.genesis(in: folder) : try hash(of: Dot(replica, sequence), in: folder)
        guard let previous else { throw StoreError(.corrupt, "a log") }
        return LogRun(
            folder: folder, origin: origin, firstSequence: sequence + 1, previous: previous,
            entries: entries.map(\.entry), signature: signature)
    }

    /// Every run of a folder, each within the limits of a frame, in order within a replica.
    public func runs(in folder: FolderID) throws(StoreError) -> [LogRun] {
        var runs: [LogRun] = []
        for origin in try origins(in: folder) {
            var sequence: UInt64 = 0
            while let run = try run(of: origin, in: folder, after: sequence) {
                runs.append(run)
                sequence += UInt64(run.entries.count)
            }
        }
        return runs
    }

    /// What a verified run adds to its log; nothing, if all of it is held.
    public func additions(of run: VerifiedRun) throws(LogAppendError) -> ArraySlice<VerifiedEntry> {
        let folder = run.run.folder
        let replica = run.run.origin.replica(in: folder)
        let tail: LogTail
        var held: Bytes32?
        do throws(StoreError) {
            tail = try self.tail(of: replica, in: folder) ?? LogTail(emptyLogOf: run.run.origin, in: folder)
            let shared = min(run.tail.sequence, tail.sequence)
            if shared >= run.run.firstSequence { held = try hash(of: Dot(replica, shared), in: folder) }
        } catch {
            throw .store(error)
        }
        do throws(LogFault) { return try run.extending(tail, held: held) } catch { throw .fault(error) }
    }

    /// Appends what a verified run adds.
    /// - Returns: The entries that are new.
    public mutating func append(_ run: VerifiedRun) throws(LogAppendError) -> ArraySlice<VerifiedEntry> {
        let new = try additions(of: run)
        guard let first = new.first else { return new }
        do throws(StoreError) {
            try append(
                run.stored(from: new.startIndex), first: first.dot.sequence, of: run.run.origin, in: run.run.folder)
        } catch {
            throw .store(error)
        }
        return new
    }
}

extension LogStore {
    /// Puts the entries of `run` from its `index`th on in the place of what the log holds under these numbers and after.
    public mutating func replace(with run: VerifiedRun, from index: Int) throws(StoreError) {
        try replace(
            with: run.stored(from: index), first: run.run.firstSequence + UInt64(index), of: run.run.origin,
            in: run.run.folder)
    }
}

extension VerifiedRun {
    /// The entries from the `index`th on as they are kept.
    fileprivate func stored(from index: Int) -> [StoredEntry] {
        zip(entries[index...], run.entries[index...]).map { entry, travelled in
            let isNewest = entry.dot.sequence == tail.sequence
            return StoredEntry(entry: travelled, hash: entry.hash, signature: isNewest ? run.signature : nil)
        }
    }
}

/// Why a run was not appended.
public enum LogAppendError: Error, Hashable, Sendable {
    /// The run does not belong on the end of the log.
    case fault(LogFault)
    /// The store could not.
    case store(StoreError)
}
