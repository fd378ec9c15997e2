/// A longest stretch of marked scalars in the order of all scalars; between them may stand answers, and what was inserted by
/// those who had seen what is concerned on both sides.
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
        for (index, cell) in cells.enumerated() {
            let isContested = isContested(index)
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
        return all.map { row in
            var row = row
            row.lastEvents = standing(row.lastEvents)
            return row
        }
    }

    /// One row of two, with what stands between.
    func joined(_ first: OverlapRow, _ second: OverlapRow) -> OverlapRow {
        OverlapRow(
            scalars: first.scalars.lowerBound..<second.scalars.upperBound, position: first.position,
            count: second.position + second.count - first.position, deleted: first.deleted + second.deleted,
            kind: max(first.kind, second.kind),
            lastEvents: standing(first.lastEvents.merging(second.lastEvents, uniquingKeysWith: max)))
    }

    /// Of a row's events, by agent, those that stand: what two others follow that nothing in the row follows is done with.
    private func standing(_ lastEvents: [Int: Int]) -> [Int: Int] {
        if lastEvents.count < 3 { return lastEvents }
        let all = knowledge.gathered(lastEvents.values)
        let followed = Set(lastEvents.values.flatMap { knowledge.known(to: $0, of: all) })
        var followers: [Int: Int] = [:]
        for last in lastEvents.values where !followed.contains(last) {
            for event in knowledge.known(to: last, of: all) { followers[event, default: 0] += 1 }
        }
        return lastEvents.filter { followers[$0.value] ?? 0 < 2 }
    }

    /// Whether whoever made an event had seen all that a mark concerns, or settled something.
    private func follows(_ event: Int, _ mark: Mark) -> Bool {
        if answers.contains(event) { return true }
        for concerned in mark.lastEvents.values where !knowledge.has(event, seen: concerned) { return false }
        return true
    }
}

extension OverlapRow {
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
