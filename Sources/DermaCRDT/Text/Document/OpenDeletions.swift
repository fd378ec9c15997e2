import DequeModule

/// On the way through the order of all scalars: by agent the deletions of scalars that were passed, of those between which and
/// here nothing stands that was visible to them.
struct OpenDeletions {
    private let knowledge: Knowledge
    /// In the agent's order; none is empty.
    private var byAgent: [Int: Deque<Int>] = [:]

    init(_ knowledge: Knowledge) { self.knowledge = knowledge }

    var isEmpty: Bool { byAgent.isEmpty }

    mutating func add(_ deletion: Int, by agent: Int) { byAgent[agent, default: []].insert(inOrder: deletion) }

    /// Of each other agent than `author` the last of the deletions that do not follow the insertion of a scalar, if that did not
    /// know of it either. O(log² k) for each agent.
    func met(_ scalar: Int, by author: Int) -> [(agent: Int, deletion: Int)] {
        byAgent.compactMap { agent, deletions in
            if agent == author { return nil }
            let unaware = deletions.partition { !knowledge.has($0, seen: scalar) }
            guard unaware > 0, !knowledge.has(scalar, seen: deletions[unaware - 1]) else { return nil }
            return (agent, deletions[unaware - 1])
        }
    }

    /// Closes those that a scalar was visible to: who knew of it and of none of its `deletions`. O(log² k) for each agent, and
    /// what it takes to remove them.
    mutating func pass(_ scalar: Int, _ deletions: some Sequence<(agent: Int, event: Int)>) {
        if isEmpty { return }
        let gone = knowledge.earliest(of: deletions.lazy.map(\.event))
        var closed: [Int] = []
        var place = byAgent.startIndex
        while place != byAgent.endIndex {
            let aware = aware(of: scalar, butNotOf: gone, in: byAgent.values[place])
            if !aware.isEmpty {
                byAgent.values[place].removeSubrange(aware)
                if byAgent.values[place].isEmpty { closed.append(byAgent.keys[place]) }
            }
            byAgent.formIndex(after: &place)
        }
        for agent in closed { byAgent[agent] = nil }
    }

    private func aware(of scalar: Int, butNotOf gone: Knowledge.Earliest, in deletions: Deque<Int>) -> Range<Int> {
        let low = deletions.partition { !knowledge.has($0, seen: scalar) }
        if low == deletions.count { return low..<low }
        return low..<deletions.partition { !knowledge.has($0, seenAnyOf: gone) }
    }
}

extension Deque<Int> {
    fileprivate mutating func insert(inOrder event: Int) { insert(event, at: partition { $0 < event }) }
}
