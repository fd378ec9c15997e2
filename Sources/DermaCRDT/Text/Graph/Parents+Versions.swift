extension Parents {
    /// Half-open spans of event numbers, ascending.
    typealias Spans = [Range<Int>]

    /// The events that only `a` holds and those that only `b` holds.
    ///
    /// O(k log k) for the k runs down to where the two meet. Source: Eg-walker, section 3.2.
    func difference(_ a: [Int32], _ b: [Int32]) -> (onlyA: Spans, onlyB: Spans) {
        var queue = VersionQueue()
        for event in a { queue.push(event, .a) }
        for event in b { queue.push(event, .b) }
        var onlyA: Spans = []
        var onlyB: Spans = []
        while queue.hasUnshared, let top = queue.pop() {
            let run = runs[index(of: Int(top.event))]
            // Within the run, another event of the queue may change to whom the rest belongs.
            var stop = run.start - 1
            if let next = queue.peek, next.event >= run.start { stop = next.event }
            let span = Int(stop) + 1..<Int(top.event) + 1
            switch top.side {
            case .a: onlyA.append(span)
            case .b: onlyB.append(span)
            case .both: break
            }
            if stop >= run.start {
                queue.push(stop, top.side)
            } else {
                for parent in parents(of: run) { queue.push(parent, top.side) }
            }
        }
        return (onlyA.reversed(), onlyB.reversed())
    }

    /// Whether `version` holds `event`. O(k log k) for the k runs above it.
    func contains(_ event: Int, in version: [Int32]) -> Bool {
        if version.contains(Int32(event)) { return true }
        var queue = VersionQueue()
        for head in version where Int(head) > event { queue.push(head, .a) }
        while let top = queue.pop() {
            let run = runs[index(of: Int(top.event))]
            if Int(run.start) <= event { return true }
            for parent in parents(of: run) where Int(parent) >= event {
                if Int(parent) == event { return true }
                queue.push(parent, .a)
            }
        }
        return false
    }

    /// The events of `events` that no other of them follows, ascending. O(k log k) for the k runs down to the oldest.
    func dominators(_ events: [Int32]) -> [Int32] {
        if events.count < 2 { return events }
        var queue = VersionQueue()
        let events = events.sorted()
        for event in events { queue.push(event, .a) }
        var left = queue.count
        var kept: [Int32] = []
        while left > 0, let top = queue.pop() {
            if top.side == .a { kept.append(top.event) }
            if top.side != .b { left -= 1 }
            let run = runs[index(of: Int(top.event))]
            if let next = queue.peek, next.event >= run.start {
                queue.push(next.event, .b)
            } else {
                for parent in parents(of: run) where parent >= events[0] { queue.push(parent, .b) }
            }
        }
        return kept.reversed()
    }
}

extension [Int32] {
    /// Takes out `others`. O(n + m), or n · m if that is little.
    mutating func subtract(_ others: [Int32]) {
        if others.count <= 16 {
            removeAll { others.contains($0) }
        } else {
            let others = Set(others)
            removeAll { others.contains($0) }
        }
    }
}

/// Events of one or two versions, greatest first, each once.
struct VersionQueue {
    enum Side: UInt8 { case a = 1, b = 2, both = 3 }

    private var sorted: [(event: Int32, side: Side)] = []
    private var unshared = 0

    var hasUnshared: Bool { unshared > 0 }
    var peek: (event: Int32, side: Side)? { sorted.last }
    var count: Int { sorted.count }

    mutating func push(_ event: Int32, _ side: Side) {
        let index = place(of: event)
        if index > 0, sorted[index - 1].event == event {
            let held = sorted[index - 1].side
            if held != .both, held != side {
                sorted[index - 1].side = .both
                unshared -= 1
            }
            return
        }
        sorted.insert((event, side), at: index)
        if side != .both { unshared += 1 }
    }

    /// How many are not above `event`. Most come in near the top: steps that double from there, then halves.
    @inline(__always)
    private func place(of event: Int32) -> Int {
        var high = sorted.count
        var step = 1
        while high >= step, sorted[high - step].event > event {
            high -= step
            step <<= 1
        }
        var low = max(high - step, -1) + 1
        while low < high {
            let middle = (low + high) >> 1
            if sorted[middle].event > event { high = middle } else { low = middle + 1 }
        }
        return low
    }

    mutating func pop() -> (event: Int32, side: Side)? {
        guard let top = sorted.popLast() else { return nil }
        if top.side != .both { unshared -= 1 }
        return top
    }
}
