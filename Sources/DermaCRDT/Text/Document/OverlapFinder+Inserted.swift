/// What was inserted where someone else deleted what stood before it and behind it; not by answers on both sides.
extension OverlapFinder {
    /// Deletions by an agent, by the scalar that they were found beside.
    private typealias Beside = [Int: [Int: Int]]

    mutating func findInserted() {
        let before = deletionsBeside(cells, isForward: true)
        let after = deletionsBeside(cells.reversed(), isForward: false)
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
    private func deletionsBeside(_ cells: some Sequence<OrderCell>, isForward: Bool) -> Beside {
        var found: Beside = [:]
        var open = OpenDeletions(knowledge)
        for cell in cells where !open.isEmpty || !cell.deletions.isEmpty {
            for scalar in isForward ? Array(cell.events) : cell.events.reversed() {
                for (agent, deletion) in open.met(scalar, by: cell.agent, isAnswer: answers.contains(scalar)) {
                    found[scalar, default: [:]][agent] = deletion
                }
                let deletions = cell.deletions(at: scalar - cell.events.lowerBound)
                open.pass(scalar, deletions)
                for (agent, deletion) in deletions {
                    open.add(deletion, by: agent, isAnswer: answers.contains(deletion))
                }
                if open.isEmpty && cell.deletions.isEmpty { break }
            }
        }
        return found
    }
}
