/// Finds where changes met that were made without knowing of each other.
///
/// O(k log k) for the k runs of the history, what `Knowledge` costs, and O(log k) for each scalar between two that one author
/// deleted and for each that stands beside a stretch that several did.
struct OverlapFinder {
    /// Why a scalar is marked, and the last event of each who is concerned.
    struct Mark {
        var kind: TextOverlapKind
        var lastEvents: [Int: Int]
    }

    let cells: [OrderCell]
    private let graph: EventGraph
    lazy var knowledge = Knowledge(graph.parents, graph.authors)
    /// By the scalar's event.
    private(set) var marks: [Int: Mark] = [:]

    init(_ cells: [OrderCell], _ graph: EventGraph) {
        self.cells = cells
        self.graph = graph
        findInserted()
        findDeleted()
    }

    private mutating func mark(
        _ scalar: Int, _ kind: TextOverlapKind, _ concerned: some Sequence<(agent: Int, event: Int)>
    ) {
        var mark = marks[scalar] ?? Mark(kind: kind, lastEvents: [:])
        mark.kind = max(mark.kind, kind)
        for (agent, event) in concerned { mark.lastEvents[agent] = max(mark.lastEvents[agent] ?? event, event) }
        marks[scalar] = mark
    }

    // MARK: - What was inserted where someone else deleted

    private mutating func findInserted() {
        var last: [Int: Int] = [:]
        for (place, cell) in cells.enumerated() {
            for agent in Set(cell.deletions.map(\.agent)) {
                if let before = last[agent], before < place - 1 { look(between: before, and: place, agent) }
                last[agent] = place
            }
        }
    }

    /// Looks at what stands between the last scalar of one cell and the first of another, both deleted by `agent`.
    private mutating func look(between before: Int, and after: Int, _ agent: Int) {
        let left = cells[before].deletions(at: cells[before].events.count - 1).filter { $0.agent == agent }
        let right = cells[after].deletions(at: 0).filter { $0.agent == agent }
        for (_, first) in left {
            for (_, second) in right where !isAnyVisible(in: before + 1..<after, to: first, second) {
                for place in before + 1..<after where cells[place].agent != agent {
                    for event in cells[place].events
                    where knowledge.areConcurrent(event, first) && knowledge.areConcurrent(event, second) {
                        mark(event, .inserted, [(cells[place].agent, event), (agent, first), (agent, second)])
                    }
                }
            }
        }
    }

    /// Whether a scalar of `places` was in the text that either of two deletions was made in.
    private mutating func isAnyVisible(in places: Range<Int>, to first: Int, _ second: Int) -> Bool {
        // What stays is mostly found at one of the ends.
        if isVisible(places.lowerBound, 0, to: first) { return true }
        if isVisible(places.upperBound - 1, cells[places.upperBound - 1].events.count - 1, to: second) { return true }
        for place in places {
            for offset in cells[place].events.indices.map({ $0 - cells[place].events.lowerBound })
            where isVisible(place, offset, to: first) || isVisible(place, offset, to: second) { return true }
        }
        return false
    }

    private mutating func isVisible(_ place: Int, _ offset: Int, to event: Int) -> Bool {
        guard knowledge.has(event, seen: cells[place].events.lowerBound + offset) else { return false }
        for (_, deletion) in cells[place].deletions(at: offset) where knowledge.has(event, seen: deletion) {
            return false
        }
        return true
    }

    // MARK: - What several deleted

    private mutating func findDeleted() {
        var place = 0
        while place < cells.count {
            var end = place
            var agents: Set<Int> = []
            while end < cells.count, isContested(end) {
                for (offset, event) in cells[end].events.enumerated() {
                    mark(event, .deleted, cells[end].deletions(at: offset).map { ($0.agent, $0.event) })
                }
                agents.formUnion(cells[end].deletions.map(\.agent))
                end += 1
            }
            if end > place { findReplaced(place..<end, agents) }
            place = max(end, place + 1)
        }
    }

    /// Whether several deleted it.
    private func isContested(_ place: Int) -> Bool {
        let deletions = cells[place].deletions
        return deletions.contains { $0.agent != deletions[0].agent }
    }

    /// Looks at what stands beside a stretch that several deleted: replaced if two of them wrote there.
    private mutating func findReplaced(_ stretch: Range<Int>, _ agents: Set<Int>) {
        var found: [(agent: Int, event: Int)] = []
        var writers: Set<Int> = []
        for step in [-1, 1] {
            let end = step < 0 ? stretch.lowerBound : stretch.upperBound - 1
            let deletions = Array(cells[end].deletions(at: step < 0 ? 0 : cells[end].events.count - 1))
            var place = end + step
            while cells.indices.contains(place), !isContested(place), agents.contains(cells[place].agent),
                collect(cells[place], step, deletions, into: &found)
            {
                writers.insert(cells[place].agent)
                place += step
            }
            if let last = found.last, cells.indices.contains(place), cells[place].events.contains(last.event) {
                writers.insert(cells[place].agent)
            }
        }
        guard writers.count > 1 else { return }
        for (agent, event) in found { mark(event, .replaced, [(agent, event)]) }
        for place in stretch {
            for event in cells[place].events { mark(event, .replaced, []) }
        }
    }

    /// Adds the scalars of `cell` from its near end on, as long as each met one of `deletions`; false if one did not.
    private mutating func collect(
        _ cell: OrderCell, _ step: Int, _ deletions: [(agent: Int, event: Int)],
        into found: inout [(agent: Int, event: Int)]
    ) -> Bool {
        var event = step < 0 ? cell.events.upperBound - 1 : cell.events.lowerBound
        while cell.events.contains(event) {
            var isMet = false
            for (agent, deletion) in deletions where agent != cell.agent && !isMet {
                isMet = knowledge.areConcurrent(event, deletion)
            }
            if !isMet { return false }
            found.append((cell.agent, event))
            event += step
        }
        return true
    }
}
