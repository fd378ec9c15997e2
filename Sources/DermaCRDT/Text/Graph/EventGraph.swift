/// The append-only event graph: what each event does, what it follows, who made it.
///
/// Source: Gentle, Kleppmann, "Collaborative Text Editing with Eg-walker", 2024, section 3.
struct EventGraph: Sendable {
    var ops = OpColumns()
    var parents = Parents()
    var authors = Authors()
    var order = AgentOrder()

    /// Events in it.
    var count: Int { ops.count }

    /// Whether `a` was made by a smaller agent id than `b`, or earlier by the same.
    func tieBreaks(_ a: Int, before b: Int) -> Bool {
        let first = authors.author(of: a)
        let second = authors.author(of: b)
        if first.agent == second.agent { return first.sequence < second.sequence }
        return order.ranks[first.agent] < order.ranks[second.agent]
    }

    /// What to go back to if a change is refused.
    struct Mark {
        let count: Int
        let heads: [Int32]
    }

    var mark: Mark { Mark(count: count, heads: parents.heads) }

    /// Forgets everything after `mark`.
    mutating func restore(_ mark: Mark) {
        ops.truncate(to: mark.count)
        parents.truncate(to: mark.count, heads: mark.heads)
        authors.truncate(to: mark.count)
    }
}
