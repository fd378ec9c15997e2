/// Ranges of event numbers. They are added ascending, or sorted before they are asked for.
struct IntervalSet {
    private var ranges: [Range<Int>] = []

    /// Adds a range.
    mutating func add(_ range: Range<Int>) {
        if range.isEmpty { return }
        if let last = ranges.last, last.upperBound == range.lowerBound {
            ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
        } else {
            ranges.append(range)
        }
    }

    /// Puts the ranges in order and unites those that overlap.
    mutating func sort() {
        let sorted = ranges.sorted { $0.lowerBound < $1.lowerBound }
        ranges.removeAll(keepingCapacity: true)
        for range in sorted {
            if let last = ranges.last, range.lowerBound <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
    }

    /// Passes the parts of `range`, in order, and whether they are in the set. O(log n + parts).
    func split(_ range: Range<Int>, _ body: (Range<Int>, Bool) -> Void) {
        var low = ranges.partition { $0.upperBound <= range.lowerBound }
        var start = range.lowerBound
        while start < range.upperBound, low < ranges.count, ranges[low].lowerBound < range.upperBound {
            let held = ranges[low].clamped(to: range)
            if start < held.lowerBound { body(start..<held.lowerBound, false) }
            body(held, true)
            start = held.upperBound
            low += 1
        }
        if start < range.upperBound { body(start..<range.upperBound, false) }
    }
}
