import DermaCausality

extension FolderState {
    /// Every op that wrote into a diary entry, whatever it wrote.
    func edits(of item: ItemID) -> ReplicaLines<OpID> {
        var ids = texts[.diary(item)].map { Array($0.ops) } ?? []
        for place in [FieldPlace.title(item), .day(item), .entrySite(item)] {
            ids += fields[place]?.writes.map(\.id) ?? []
        }
        if let record = diaryByID[item] {
            ids += record.suspicions.changes.map(\.id) + record.readings.changes.map(\.id)
        }
        return ReplicaLines(ids)
    }

    /// Whether everything that was written into an entry was there to be seen when someone removed it.
    func isRemoved(_ item: ItemID) -> Bool {
        guard let record = diaryByID[item], !record.removed.isEmpty else { return false }
        return edits(of: item).newest(entries).allSatisfy { !record.removed.first(seeing: [$0], entries).isEmpty }
    }
}
