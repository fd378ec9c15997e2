import DequeModule

/// Events of one agent as stretches of consecutive ones, ascending: who deletes a page at once has one.
struct EventStretches {
    private var stretches: Deque<Range<Int>> = []

    var isEmpty: Bool { stretches.isEmpty }

    /// O(log n), and what it takes to move the fewer of those before and behind.
    mutating func insert(_ event: Int) {
        let place = stretches.partition { $0.upperBound < event }
        guard place < stretches.count, stretches[place].lowerBound <= event + 1 else {
            stretches.insert(event..<event + 1, at: place)
            return
        }
        let held = stretches[place]
        stretches[place] = min(held.lowerBound, event)..<max(held.upperBound, event + 1)
        if place + 1 < stretches.count, stretches[place + 1].lowerBound == stretches[place].upperBound {
            stretches[place] = stretches[place].lowerBound..<stretches[place + 1].upperBound
            stretches.remove(at: place + 1)
        }
    }

    /// Takes out those in `range`. O(log n), and what it takes to move the fewer of those before and behind.
    mutating func remove(_ range: Range<Int>) {
        if range.isEmpty { return }
        let first = stretches.partition { $0.upperBound <= range.lowerBound }
        let end = stretches.partition { $0.lowerBound < range.upperBound }
        guard first < end else { return }
        let left = stretches[first].lowerBound..<max(stretches[first].lowerBound, range.lowerBound)
        let right = min(stretches[end - 1].upperBound, range.upperBound)..<stretches[end - 1].upperBound
        stretches.replaceSubrange(first..<end, with: [left, right].filter { !$0.isEmpty })
    }

    /// The first event that `isBefore` is false for, which is true for those before it. O(log n).
    func first(after isBefore: (Int) -> Bool) -> Int? {
        let place = stretches.partition { isBefore($0.upperBound - 1) }
        return place < stretches.count ? stretches[place].partition(isBefore) : nil
    }

    /// The last event that `isBefore` is true for, which is false for those behind it. O(log n).
    func last(before isBefore: (Int) -> Bool) -> Int? {
        let place = stretches.partition { isBefore($0.upperBound - 1) }
        if place < stretches.count, isBefore(stretches[place].lowerBound) {
            return stretches[place].partition(isBefore) - 1
        }
        return place > 0 ? stretches[place - 1].upperBound - 1 : nil
    }
}
