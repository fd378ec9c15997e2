/// Neighbours in the order of all scalars: consecutive events of one author, deleted by the same runs of events.
struct OrderCell {
    /// A run of deletions of the cell's scalars.
    struct Deletion {
        let agent: Int
        /// The event that deletes the cell's first scalar; the next scalar's is `step` further.
        let event: Int
        let step: Int
    }

    let events: Range<Int>
    let agent: Int
    let isPresent: Bool
    fileprivate(set) var deletions: [Deletion] = []

    /// What deletes the cell's scalar `offset`, and by whom.
    func deletions(at offset: Int) -> some Sequence<(agent: Int, event: Int)> {
        deletions.lazy.map { ($0.agent, $0.event + $0.step * offset) }
    }

    /// Its parts, in each of which of each run of deletions all are of `events`, or none is.
    func split(by events: Set<Int>) -> [OrderCell] {
        func kinds(_ offset: Int) -> [Bool] { deletions(at: offset).map { events.contains($0.event) } }
        if deletions.isEmpty || events.isEmpty { return [self] }
        let bounds = (1..<max(self.events.count, 1)).filter { kinds($0) != kinds($0 - 1) }
        return zip([0] + bounds, bounds + [self.events.count]).map { start, end in
            OrderCell(
                events: self.events.lowerBound + start..<self.events.lowerBound + end, agent: agent,
                isPresent: isPresent,
                deletions: deletions.map { .init(agent: $0.agent, event: $0.event + $0.step * start, step: $0.step) })
        }
    }
}

extension OpenWalk {
    /// All scalars that were ever inserted, in order. O(k log k) for the k runs of the history.
    func cells(_ authors: Authors) -> [OrderCell] {
        var deletions: [(target: Range<Int>, deletion: OrderCell.Deletion)] = []
        var bounds: [Int] = []
        for index in 0..<walker.pieces.count {
            let piece = walker.pieces[index]
            let events = Int(piece.start)..<Int(piece.start + piece.count)
            authors.split(events) { part, agent in
                let offset =
                    piece.isBackward ? events.upperBound - part.upperBound : part.lowerBound - events.lowerBound
                let target = Int(piece.target) + offset..<Int(piece.target) + offset + part.count
                let first = piece.isBackward ? part.upperBound - 1 : part.lowerBound
                deletions.append((target, .init(agent: agent, event: first, step: piece.isBackward ? -1 : 1)))
                bounds += [target.lowerBound, target.upperBound]
            }
        }
        bounds.sort()
        var cells: [OrderCell] = []
        forEach { events, isPresent in
            authors.split(events) { part, agent in
                bounds.cut(part) { cells.append(OrderCell(events: $0, agent: agent, isPresent: isPresent)) }
            }
        }
        let byEvent = cells.indices.sorted { cells[$0].events.lowerBound < cells[$1].events.lowerBound }
        for (target, deletion) in deletions {
            var place = byEvent.partition { cells[$0].events.upperBound <= target.lowerBound }
            while place < byEvent.count, cells[byEvent[place]].events.lowerBound < target.upperBound {
                let offset = cells[byEvent[place]].events.lowerBound - target.lowerBound
                cells[byEvent[place]].deletions.append(
                    .init(agent: deletion.agent, event: deletion.event + deletion.step * offset, step: deletion.step))
                place += 1
            }
        }
        return cells
    }
}

extension Authors {
    /// Passes the parts of `events` that have one author each.
    func split(_ events: Range<Int>, _ body: (Range<Int>, Int) -> Void) {
        var place = index(of: events.lowerBound)
        var event = events.lowerBound
        while event < events.upperBound {
            let end = min(Int(runs[place].end), events.upperBound)
            body(event..<end, Int(runs[place].agent))
            event = end
            place += 1
        }
    }
}

extension [Int] {
    /// Passes the parts of `range` between these ascending bounds.
    fileprivate func cut(_ range: Range<Int>, _ body: (Range<Int>) -> Void) {
        var place = partition { $0 <= range.lowerBound }
        var start = range.lowerBound
        while place < count, self[place] < range.upperBound {
            if self[place] > start { body(start..<self[place]) }
            start = self[place]
            place += 1
        }
        body(start..<range.upperBound)
    }
}
