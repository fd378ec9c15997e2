import DermaCausality

/// A multi-value register: a write replaces exactly the writes that its author had seen.
///
/// Writes made without knowing of each other all stay; one of them is shown, the same on every replica, until a write
/// that saw them settles it. It holds the writes and nothing else; what they come to follows from who saw what, so that no order
/// of arrival can matter.
///
/// Source: DeCandia et al., "Dynamo", 2007, siblings; Shapiro et al., INRIA RR-7506, 2011, MV-Register.
struct Register<Value: Hashable & Sendable>: Hashable, Sendable {
    struct Write: Hashable, Sendable {
        let id: OpID
        let value: Value
    }

    /// Each replica's writes, oldest first; the replicas ascending.
    private(set) var lines: [[Write]] = []

    init() {}

    /// Adds a write. O(replicas + writes that its replica made later).
    mutating func write(_ value: Value, _ id: OpID) {
        let write = Write(id: id, value: value)
        let place = lines.partition { line in line.first.map { $0.id.dot.replica < id.dot.replica } ?? true }
        if place < lines.count, lines[place].first?.id.dot.replica == id.dot.replica {
            lines[place].insert(write, at: lines[place].partition { $0.id < id })
        } else {
            lines.insert([write], at: place)
        }
    }

    /// The writes' names.
    func ids(_ entries: EntryTable) -> OpLines { OpLines(lines: lines.map { $0.map(\.id) }, entries) }

    /// Takes writes out for good.
    mutating func forget(_ gone: Set<OpID>) {
        if gone.isEmpty { return }
        lines = lines.map { $0.filter { !gone.contains($0.id) } }.filter { !$0.isEmpty }
    }

    /// The values that nobody has replaced, ascending by id. O(r² · log n) for r replicas that wrote.
    func current(_ entries: EntryTable) -> [Write] {
        let newest = lines.compactMap(\.last)
        if newest.count < 2 { return newest }
        return newest.filter { write in !newest.contains { entries.saw($0.id, write.id) } }.sorted { $0.id < $1.id }
    }

    /// The one that is shown: of the current ones, that with the greatest id.
    func shown(_ entries: EntryTable) -> Write? { current(entries).last }

    /// The newest writes that the author of `id` had seen, ascending by id. Two or more: it settled a conflict.
    /// O(r² · log n).
    func replaced(by id: OpID, _ entries: EntryTable) -> [Write] {
        let seen = lines.compactMap { line -> Write? in
            let place = line.partition { entries.saw(id, $0.id) }
            return place > 0 ? line[place - 1] : nil
        }
        if seen.count < 2 { return seen }
        return seen.filter { one in !seen.contains { entries.saw($0.id, one.id) } }.sorted { $0.id < $1.id }
    }

    /// All writes, causes first. O(n log n).
    func history(_ entries: EntryTable) -> [Write] {
        lines.count == 1 ? lines[0] : lines.joined().sorted { entries.precedes($0.id, $1.id) }
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
}
