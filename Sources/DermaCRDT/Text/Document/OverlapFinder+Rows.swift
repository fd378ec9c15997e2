/// A longest stretch of marked scalars in the order of all scalars; between them may stand what was inserted by those who
/// had seen what is concerned on both sides.
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
    func rows() -> [OverlapRow] {
        if marks.isEmpty { return [] }
        var all: [OverlapRow] = []
        var position = 0
        // The mark that a row may go on from, and what stands behind it.
        var last: Mark?
        var since: [Int] = []
        var place = 0
        for cell in cells {
            let isContested = Set(cell.deletions.map(\.agent)).count > 1
            for event in cell.events {
                if let mark = marks[event] {
                    let goesOn = last != nil && !since.contains { !follows($0, mark) }
                    if !goesOn { all.append(OverlapRow(scalars: place..<place, position: position, kind: mark.kind)) }
                    all[all.count - 1].add(
                        mark, at: place, position, isContested: isContested, isPresent: cell.isPresent)
                    last = mark
                    since = []
                } else if let mark = last {
                    if follows(event, mark) { since.append(event) } else { last = nil }
                }
                if last == nil { since = [] }
                place += 1
                if cell.isPresent { position += 1 }
            }
        }
        return all
    }

    /// Whether whoever made an event had seen all that a mark concerns.
    private func follows(_ event: Int, _ mark: Mark) -> Bool {
        for concerned in mark.lastEvents.values where !knowledge.has(event, seen: concerned) { return false }
        return true
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

    fileprivate mutating func add(
        _ mark: OverlapFinder.Mark, at place: Int, _ textPosition: Int, isContested: Bool, isPresent: Bool
    ) {
        scalars = scalars.lowerBound..<place + 1
        count = textPosition - position + (isPresent ? 1 : 0)
        if isContested { deleted += 1 }
        kind = max(kind, mark.kind)
        lastEvents.merge(mark.lastEvents, uniquingKeysWith: max)
    }
}
