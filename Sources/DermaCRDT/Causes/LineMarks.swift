/// The marks of a replica's entries, oldest first; entries that say nothing that counts have none.
struct LineMarks: RandomAccessCollection, Sendable {
    private var all: [Marks.Packed?] = []
    /// Places without a mark, ascending; none touches the next. So that however many there are, the next mark is at hand.
    private var gaps: [Range<Int>] = []

    init() {}

    var startIndex: Int { 0 }
    var endIndex: Int { all.count }
    subscript(place: Int) -> Marks.Packed? { all[place] }

    mutating func reserveCapacity(_ count: Int) { all.reserveCapacity(count) }

    /// Amortised O(1).
    mutating func append(_ mark: Marks.Packed?) {
        if mark == nil { addGap(all.count) }
        all.append(mark)
    }

    /// Takes a mark away. O(log n + gaps).
    mutating func unmark(_ place: Int) {
        guard all.indices.contains(place), all[place] != nil else { return }
        all[place] = nil
        addGap(place)
    }

    /// The first place from `place` on with a mark. O(log n).
    func next(from place: Int) -> Int? {
        let gap = gaps.partition { $0.upperBound <= place }
        let next = gap < gaps.count && gaps[gap].contains(place) ? gaps[gap].upperBound : place
        return next < all.count ? next : nil
    }

    private mutating func addGap(_ place: Int) {
        let next = gaps.partition { $0.upperBound < place }
        var gap = place..<place + 1
        var end = next
        while end < gaps.count, gaps[end].lowerBound <= gap.upperBound {
            gap = Swift.min(gap.lowerBound, gaps[end].lowerBound)..<Swift.max(gap.upperBound, gaps[end].upperBound)
            end += 1
        }
        gaps.replaceSubrange(next..<end, with: CollectionOfOne(gap))
    }
}
