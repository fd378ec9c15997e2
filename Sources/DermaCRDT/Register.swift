import DermaCausality

/// A multi-value register: a write replaces exactly the writes that its author had seen.
///
/// Writes made without knowing of each other all stay; one of them is shown, the same on every replica, until a write
/// that saw them settles it. Every write is kept, so that what was resolved can be shown. A write costs O(r log n + r²)
/// for r replicas that wrote to this register and n writes.
///
/// Source: DeCandia et al., "Dynamo", 2007, siblings; Shapiro et al., INRIA RR-7506, 2011, MV-Register.
public struct Register<Value: Hashable & Sendable>: Hashable, Sendable {
    /// A value that someone wrote.
    public struct Write: Hashable, Sendable {
        /// Who, and having seen what.
        public let stamp: OpStamp
        /// What.
        public let value: Value
        /// The newest writes that the author had seen, ascending by id. Two or more: this write settled a conflict.
        public let replaces: [OpID]
    }

    private var writes: [OpID: Write] = [:]
    private var perReplica: [ReplicaWrites] = []
    private var newest: [OpID] = []

    /// Never written.
    public init() {}

    /// The values that nobody has replaced, ascending by id.
    public var current: [Write] { newest.compactMap { writes[$0] } }

    /// The one that is shown: of the current ones, that with the greatest id.
    public var shown: Write? { newest.last.flatMap { writes[$0] } }

    /// All writes, causes first.
    public var history: [Write] { writes.values.sorted { OpStamp.precedes($0.stamp, $1.stamp) } }

    /// The write with this id.
    public subscript(id: OpID) -> Write? { writes[id] }

    /// Whether `stamp`'s author had seen any write.
    public func hasWrite(seenBy stamp: OpStamp) -> Bool { perReplica.contains { $0.newest(seenBy: stamp) != nil } }

    /// Applies a write after everything that its author had seen.
    public mutating func write(_ value: Value, _ stamp: OpStamp) {
        let seen = perReplica.compactMap { $0.newest(seenBy: stamp) }
        let replaces = seen.filter { candidate in !seen.contains { writes[$0]?.stamp.saw(candidate) ?? false } }
            .sorted()
        writes[stamp.id] = Write(stamp: stamp, value: value, replaces: replaces)
        newest.removeAll { stamp.saw($0) }
        newest.append(stamp.id)
        newest.sort()
        if let place = perReplica.firstIndex(where: { $0.last.dot.replica == stamp.id.dot.replica }) {
            perReplica[place].append(stamp.id)
        } else {
            perReplica.append(ReplicaWrites(first: stamp.id))
            perReplica.sort { $0.last < $1.last }
        }
    }
}

/// One replica's writes to a register, oldest first.
private struct ReplicaWrites: Hashable, Sendable {
    private var ids: [OpID]
    private(set) var last: OpID

    init(first: OpID) {
        ids = [first]
        last = first
    }

    mutating func append(_ id: OpID) {
        ids.append(id)
        last = id
    }

    /// The newest that `stamp`'s author had seen, by binary search.
    func newest(seenBy stamp: OpStamp) -> OpID? {
        var low = 0
        var high = ids.count
        while low < high {
            let middle = (low + high) / 2
            if stamp.saw(ids[middle]) { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? ids[low - 1] : nil
    }
}
