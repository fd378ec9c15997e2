/// A longest stretch of marked neighbours in the order of all scalars.
struct OverlapRow {
    /// Their places in the order of all scalars.
    var scalars: Range<Int>
    /// Where it is in the text as it is.
    let position: Int
    /// How many of its scalars are in the text.
    var count = 0
    /// How many of its scalars several agents deleted.
    var deleted = 0
    var kind: TextOverlapKind
    /// By agent.
    var lastEvents: [Int: Int] = [:]
}

extension OverlapFinder {
    /// The rows of the report, in the order of all scalars.
    var rows: [OverlapRow] {
        if marks.isEmpty { return [] }
        var all: [OverlapRow] = []
        var place = 0
        var position = 0
        for cell in cells {
            let isContested = Set(cell.deletions.map(\.agent)).count > 1
            for event in cell.events {
                if let mark = marks[event] {
                    if all.last?.scalars.upperBound != place {
                        all.append(OverlapRow(scalars: place..<place, position: position, kind: mark.kind))
                    }
                    all[all.count - 1].add(mark, isContested: isContested, isPresent: cell.isPresent)
                }
                place += 1
                if cell.isPresent { position += 1 }
            }
        }
        return all
    }
}

extension OverlapRow {
    /// One row of this one and a later one, with what stands between.
    func joined(_ row: OverlapRow) -> OverlapRow {
        OverlapRow(
            scalars: scalars.lowerBound..<row.scalars.upperBound, position: position,
            count: row.position + row.count - position, deleted: deleted + row.deleted, kind: max(kind, row.kind),
            lastEvents: lastEvents.merging(row.lastEvents, uniquingKeysWith: max))
    }

    fileprivate mutating func add(_ mark: OverlapFinder.Mark, isContested: Bool, isPresent: Bool) {
        scalars = scalars.lowerBound..<scalars.upperBound + 1
        if isPresent { count += 1 }
        if isContested { deleted += 1 }
        kind = max(kind, mark.kind)
        lastEvents.merge(mark.lastEvents, uniquingKeysWith: max)
    }
}
