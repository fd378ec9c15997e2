/// What several deleted, and what they wrote in its place.
extension OverlapFinder {
    mutating func findDeleted() {
        var place = 0
        while place < cells.count {
            var end = place
            var agents: Set<Int> = []
            while end < cells.count, isContested(end) {
                for (offset, event) in cells[end].events.enumerated() {
                    mark(event, .deleted, contest(end, at: offset))
                }
                agents.formUnion(contest(end, at: 0).map(\.agent))
                end += 1
            }
            if end > place { findReplaced(place..<end, agents) }
            place = max(end, place + 1)
        }
    }

    /// Whether several deleted a cell, otherwise than by answers.
    func isContested(_ place: Int) -> Bool {
        let deletions = contest(place, at: 0)
        return deletions.contains { $0.agent != deletions[0].agent }
    }

    /// The deletions of a cell's scalar that are no answers.
    private func contest(_ place: Int, at offset: Int) -> [(agent: Int, event: Int)] {
        cells[place].deletions(at: offset).filter { !answers.contains($0.event) }
    }

    /// Looks at what stands beside a stretch that several deleted: replaced if two of them wrote there.
    private mutating func findReplaced(_ stretch: Range<Int>, _ agents: Set<Int>) {
        var found: [(agent: Int, event: Int)] = []
        for step in [-1, 1] {
            let end = step < 0 ? stretch.lowerBound : stretch.upperBound - 1
            let deletions = contest(end, at: step < 0 ? 0 : cells[end].events.count - 1)
            var place = end + step
            while cells.indices.contains(place), !isContested(place),
                collect(place, step, agents, deletions, into: &found)
            {
                place += step
            }
        }
        let writers = Set(found.map(\.agent))
        guard writers.count > 1 else { return }
        for (agent, event) in found { mark(event, .replaced, [(agent, event)]) }
        for place in stretch {
            for event in cells[place].events { mark(event, .replaced, []) }
        }
    }

    /// Adds the scalars of a cell from its near end on that met one of `deletions`, which are by `agents`, and passes over those
    /// that follow all of them and over answers; false if there is another one.
    private func collect(
        _ place: Int, _ step: Int, _ agents: Set<Int>, _ deletions: [(agent: Int, event: Int)],
        into found: inout [(agent: Int, event: Int)]
    ) -> Bool {
        let cell = cells[place]
        var event = step < 0 ? cell.events.upperBound - 1 : cell.events.lowerBound
        while cell.events.contains(event) {
            let others = deletions.filter { $0.agent != cell.agent }
            if answers.contains(event) {
                // Whoever settled something wrote against nobody.
            } else if agents.contains(cell.agent), others.contains(where: { knowledge.areConcurrent(event, $0.event) })
            {
                found.append((cell.agent, event))
            } else if !deletions.allSatisfy({ knowledge.has(event, seen: $0.event) }) {
                return false
            }
            event += step
        }
        return true
    }
}
