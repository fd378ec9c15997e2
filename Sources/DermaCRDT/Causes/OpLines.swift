import DermaCausality

/// Ops by the replica that wrote them, each replica's oldest first: what one of them had seen, all later ones of it have.
struct OpLines {
    private let lines: [[OpID]]
    private let entries: EntryTable

    /// O(n log n).
    init(_ ids: some Sequence<OpID>, _ entries: EntryTable) {
        lines = Dictionary(grouping: ids, by: \.dot.replica).values.map { $0.sorted() }
        self.entries = entries
    }

    /// Ops that stand in lines already.
    init(lines: [[OpID]], _ entries: EntryTable) {
        self.lines = lines
        self.entries = entries
    }

    /// The one that comes before the others.
    var first: OpID? { lines.compactMap { $0.min(by: entries.precedes) }.min(by: entries.precedes) }

    /// Those that no other one has seen, ascending.
    var newest: [OpID] { maximal(lines.compactMap(\.last)) }

    /// The newest that did not know of `op`, nor it of them, ascending. O(r² · log n) for r replicas.
    func met(_ op: OpID) -> [OpID] {
        maximal(
            lines.compactMap { line in
                let apart = line.prefix(line.partition { !entries.saw($0, op) })
                return apart.last.flatMap { entries.saw(op, $0) ? nil : $0 }
            })
    }

    /// Of each replica the first that had seen all of `ids`. O(r · log n).
    func first(seeing ids: [OpID]) -> [OpID] {
        lines.compactMap { line in
            let place = line.partition { op in !ids.allSatisfy { entries.saw(op, $0) } }
            return place < line.count ? line[place] : nil
        }
    }

    private func maximal(_ ids: [OpID]) -> [OpID] {
        if ids.count < 2 { return ids }
        return ids.filter { one in !ids.contains { entries.saw($0, one) } }.sorted()
    }
}
