/// A document without its agents' ids: the graph and the text of its heads.
struct TextCore: Sendable {
    var graph = EventGraph()
    var buffer = TextBuffer()
    private var shelf = WalkShelf()
    /// How far a walk that nobody goes on with may lag behind, if it has not seen as much itself.
    private static let staleEventsMax = 4096
    /// Regions of no more slices than this are walked anew each time.
    var sliceCountMax = 4

    /// Inserts well-formed text by `agent` after everything; `position` is checked. O(log n + bytes).
    @inline(__always)
    mutating func insert(_ utf8: Span<UInt8>, scalars: Int, at position: Int, agent: Int) {
        leaveCopies()
        graph.ops.appendInsertion(at: position, utf8, scalars: scalars)
        graph.parents.appendAfterAll(count: scalars)
        graph.authors.append(count: scalars, agent: agent)
        buffer.insert(utf8, scalars: scalars, at: position)
    }

    /// Deletes by `agent` after everything; the range is checked. O(log n).
    @inline(__always)
    mutating func delete(_ range: Range<Int>, agent: Int) {
        leaveCopies()
        graph.ops.appendDeletion(at: range.lowerBound, count: range.count, isBackward: false)
        graph.parents.appendAfterAll(count: range.count)
        graph.authors.append(count: range.count, agent: agent)
        buffer.delete(at: range.lowerBound, count: range.count)
    }

    /// Copies keep the walk that they share with this one, which is about to change.
    @inline(__always)
    private mutating func leaveCopies() {
        if !isKnownUniquelyReferenced(&shelf) { shelf = WalkShelf() }
    }

    /// Brings the text up to the graph, whose events after `mark` are new; on failure they are forgotten.
    mutating func integrate(since mark: EventGraph.Mark) throws(TextError) -> Effects {
        if graph.count == mark.count { return Effects() }
        leaveCopies()
        if mark.count / Self.staleEventsMax != graph.count / Self.staleEventsMax {
            let count = graph.count
            shelf.clear { count - $0.end > max(Self.staleEventsMax, $0.end - $0.first) }
        }
        do throws(TextError) {
            let effects = try effects(since: mark)
            buffer.apply(effects, content: graph.ops.content)
            return effects
        } catch {
            graph.restore(mark)
            throw error
        }
    }

    /// What is new does to the text. Few slices are planned anew; if there are many, the walk that was left goes on.
    private func effects(since mark: EventGraph.Mark) throws(TextError) -> Effects {
        let new = graph.parents.newRuns(since: mark.count)
        if new.count == 1, graph.parents.heads.count == 1, new.oldest == mark.count - 1, mark.heads.count == 1 {
            return try Replay(graph, passing: mark.count..<graph.count, scalars: buffer.scalars).effects
        }
        if let plan = Plan(
            graph.parents, from: mark.heads, to: graph.parents.heads, firstNew: mark.count,
            atMost: sliceCountMax > 0 ? sliceCountMax + 2 * new.count : 0)
        {
            return try Replay(graph, plan, scalars: buffer.scalars, firstNew: mark.count).effects
        }
        if var walk = shelf.take(), walk.reaches(new.oldest) {
            var effects = Effects()
            try walk.walk(graph, firstNew: mark.count, into: &effects)
            shelf.leave(walk)
            return effects
        }
        let replay = try Replay(
            graph, from: mark.heads, scalars: buffer.scalars, to: graph.parents.heads, firstNew: mark.count)
        let effects = replay.effects
        if let walk = replay.lastWalk() { shelf.leave(walk) }
        return effects
    }

    /// Works on the order of everything. O(what is new to it); the first time, O(history).
    ///
    /// Unless `isKept`, it is worked out for this time only if it is not at hand.
    func withOrder<Result>(
        isKept: Bool = true, _ body: (borrowing OpenWalk) throws(TextError) -> Result
    ) throws(TextError) -> Result {
        try shelf.use { (kept) throws(TextError) in
            if var walk = kept.take() {
                if walk.first == 0 {
                    try walk.catchUp(graph)
                    let result = try body(walk)
                    kept = consume walk
                    return result
                }
                if !isKept { kept = consume walk }
            }
            let walk = try OpenWalk(graph)
            let result = try body(walk)
            if isKept { kept = consume walk }
            return result
        }
    }

    /// The text at an earlier version. O(k log k) for the k runs of its history.
    func buffer(at version: [Int32]) throws(TextError) -> TextBuffer {
        let replay = try Replay(graph, from: [], scalars: 0, to: version, firstNew: 0)
        var buffer = TextBuffer()
        buffer.apply(replay.effects, content: graph.ops.content)
        return buffer
    }
}
