import DermaCausality

/// Every op that wrote into a diary entry, whatever it wrote.
struct DiaryEdits {
    private var lines = OpLines<OpID>()
    private let entries: EntryTable

    /// O(n log n) in the edits.
    init(_ ids: some Sequence<OpID>, _ entries: EntryTable) {
        for id in ids.sorted() { lines.add(id) }
        self.entries = entries
    }

    /// The one that comes before the others.
    var first: OpID? { lines.min(by: entries.precedes) }

    /// Those that no other one has seen, ascending.
    var newest: [OpID] { maximal(lines.lines.compactMap(\.last)) }

    /// The newest that did not know of a removal, nor it of them, ascending.
    func met(_ removal: OpID) -> [OpID] {
        maximal(
            lines.lines.compactMap { line in
                let apart = line.prefix(line.partition { !entries.saw($0, removal) })
                return apart.last.flatMap { entries.saw(removal, $0) ? nil : $0 }
            })
    }

    /// Of each replica the first that had seen all of `ids`.
    func first(seeing ids: [OpID]) -> [OpID] { lines.firsts(seeing: ids, entries) }

    private func maximal(_ ids: [OpID]) -> [OpID] {
        ids.filter { one in !ids.contains { entries.saw($0, one) } }.sorted()
    }
}

extension FolderState {
    /// The edits of a diary entry, of all its parts.
    func edits(of item: ItemID) -> DiaryEdits {
        var ids = texts[.diary(item)].map { Array($0.ops) } ?? []
        for place in [FieldPlace.title(item), .day(item), .entrySite(item)] {
            ids += fields[place]?.lines.joined().map(\.id) ?? []
        }
        if let record = diaryByID[item] {
            ids += record.suspicions.changes.map(\.id) + record.readings.changes.map(\.id)
        }
        return DiaryEdits(ids, entries)
    }

    /// Whether everything that was written into an entry was there to be seen when someone removed it.
    func isRemoved(_ item: ItemID) -> Bool {
        guard let removed = diaryByID[item]?.removed, !removed.isEmpty else { return false }
        return edits(of: item).newest.allSatisfy { removed.hasOne(seeing: $0, entries) }
    }
}
