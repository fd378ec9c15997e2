import DermaCausality

/// A multi-value register: a write replaces exactly the writes that its author had seen.
///
/// Writes made without knowing of each other all stay; one of them is shown, the same on every replica, until a write
/// that saw them settles it. Every write is kept, so that what was resolved can be shown. A write costs O(r log² n + r²)
/// for r replicas that wrote to this register and n writes.
///
/// Source: DeCandia et al., "Dynamo", 2007, siblings; Shapiro et al., INRIA RR-7506, 2011, MV-Register.
struct Register<Value: Hashable & Sendable>: Hashable, Sendable {
    /// A value that someone wrote.
    struct Write: Hashable, Sendable {
        let id: OpID
        let value: Value
        /// The newest writes that the author had seen, ascending by id. Two or more: this write settled a conflict.
        let replaces: [OpID]
    }

    /// Each replica's writes, oldest first; the replicas ascending.
    private(set) var lines: [[Write]] = []
    /// The writes that nobody has replaced, ascending by id.
    private(set) var newest: [OpID] = []

    init() {}

    /// The values that nobody has replaced, ascending by id.
    var current: [Write] { newest.compactMap { self[$0] } }

    /// The one that is shown: of the current ones, that with the greatest id.
    var shown: Write? { newest.last.flatMap { self[$0] } }

    /// All writes, causes first.
    func history(_ entries: EntryTable) -> [Write] {
        lines.joined().sorted { entries.precedes($0.id, $1.id) }
    }

    /// The write with this id. O(log n).
    subscript(id: OpID) -> Write? {
        guard let line = lines.first(where: { $0.first?.id.dot.replica == id.dot.replica }) else { return nil }
        let place = line.partition { $0.id < id }
        return place < line.count && line[place].id == id ? line[place] : nil
    }

    /// Whether the author of `id` had seen any write.
    func hasWrite(seenBy id: OpID, _ entries: EntryTable) -> Bool {
        lines.contains { $0.first.map { entries.saw(id, $0.id) } ?? false }
    }

    /// Applies a write after everything that its author had seen.
    mutating func write(_ value: Value, _ id: OpID, _ entries: EntryTable) {
        let seen = lines.compactMap { line -> OpID? in
            let place = line.partition { entries.saw(id, $0.id) }
            return place > 0 ? line[place - 1].id : nil
        }
        let replaces = seen.filter { candidate in !seen.contains { entries.saw($0, candidate) } }.sorted()
        newest.removeAll { entries.saw(id, $0) }
        newest.append(id)
        newest.sort()
        insert(Write(id: id, value: value, replaces: replaces))
    }

    /// Takes writes out for good.
    mutating func forget(_ gone: Set<OpID>) {
        lines = lines.map { $0.filter { !gone.contains($0.id) } }.filter { !$0.isEmpty }
    }

    private mutating func insert(_ write: Write) {
        let place = lines.partition { line in line.first.map { $0.id.dot.replica < write.id.dot.replica } ?? true }
        if place < lines.count, lines[place].first?.id.dot.replica == write.id.dot.replica {
            lines[place].append(write)
        } else {
            lines.insert([write], at: place)
        }
    }
}
