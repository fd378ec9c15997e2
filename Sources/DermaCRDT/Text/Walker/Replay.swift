/// Brings a text from one version to another.
struct Replay: ~Copyable {
    private(set) var effects = Effects()
    /// The walk of the last concurrent region.
    private(set) var last: OpenWalk?
    /// The text's length, with the effects so far.
    private var scalars: Int

    /// What leads a text of `scalars` scalars from `version` to `target`; events from `firstNew` on are new to it.
    /// - Throws: `outOfBounds` if an event lies outside of the text at its version.
    init(
        _ graph: borrowing EventGraph, from version: [Int32], scalars: Int, to target: [Int32], firstNew: Int
    ) throws(TextError) {
        try self.init(
            graph, Plan(graph.parents, from: version, to: target, firstNew: firstNew), scalars: scalars,
            firstNew: firstNew)
    }

    /// What `plan` leads to.
    init(_ graph: borrowing EventGraph, _ plan: Plan, scalars: Int, firstNew: Int) throws(TextError) {
        self.scalars = scalars
        var place = 0
        while place < plan.order.count {
            let slice = plan.slices[plan.order[place]]
            if slice.isSolo {
                if Int(slice.start) >= firstNew { try pass(Int(slice.start)..<Int(slice.end), graph) }
                place += 1
            } else {
                var end = place
                while end < plan.order.count, !plan.slices[plan.order[end]].isSolo { end += 1 }
                try walk(plan.order[place..<end].lazy.map { plan.slices[$0] }, graph, firstNew: firstNew)
                place = end
            }
        }
    }

    /// What `events` lead to, which follow everything before them.
    init(_ graph: borrowing EventGraph, passing events: Range<Int>, scalars: Int) throws(TextError) {
        self.scalars = scalars
        try pass(events, graph)
    }

    /// Events that nothing is concurrent to do what they say.
    private mutating func pass(_ events: Range<Int>, _ graph: borrowing EventGraph) throws(TextError) {
        var place = graph.ops.index(of: events.lowerBound)
        var event = events.lowerBound
        while event < events.upperBound {
            let run = graph.ops.runs[place]
            let end = min(run.end, events.upperBound)
            let offset = event - Int(run.start)
            let count = end - event
            let position = run.position(offset: offset, count: count)
            if run.kind == .insert {
                guard position <= scalars else { throw TextError(.outOfBounds) }
                effects.insert(
                    at: position, scalars: count, content: graph.ops.bytes(of: run, offset: offset, count: count))
                scalars += count
            } else {
                guard position + count <= scalars else { throw TextError(.outOfBounds) }
                effects.delete(at: position, scalars: count)
                scalars -= count
            }
            event = end
            place += 1
        }
    }

    private mutating func walk(
        _ slices: some Collection<Plan.Slice>, _ graph: borrowing EventGraph, firstNew: Int
    ) throws(TextError) {
        var lowest = Int.max
        var highest = 0
        var deleted = 0
        var isKnown = true
        for slice in slices {
            lowest = min(lowest, Int(slice.start))
            highest = max(highest, Int(slice.end))
            if Int(slice.start) < firstNew {
                deleted += graph.ops.deletions(in: Int(slice.start)..<Int(slice.end))
            } else {
                isKnown = false
            }
        }
        if isKnown { return }
        var walk = OpenWalk(scalars: lowest > 0 ? scalars + deleted : 0, events: lowest..<highest)
        isKnown = true
        for slice in slices {
            if isKnown, Int(slice.start) >= firstNew {
                isKnown = false
                walk.walker.calibrate(to: scalars)
            }
            try walk.walk(slice, graph, into: &effects, isKnown: isKnown)
        }
        scalars = walk.scalars
        walk.finish(at: highest)
        last = consume walk
    }
}

extension Replay {
    /// The walk of the last concurrent region, to go on with.
    consuming func lastWalk() -> OpenWalk? { last }
}

extension OpColumns {
    /// Scalars that `events` delete.
    func deletions(in events: Range<Int>) -> Int {
        var total = 0
        var place = index(of: events.lowerBound)
        while place < runs.count, Int(runs[place].start) < events.upperBound {
            let run = runs[place]
            if run.kind != .insert { total += min(run.end, events.upperBound) - max(Int(run.start), events.lowerBound) }
            place += 1
        }
        return total
    }
}
