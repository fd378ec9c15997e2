import DermaCausality

/// Which of the ops knew of which. Of each replica one op answers for its line.
extension ReplicaLines {
    /// All, causes first. O(n log n).
    func inOrder(_ entries: EntryTable) -> [Element] {
        lines.count == 1 ? lines[0] : sorted { entries.precedes($0.id, $1.id) }
    }

    /// Those that no other one has seen, ascending. O(r² · log n) for r replicas.
    func newest(_ entries: EntryTable) -> [Element] { Self.maximal(lines.compactMap(\.last), entries) }

    /// The newest that the author of `id` had seen, ascending. O(r² · log n).
    func newest(seenBy id: OpID, _ entries: EntryTable) -> [Element] {
        Self.maximal(
            lines.compactMap { line in
                let place = line.partition { entries.saw(id, $0.id) }
                return place > 0 ? line[place - 1] : nil
            }, entries)
    }

    /// The newest that did not know of `id`, nor it of them, ascending. O(r² · log n).
    func newest(apartFrom id: OpID, _ entries: EntryTable) -> [Element] {
        Self.maximal(
            lines.compactMap { line in
                let apart = line.prefix(line.partition { !entries.saw($0.id, id) })
                return apart.last.flatMap { entries.saw(id, $0.id) ? nil : $0 }
            }, entries)
    }

    /// Of each replica the first that had seen all of `ids`. O(r · log n) for each of these.
    func first(seeing ids: [OpID], _ entries: EntryTable) -> [Element] {
        lines.compactMap { line in
            let place = line.partition { op in !ids.allSatisfy { entries.saw(op.id, $0) } }
            return place < line.count ? line[place] : nil
        }
    }

    /// Whether the author of `id` had seen any. O(r · log n).
    func contains(seenBy id: OpID, _ entries: EntryTable) -> Bool {
        lines.contains { $0.first.map { entries.saw(id, $0.id) } ?? false }
    }

    private static func maximal(_ elements: [Element], _ entries: EntryTable) -> [Element] {
        if elements.count < 2 { return elements }
        return elements.filter { one in !elements.contains { entries.saw($0.id, one.id) } }.sorted { $0.id < $1.id }
    }
}
