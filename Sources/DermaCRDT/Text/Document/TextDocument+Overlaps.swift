/// How changes met that were made without knowing of each other.
public enum TextOverlapKind: Int, Comparable, Sendable {
    /// Several deleted the same scalars.
    case deleted
    /// Someone inserted between two scalars that someone else deleted, with all that stood between them.
    case inserted
    /// Several deleted the same scalars, and at least two of them wrote something in their place.
    case replaced

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A place where changes met that were made without knowing of each other. `Spec/14-text.md` defines it.
public struct TextOverlap<Agent: Hashable & Comparable & Sendable>: Hashable, Sendable {
    /// Where it is, in the text as it is.
    public let position: Int
    /// How many scalars of the text are concerned, from `position` on.
    public let count: Int
    /// How many scalars several agents deleted.
    public let deleted: Int
    /// What happened, the gravest.
    public let kind: TextOverlapKind
    /// The last event that is concerned of each who is, ascending.
    public let events: [TextEventID<Agent>]

    /// Who is concerned, ascending.
    public var agents: [Agent] { events.map(\.agent) }

    init(position: Int, count: Int, deleted: Int, kind: TextOverlapKind, events: [TextEventID<Agent>]) {
        self.position = position
        self.count = count
        self.deleted = deleted
        self.kind = kind
        self.events = events
    }
}

extension TextDocument {
    /// Where changes met that were made without knowing of each other, in order: a function of the set of events alone, the
    /// same whatever the order of arrival. `answers`: those that settled something. O(history), as `OverlapFinder` says.
    public func overlaps(answers: [TextEventID<Agent>] = []) throws(TextError) -> [TextOverlap<Agent>] {
        guard let finder = try overlapFinder(answers) else { return [] }
        return finder.rows().map(overlap)
    }

    /// Nil if nothing can have met.
    func overlapFinder(_ answers: [TextEventID<Agent>]) throws(TextError) -> OverlapFinder? {
        if core.graph.parents.runs.count < 2 { return nil }
        let cells = try core.withOrder { (order) throws(TextError) in order.cells(core.graph.authors) }
        if cells.allSatisfy(\.deletions.isEmpty) { return nil }
        return OverlapFinder(cells, core.graph, answers: Set(answers.compactMap(event)))
    }

    func overlap(_ row: OverlapRow) -> TextOverlap<Agent> {
        TextOverlap(
            position: row.position, count: row.count, deleted: row.deleted, kind: row.kind,
            events: row.lastEvents.values.map(id).sorted())
    }
}
