/// Which events the author of an event knew of.
///
/// Events that everything precedes or follows are told by their numbers. Above the last of these below an event, what the
/// first event of its run follows is worked out once: O(k log k) for the k runs between; asking again is O(log k).
struct Knowledge {
    private let graph: Parents
    /// The last event of each solo slice, ascending.
    private var solos: [Int] = []
    private var known: [Int: IntervalSet] = [:]

    init(_ graph: Parents) {
        self.graph = graph
        let plan = Plan(graph, from: [], to: graph.heads, firstNew: 0)
        for slice in plan.slices where slice.isSolo { solos.append(Int(slice.end) - 1) }
    }

    /// Whether whoever made `event` knew of `other`, another event.
    mutating func has(_ event: Int, seen other: Int) -> Bool {
        if other >= event { return false }
        let index = graph.index(of: event)
        let run = graph.runs[index]
        if Int(run.start) <= other { return true }
        let base = lastSolo(before: Int(run.start))
        if other <= base { return true }
        if known[index] == nil {
            let (spans, _) = graph.difference(Array(graph.parents(of: run)), base >= 0 ? [Int32(base)] : [])
            var set = IntervalSet()
            for span in spans { set.add(span) }
            known[index] = set
        }
        return known[index]?.contains(other) ?? false
    }

    private func lastSolo(before event: Int) -> Int {
        var low = 0
        var high = solos.count
        while low < high {
            let middle = (low + high) >> 1
            if solos[middle] < event { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? solos[low - 1] : -1
    }

    /// Whether neither of two different events knew of the other.
    mutating func areConcurrent(_ a: Int, _ b: Int) -> Bool { !has(a, seen: b) && !has(b, seen: a) }
}
