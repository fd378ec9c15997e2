import DermaCausality

/// A set in which adding wins over a removal that did not know of it. It holds what was done and nothing else.
///
/// Source: Shapiro et al., INRIA RR-7506, 2011, OR-Set.
struct AddWinsSet<Element: Hashable & Sendable>: Hashable, Sendable {
    /// An addition or a removal.
    struct Change: NamedByOp {
        let id: OpID
        let element: Element
        let isAddition: Bool
    }

    /// All that was ever done.
    private(set) var changes = ReplicaLines<Change>()

    init() {}

    /// Adds a change. O(replicas + changes that its replica made later).
    mutating func add(_ change: Change) { changes.add(change) }

    /// The members with the additions that nobody has taken away, ascending by the first of these. O(n + r² · log n) for r
    /// replicas.
    func members(_ entries: EntryTable) -> [(element: Element, tags: [OpID])] {
        // Whoever changes an element has seen what their replica did to it before.
        var newest: [Element: [Change]] = [:]
        for change in changes {
            if newest[change.element]?.last?.id.dot.replica == change.id.dot.replica {
                newest[change.element]?.removeLast()
            }
            newest[change.element, default: []].append(change)
        }
        let members = newest.compactMap { element, newest -> (element: Element, tags: [OpID])? in
            let tags = newest.filter { one in
                one.isAddition && !newest.contains { entries.saw($0.id, one.id) }
            }.map(\.id)
            return tags.isEmpty ? nil : (element, tags)
        }
        return members.sorted { $0.tags.lexicographicallyPrecedes($1.tags) }
    }
}
