/// Finds where changes met that were made without knowing of each other.
///
/// What is marked follows from changes that did not know of each other alone: what is done by someone who has seen them all
/// changes nothing here. O(k log k) for the k runs of the history, what `Knowledge` costs, O(log² k) for each scalar between two
/// that one author deleted, for each such author, and O(log k) for each that stands beside a stretch that several deleted.
struct OverlapFinder {
    /// Why a scalar is marked, and the last event of each who is concerned.
    struct Mark {
        var kind: TextOverlapKind
        var lastEvents: [Int: Int]
    }

    let cells: [OrderCell]
    /// The events that settled something. What they delete is contested by nobody.
    let answers: Set<Int>
    let knowledge: Knowledge
    /// By the scalar's event.
    private(set) var marks: [Int: Mark] = [:]

    init(_ cells: [OrderCell], _ graph: EventGraph, answers: Set<Int>) {
        self.cells = cells.flatMap { $0.split(by: answers) }
        self.answers = answers
        knowledge = Knowledge(graph.parents, graph.authors)
        findInserted()
        findDeleted()
    }

    mutating func mark(
        _ scalar: Int, _ kind: TextOverlapKind, _ concerned: some Sequence<(agent: Int, event: Int)>
    ) {
        var mark = marks[scalar] ?? Mark(kind: kind, lastEvents: [:])
        mark.kind = max(mark.kind, kind)
        for (agent, event) in concerned { mark.lastEvents[agent] = max(mark.lastEvents[agent] ?? event, event) }
        marks[scalar] = mark
    }
}
