/// A walk that is kept: it has seen all events from `first` to `end`, and goes on from there.
///
/// `first` is 0, or everything from it on follows the event before it. What an event costs does not depend on how long the
/// region has been open, as long as it follows everything or the event that was walked last: O(log n) a run. Otherwise what
/// lies between the two versions is retreated and advanced.
struct OpenWalk: ~Copyable, Sendable {
    var walker: Walker
    let first: Int
    private(set) var end: Int
    /// The version that the walker stands at. The first slice that is walked follows what the walk begins at.
    private var version: [Int32]?
    /// The version of all events before `end`.
    private var heads: [Int32] = []
    /// Which events from `first` on the walker's version holds.
    private var held: EventBits

    /// A walk that begins at a text of at most `scalars` scalars and will see `events`.
    init(scalars: Int, events: Range<Int>) {
        walker = Walker(scalars: scalars, events: events)
        first = events.lowerBound
        end = first
        held = EventBits(events: events.count)
    }

    /// The walk of everything.
    /// - Throws: `outOfBounds` if an event lies outside of the text at its version.
    init(_ graph: borrowing EventGraph) throws(TextError) {
        self.init(scalars: 0, events: 0..<graph.count)
        try catchUp(graph)
    }

    /// Scalars in the text.
    var scalars: Int { walker.tree.effect - walker.excess }

    /// Whether events can be walked that follow `event`, or nothing if that is −1.
    func reaches(_ event: Int) -> Bool { event >= first - 1 }

    /// Walks what the text has already taken in.
    mutating func catchUp(_ graph: borrowing EventGraph) throws(TextError) {
        var none = Effects()
        try walk(graph, firstNew: graph.count, into: &none)
    }

    /// Walks all events that are left. Those from `firstNew` on change the text: what they do is added to `effects`.
    /// - Throws: `outOfBounds` if an event lies outside of the text at its version; the walk is of no use then.
    mutating func walk(_ graph: borrowing EventGraph, firstNew: Int, into effects: inout Effects) throws(TextError) {
        guard end < graph.count else { return }
        walker.tree.index.grow(to: graph.count - walker.shift)
        held.grow(to: graph.count - first)
        let plan = Plan(graph.parents, since: end, firstNew: firstNew)
        for index in plan.order {
            let slice = plan.slices[index]
            try walk(slice, graph, into: &effects, isKnown: Int(slice.start) < firstNew)
        }
        finish(at: graph.count)
    }

    /// Walks one slice, after all that it follows.
    mutating func walk(
        _ slice: Plan.Slice, _ graph: borrowing EventGraph, into effects: inout Effects, isKnown: Bool
    ) throws(TextError) {
        let events = Int(slice.start)..<Int(slice.end)
        let parents = graph.parents.parents(of: events.lowerBound)
        let version = self.version ?? parents
        if parents != version, parents == heads {
            try walker.applyAfterAll(events, graph, into: &effects, isKnown: isKnown)
            heads = [slice.end - 1]
            return
        }
        if version.count == 1, parents.contains(version[0]) {
            advance(to: parents, graph)
        } else if parents != version {
            let (retreats, advances) = graph.parents.difference(version, parents)
            for span in retreats.reversed() { move(over: span, graph, by: -1) }
            for span in advances { move(over: span, graph, by: 1) }
        }
        try walker.apply(events, graph, into: &effects, isKnown: isKnown)
        held.set(events.lowerBound - first..<events.upperBound - first, to: true)
        self.version = [slice.end - 1]
        heads.subtract(parents)
        heads.append(slice.end - 1)
        if heads.count > 1 { heads.sort() }
    }

    private mutating func move(over events: Range<Int>, _ graph: borrowing EventGraph, by step: Int32) {
        walker.move(over: events, graph, by: step)
        held.set(events.lowerBound - first..<events.upperBound - first, to: step > 0)
    }

    /// Takes what `parents`, which follow all that the walker's version holds, hold besides into it. O(k log k) for their k
    /// runs, however far behind they are.
    private mutating func advance(to parents: [Int32], _ graph: borrowing EventGraph) {
        if parents.count == 1 { return }
        var open = parents
        var spans: Parents.Spans = []
        while let event = open.popLast().map(Int.init) {
            guard event >= first, !held[event - first] else { continue }
            let run = graph.parents.runs[graph.parents.index(of: event)]
            let low = max(Int(run.start), first) - first
            let span = held.end(in: low..<event - first) + first..<event + 1
            held.set(span.lowerBound - first..<span.upperBound - first, to: true)
            spans.append(span)
            if span.lowerBound == Int(run.start) { open.append(contentsOf: graph.parents.parents(of: run)) }
        }
        if spans.count > 1 { spans.sort { $0.lowerBound < $1.lowerBound } }
        for span in spans { walker.move(over: span, graph, by: 1) }
    }

    /// Says that all events before `end` were walked.
    mutating func finish(at end: Int) { self.end = end }
}
