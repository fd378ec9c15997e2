/// Brings a text from one version to another.
struct Replay {
    private(set) var effects = Effects()
    /// The text's length, with the effects so far.
    private var scalars: Int

    /// What leads a text of `scalars` scalars from `version` to `target`; events from `firstNew` on are new to it.
    /// - Throws: `outOfBounds` if an event lies outside of the text at its version.
    init(
        _ graph: borrowing EventGraph, from version: [Int32], scalars: Int, to target: [Int32], firstNew: Int
    ) throws(TextError) {
        self.scalars = scalars
        let plan = Plan(graph.parents, from: version, to: target, firstNew: firstNew)
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
        var walker = Walker(scalars: scalars + deleted, events: lowest..<highest)
        var last: Int32?
        isKnown = true
        for slice in slices {
            if isKnown, Int(slice.start) >= firstNew {
                isKnown = false
                walker.calibrate(to: scalars)
            }
            walker.stand(after: &last, before: slice, graph)
            try walker.apply(Int(slice.start)..<Int(slice.end), graph, into: &effects, isKnown: isKnown)
            last = slice.end - 1
        }
        scalars = walker.tree.effect - walker.excess
    }
}

extension Walker {
    /// Goes from the version of `last` to the one that `slice` follows.
    mutating func stand(after last: inout Int32?, before slice: Plan.Slice, _ graph: borrowing EventGraph) {
        guard let last else { return }
        let parents = graph.parents.parents(of: Int(slice.start))
        if parents.count == 1, parents[0] == last { return }
        let (retreats, advances) = graph.parents.difference([last], parents)
        for span in retreats.reversed() { move(over: span, graph, by: -1) }
        for span in advances { move(over: span, graph, by: 1) }
    }
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
