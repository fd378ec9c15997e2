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
        for part in graph.ops.parts(of: events) {
            if part.run.kind == .insert {
                guard part.position <= scalars else { throw TextError(.outOfBounds) }
                effects.insert(at: part.position, scalars: part.count, content: graph.ops.bytes(of: part))
                scalars += part.count
            } else {
                guard part.position + part.count <= scalars else { throw TextError(.outOfBounds) }
                effects.delete(at: part.position, scalars: part.count)
                scalars -= part.count
            }
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
        for part in parts(of: events) where part.run.kind != .insert { total += part.count }
        return total
    }
}
