/// What was inserted where someone else deleted what stood before it and behind it.
extension OverlapFinder {
    /// Deletions by an agent, by the scalar that they were found beside.
    private typealias Beside = [Int: [Int: Int]]

    mutating func findInserted() {
        let before = deletionsBeside(Array(cells.indices), isForward: true)
        let after = deletionsBeside(cells.indices.reversed(), isForward: false)
        for cell in cells {
            for scalar in cell.events {
                guard let left = before[scalar], let right = after[scalar] else { continue }
                for (agent, first) in left {
                    guard let second = right[agent] else { continue }
                    mark(scalar, .inserted, [(cell.agent, scalar), (agent, first), (agent, second)])
                }
            }
        }
    }

    /// For each scalar and each other agent the last of the agent's deletions, of those that do not follow its insertion, of a
    /// scalar before it (or behind it) such that nothing between the two was in the text that was deleted from: if that one
    /// and the insertion did not know of each other.
    private mutating func deletionsBeside(_ order: [Int], isForward: Bool) -> Beside {
        var found: Beside = [:]
        // By agent, in the agent's order.
        var open: [Int: [Int]] = [:]
        for place in order {
            let cell = cells[place]
            if open.isEmpty && cell.deletions.isEmpty { continue }
            let offsets = isForward ? Array(cell.events.indices) : cell.events.indices.reversed()
            for scalar in offsets {
                let offset = scalar - cell.events.lowerBound
                for (agent, deletions) in open {
                    if agent != cell.agent, let met = met(scalar, deletions) {
                        found[scalar, default: [:]][agent] = met
                    }
                    let rest = closed(deletions, by: place, offset)
                    if rest.count < deletions.count { open[agent] = rest.isEmpty ? nil : rest }
                }
                for (agent, deletion) in cell.deletions(at: offset) {
                    let held = open[agent] ?? []
                    open[agent, default: []].insert(deletion, at: held.partition { $0 < deletion })
                }
                if open.isEmpty && cell.deletions.isEmpty { break }
            }
        }
        return found
    }

    /// The last of an agent's deletions that do not follow the insertion of a scalar, if that did not know of it either.
    private mutating func met(_ scalar: Int, _ deletions: [Int]) -> Int? {
        let unaware = prefix(of: deletions) { finder, deletion in !finder.knowledge.has(deletion, seen: scalar) }
        guard unaware > 0, !knowledge.has(scalar, seen: deletions[unaware - 1]) else { return nil }
        return deletions[unaware - 1]
    }

    /// The deletions without those that saw a scalar in the text: who knows of it and of no deletion of it.
    private mutating func closed(_ deletions: [Int], by place: Int, _ offset: Int) -> [Int] {
        let scalar = cells[place].events.lowerBound + offset
        let low = prefix(of: deletions) { finder, deletion in !finder.knowledge.has(deletion, seen: scalar) }
        let gone = Array(cells[place].deletions(at: offset))
        let high = prefix(of: deletions) { finder, deletion in
            !gone.contains { finder.knowledge.has(deletion, seen: $0.event) }
        }
        return low < high ? Array(deletions[..<low] + deletions[high...]) : deletions
    }

    /// How many of an agent's events, of which each follows those before it, are before the first that `isBefore` is false for.
    private mutating func prefix(of events: [Int], _ isBefore: (inout Self, Int) -> Bool) -> Int {
        var (low, high) = (0, events.count)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(&self, events[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
