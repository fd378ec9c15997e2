/// On the way through the order of all scalars: by agent the deletions of scalars that were passed, of those between which and
/// here nothing stands that was visible to them. Answers, which settled something, stand apart.
struct OpenDeletions {
    private struct Maker: Hashable {
        let agent: Int
        let isAnswer: Bool
    }

    private let knowledge: Knowledge
    /// None is empty.
    private var held: [Maker: EventStretches] = [:]

    init(_ knowledge: Knowledge) { self.knowledge = knowledge }

    var isEmpty: Bool { held.isEmpty }

    mutating func add(_ deletion: Int, by agent: Int, isAnswer: Bool) {
        held[Maker(agent: agent, isAnswer: isAnswer), default: EventStretches()].insert(deletion)
    }

    /// Of each other agent than `author` the last of the deletions that do not follow the insertion of a scalar, if that did not
    /// know of it either; if the insertion is an answer, of those that are none. O(log² k) for each agent.
    func met(_ scalar: Int, by author: Int, isAnswer: Bool) -> [(agent: Int, deletion: Int)] {
        var last: [Int: Int] = [:]
        for (maker, deletions) in held where maker.agent != author && !(isAnswer && maker.isAnswer) {
            guard let unaware = deletions.last(before: { !knowledge.has($0, seen: scalar) }) else { continue }
            last[maker.agent] = max(last[maker.agent] ?? unaware, unaware)
        }
        return last.compactMap { knowledge.has(scalar, seen: $1) ? nil : (agent: $0, deletion: $1) }
    }

    /// Closes those that a scalar was visible to: who knew of it and of none of its `deletions`. O(log² k) for each agent, and
    /// what it takes to remove them.
    mutating func pass(_ scalar: Int, _ deletions: some Sequence<(agent: Int, event: Int)>) {
        if isEmpty { return }
        let gone = knowledge.earliest(of: deletions.lazy.map(\.event))
        var closed: [Maker] = []
        var place = held.startIndex
        while place != held.endIndex {
            if let low = held.values[place].first(after: { !knowledge.has($0, seen: scalar) }) {
                let high = held.values[place].first(after: { !knowledge.has($0, seenAnyOf: gone) }) ?? .max
                held.values[place].remove(low..<max(low, high))
                if held.values[place].isEmpty { closed.append(held.keys[place]) }
            }
            held.formIndex(after: &place)
        }
        for maker in closed { held[maker] = nil }
    }
}
