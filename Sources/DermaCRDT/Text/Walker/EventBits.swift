/// A bit for each event: whether the walker's version holds it. A range is changed or searched 64 events at a time.
struct EventBits: ~Copyable, Sendable {
    private var words: Slab<UInt64>

    init(events: Int) { words = Slab(repeating: 0, count: events / 64 + 1) }

    /// Makes room for `events`. Amortised O(1) for 64 events.
    mutating func grow(to events: Int) {
        let missing = events / 64 + 1 - words.count
        if missing > 0 { words.extend(by: missing, repeating: 0) }
    }

    subscript(event: Int) -> Bool { words[event >> 6] >> UInt64(event & 63) & 1 == 1 }

    /// Sets or clears the bits of `events`.
    mutating func set(_ events: Range<Int>, to isHeld: Bool) {
        var event = events.lowerBound
        while event < events.upperBound {
            let end = min(events.upperBound, (event | 63) + 1)
            let mask = (UInt64.max >> UInt64(64 - (end - event))) << UInt64(event & 63)
            if isHeld { words[event >> 6] |= mask } else { words[event >> 6] &= ~mask }
            event = end
        }
    }

    /// Behind the last of `events` whose bit is set; their start if there is none.
    func end(in events: Range<Int>) -> Int {
        var event = events.upperBound - 1
        while event >= events.lowerBound {
            let word = words[event >> 6] & (~0 >> UInt64(63 - event & 63))
            if word != 0 { return max(event & ~63 + 64 - word.leadingZeroBitCount, events.lowerBound) }
            event = (event & ~63) - 1
        }
        return events.lowerBound
    }
}
