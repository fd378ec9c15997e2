/// Which events have to be looked at to bring a text from one version to another, and in which order.
///
/// O(k log k) for the k runs above the last event that everything that is new, or that the text holds, precedes or follows.
struct Plan {
    /// Consecutive events that are on one branch.
    struct Slice {
        var start: Int32
        var end: Int32
        /// Slices that its first event follows, in `parents`; none: the base.
        var parents: Range<Int> = 0..<0
        /// Whether everything else precedes or follows it.
        var isSolo = false
    }

    /// By event number.
    private(set) var slices: [Slice] = []
    private var parents: [Int32] = []
    /// The order of the walk.
    private(set) var order: [Int] = []

    /// Plans what leads from `version` to `target`, which holds it; events from `firstNew` on are new.
    init(_ graph: borrowing Parents, from version: [Int32], to target: [Int32], firstNew: Int) {
        _ = collect(graph, version, target, firstNew: firstNew, atMost: .max)
        finish(graph, firstNew: firstNew)
    }

    /// As above; nil if there are more than `sliceCountMax` slices to look at. O(`sliceCountMax`).
    init?(
        _ graph: borrowing Parents, from version: [Int32], to target: [Int32], firstNew: Int, atMost sliceCountMax: Int
    ) {
        guard collect(graph, version, target, firstNew: firstNew, atMost: sliceCountMax) else { return nil }
        finish(graph, firstNew: firstNew)
    }

    /// Plans the walk of all events from `first` on.
    init(_ graph: borrowing Parents, since first: Int, firstNew: Int) {
        var queue = VersionQueue()
        for event in graph.heads { queue.push(event, .a) }
        while let top = queue.peek, Int(top.event) >= first {
            collect(from: &queue, graph, floors: (first, firstNew))
        }
        slices.reverse()
        finish(graph, firstNew: firstNew)
    }

    private mutating func finish(_ graph: borrowing Parents, firstNew: Int) {
        link(graph)
        sort(firstNew: firstNew)
        findSolos()
    }

    private mutating func collect(
        _ graph: borrowing Parents, _ version: [Int32], _ target: [Int32], firstNew: Int, atMost sliceCountMax: Int
    ) -> Bool {
        var queue = VersionQueue()
        for event in version { queue.push(event, .a) }
        for event in target { queue.push(event, .a) }
        if version.isEmpty { queue.push(-1, .a) }
        while let top = queue.peek, queue.count > 1 || Int(top.event) >= firstNew, top.event >= 0 {
            collect(from: &queue, graph, floors: (firstNew, firstNew))
            if slices.count > sliceCountMax { return false }
        }
        slices.reverse()
        return true
    }

    /// Takes the newest slice off the queue. None reaches over a floor: what the text holds of a run is not new.
    private mutating func collect(from queue: inout VersionQueue, _ graph: borrowing Parents, floors: (Int, Int)) {
        guard let top = queue.pop() else { return }
        let run = graph.runs[graph.index(of: Int(top.event))]
        var start = run.start
        for floor in [Int32(floors.0), Int32(floors.1)] where floor <= top.event { start = max(start, floor) }
        if let next = queue.peek { start = max(start, next.event + 1) }
        slices.append(Slice(start: start, end: top.event + 1))
        if start > run.start {
            queue.push(start - 1, .a)
        } else {
            for parent in graph.parents(of: run) { queue.push(parent, .a) }
            if run.count == 0 { queue.push(-1, .a) }
        }
    }

    private mutating func link(_ graph: borrowing Parents) {
        for index in slices.indices {
            let first = parents.count
            for parent in graph.parents(of: Int(slices[index].start)) {
                if let place = slice(endingWith: parent) { parents.append(Int32(place)) }
            }
            slices[index].parents = first..<parents.count
        }
    }

    private func slice(endingWith event: Int32) -> Int? {
        let low = slices.partition { $0.end - 1 < event }
        return low < slices.count && slices[low].end - 1 == event ? low : nil
    }

    /// Depth first, so that one branch is walked before the next; what is known goes before what is new.
    ///
    /// Of several branches the one that came last goes first: it is mostly the shortest (a1: half the time of the reverse).
    /// But what goes on where the walker stands, so that this is the last that it follows, goes before what merges it into
    /// another branch: writers that see each other late are walked in long strokes, not in turns.
    private mutating func sort(firstNew: Int) {
        var waiting = slices.map { Int32($0.parents.count) }
        var childStart = [Int32](repeating: 0, count: slices.count + 1)
        for parent in parents { childStart[Int(parent) + 1] += 1 }
        for index in slices.indices { childStart[index + 1] += childStart[index] }
        var filled = childStart
        var children = [Int32](repeating: 0, count: parents.count)
        for index in slices.indices {
            for parent in parents[slices[index].parents] {
                children[Int(filled[Int(parent)])] = Int32(index)
                filled[Int(parent)] += 1
            }
        }
        order.reserveCapacity(slices.count)
        var ready: [Int32] = []
        var later: [Int32] = []
        for index in slices.indices.reversed() where waiting[index] == 0 {
            if Int(slices[index].start) < firstNew { ready.append(Int32(index)) } else { later.append(Int32(index)) }
        }
        while true {
            if ready.isEmpty { swap(&ready, &later) }
            guard let next = ready.popLast() else { break }
            let index = Int(next)
            order.append(index)
            var turning = ready.count
            for child in children[Int(childStart[index])..<Int(childStart[index + 1])] {
                waiting[Int(child)] -= 1
                guard waiting[Int(child)] == 0 else { continue }
                let isLater = Int(slices[index].start) < firstNew && Int(slices[Int(child)].start) >= firstNew
                if isLater {
                    later.append(child)
                    continue
                }
                ready.append(child)
                if parents[slices[Int(child)].parents].last != next {
                    ready.swapAt(turning, ready.count - 1)
                    turning += 1
                }
            }
        }
    }

    /// A slice is solo if no slice before it in the order is followed by one after it other than through it.
    private mutating func findSolos() {
        var place = [Int32](repeating: 0, count: slices.count)
        for (position, index) in order.enumerated() { place[index] = Int32(position) }
        // How many edges pass over each place; what nobody follows is followed by the end.
        var over = [Int32](repeating: 0, count: slices.count + 2)
        var hasChild = [Bool](repeating: false, count: slices.count)
        for index in slices.indices {
            let end = Int(place[index])
            if slices[index].parents.isEmpty {
                over[0] += 1
                over[end] -= 1
            }
            for parent in parents[slices[index].parents] {
                hasChild[Int(parent)] = true
                over[Int(place[Int(parent)]) + 1] += 1
                over[end] -= 1
            }
        }
        for index in slices.indices where !hasChild[index] {
            over[Int(place[index]) + 1] += 1
            over[slices.count] -= 1
        }
        var depth: Int32 = 0
        for (position, index) in order.enumerated() {
            depth += over[position]
            slices[index].isSolo = depth == 0
        }
    }
}
