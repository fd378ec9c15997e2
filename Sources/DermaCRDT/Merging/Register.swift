import DermaCausality

/// A multi-value register: a write replaces exactly the writes that its author had seen.
///
/// Writes made without knowing of each other all stay; one of them is shown, the same on every replica, until a write
/// that saw them settles it. It holds the writes and nothing else; what they come to follows from who saw what, so that no order
/// of arrival can matter.
///
/// Source: DeCandia et al., "Dynamo", 2007, siblings; Shapiro et al., INRIA RR-7506, 2011, MV-Register.
struct Register<Value: Hashable & Sendable>: Hashable, Sendable {
    struct Write: NamedByOp {
        let id: OpID
        let value: Value
    }

    /// All that was ever written.
    private(set) var writes = ReplicaLines<Write>()

    init() {}

    /// Adds a write. O(replicas + writes that its replica made later).
    mutating func write(_ value: Value, _ id: OpID) { writes.add(Write(id: id, value: value)) }

    /// Takes writes out for good.
    mutating func forget(_ gone: Set<OpID>) { writes.forget(gone) }

    /// The values that nobody has replaced, ascending by id. O(r² · log n) for r replicas that wrote.
    func current(_ entries: EntryTable) -> [Write] { writes.newest(entries) }

    /// The one that is shown: of the current ones, that with the greatest id.
    func shown(_ entries: EntryTable) -> Write? { current(entries).last }

    /// All writes, causes first. O(n log n).
    func history(_ entries: EntryTable) -> [Write] { writes.inOrder(entries) }

    /// The newest writes that the author of `id` had seen, ascending by id. Two or more: it settled a conflict.
    /// O(r² · log n).
    func replaced(by id: OpID, _ entries: EntryTable) -> [Write] { writes.newest(seenBy: id, entries) }
}
