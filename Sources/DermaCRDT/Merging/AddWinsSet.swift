import DermaCausality

/// A set in which adding wins over a removal that did not know of it.
///
/// Source: Shapiro et al., INRIA RR-7506, 2011, OR-Set.
struct AddWinsSet<Element: Hashable & Sendable>: Hashable, Sendable {
    /// An addition or a removal.
    struct Change: Hashable, Sendable {
        let id: OpID
        let element: Element
        let isAddition: Bool
    }

    /// By element, the additions that nobody has taken away, ascending.
    private(set) var tags: [Element: [OpID]] = [:]
    /// All that was ever done, ascending by id.
    private(set) var changes: [Change] = []

    init() {}

    /// The members with the additions that nobody has taken away, ascending by the first of these.
    var members: [(element: Element, tags: [OpID])] {
        tags.map { ($0.key, $0.value) }.sorted { $0.tags.lexicographicallyPrecedes($1.tags) }
    }

    /// Applies an addition after everything that its author had seen.
    mutating func add(_ element: Element, _ id: OpID, _ entries: EntryTable) {
        note(Change(id: id, element: element, isAddition: true))
        var held = (tags[element] ?? []).filter { !entries.saw(id, $0) }
        held.append(id)
        tags[element] = held.sorted()
    }

    /// Applies a removal: takes away the additions that its author had seen.
    mutating func remove(_ element: Element, _ id: OpID, _ entries: EntryTable) {
        note(Change(id: id, element: element, isAddition: false))
        let kept = (tags[element] ?? []).filter { !entries.saw(id, $0) }
        tags[element] = kept.isEmpty ? nil : kept
    }

    private mutating func note(_ change: Change) {
        changes.insert(change, at: changes.partition { $0.id < change.id })
    }
}
