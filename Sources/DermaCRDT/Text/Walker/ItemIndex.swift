/// A number for each run of ids that begins somewhere: which leaf an item is in, or which piece a deletion is in.
///
/// A bit marks each id where a run begins, a second level of bits the words that are not 0: the beginning of an id's run
/// is found in O(1), up to 2¹⁸ ids in a run, and moving a run costs one write however long it is. Ids that begin no
/// run cost no memory that is touched.
struct ItemIndex: ~Copyable, Sendable {
    private var numbers: Slab<Int32>
    private var words: Slab<UInt64>
    private var summary: Slab<UInt64>

    init(ids: Int) {
        numbers = Slab(uninitialized: max(ids, 1))
        words = Slab(repeating: 0, count: ids / 64 + 1)
        summary = Slab(repeating: 0, count: ids / 4096 + 1)
    }

    /// Makes room for ids below `ids`. Amortised O(1) an id.
    mutating func grow(to ids: Int) {
        guard ids > numbers.count else { return }
        numbers.extend(by: ids - numbers.count)
        words.extend(by: max(ids / 64 + 1 - words.count, 0), repeating: 0)
        summary.extend(by: max(ids / 4096 + 1 - summary.count, 0), repeating: 0)
    }

    subscript(start: Int) -> Int32 { numbers[start] }

    /// Lets a run begin at `id`.
    @inline(__always)
    mutating func set(_ id: Int, to number: Int32) {
        numbers[id] = number
        words[id >> 6] |= 1 << UInt64(id & 63)
        summary[id >> 12] |= 1 << UInt64((id >> 6) & 63)
    }

    /// Changes the number of the run that begins at `id`.
    @inline(__always)
    mutating func move(_ id: Int, to number: Int32) { numbers[id] = number }

    /// Where the run that holds `id` begins.
    @inline(__always)
    func start(of id: Int) -> Int {
        let word = words[id >> 6] & (~0 >> UInt64(63 - id & 63))
        if word != 0 { return id & ~63 | (63 - word.leadingZeroBitCount) }
        return startBefore(word: id >> 6)
    }

    @inline(never)
    private func startBefore(word: Int) -> Int {
        var group = word >> 6
        var bits = summary[group] & ((1 << UInt64(word & 63)) - 1)
        while bits == 0 {
            group -= 1
            bits = summary[group]
        }
        let found = group << 6 | (63 - bits.leadingZeroBitCount)
        return found << 6 | (63 - words[found].leadingZeroBitCount)
    }
}
