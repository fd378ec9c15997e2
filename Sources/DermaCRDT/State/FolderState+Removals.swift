import DermaCausality

extension FolderState {
    /// Every op that wrote into a diary entry, whatever it wrote.
    func edits(of item: ItemID) -> OpLines {
        var ids = texts[.diary(item)].map { Array($0.ops) } ?? []
        for place in [FieldPlace.title(item), .day(item), .entrySite(item)] {
            ids += fields[place]?.lines.joined().map(\.id) ?? []
        }
        if let record = diaryByID[item] {
            ids += record.suspicions.changes.map(\.id) + record.readings.changes.map(\.id)
        }
        return OpLines(ids, entries)
    }

    /// Whether everything that was written into an entry was there to be seen when someone removed it.
    func isRemoved(_ item: ItemID) -> Bool {
        guard let record = diaryByID[item], !record.removed.isEmpty else { return false }
        let removed = OpLines(lines: record.removed.lines, entries)
        return edits(of: item).newest.allSatisfy { !removed.first(seeing: [$0]).isEmpty }
    }
}
