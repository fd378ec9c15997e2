/// Finds what a row of the report stands for in the text, and in the text of each who is concerned.
///
/// For each row O(log k) for each of its scalars and each side, and for the scalars beside it that are in the text of some
/// sides only, or in nobody's.
struct PassageFinder {
    /// Whose text holds a scalar.
    private enum Holding {
        /// That of some sides: they differ.
        case some
        /// That of no side, nor is it in the text as it is.
        case none
        /// That of all sides; or that as it is and of no side.
        case common
    }

    private var finder: OverlapFinder
    /// Each cell's first place in the order of all scalars.
    private let starts: [Int]
    private let end: Int

    init(_ finder: OverlapFinder) {
        self.finder = finder
        var starts: [Int] = []
        var next = 0
        for cell in finder.cells {
            starts.append(next)
            next += cell.events.count
        }
        self.starts = starts
        end = next
    }

    /// The scalars of a row with those beside it that the sides have differently: how many scalars of the text as it is stand
    /// before them, and the events that inserted those of them that are in it, and that each side has. `ends`: the last
    /// event of each side's text.
    mutating func passage(
        of row: OverlapRow, _ ends: [Int]
    ) -> (position: Int, shown: [Int], sides: [[Int]]) {
        let places = widened(row.scalars, ends)
        let before = (places.lowerBound..<row.scalars.lowerBound).count(where: isPresent)
        let shown = places.filter(isPresent).map(event)
        let sides = ends.map { end in places.filter { isHeld($0, by: end) }.map(event) }
        return (row.position - before, shown, sides)
    }

    private mutating func widened(_ row: Range<Int>, _ ends: [Int]) -> Range<Int> {
        var (low, high) = (row.lowerBound, row.upperBound)
        var place = low - 1
        while place >= 0, case let holding = holding(of: place, ends), holding != .common {
            if holding == .some { low = place }
            place -= 1
        }
        place = high
        while place < end, case let holding = holding(of: place, ends), holding != .common {
            place += 1
            if holding == .some { high = place }
        }
        return low..<high
    }

    private mutating func holding(of place: Int, _ ends: [Int]) -> Holding {
        var count = 0
        for end in ends where isHeld(place, by: end) { count += 1 }
        if count == 0 { return isPresent(place) ? .common : .none }
        return count < ends.count ? .some : .common
    }

    /// Whether a scalar is in the text that `end` is the last event of.
    private mutating func isHeld(_ place: Int, by end: Int) -> Bool {
        let (cell, offset) = cell(at: place)
        guard isKnown(finder.cells[cell].events.lowerBound + offset, to: end) else { return false }
        for (_, deletion) in finder.cells[cell].deletions(at: offset) where isKnown(deletion, to: end) { return false }
        return true
    }

    private mutating func isKnown(_ event: Int, to end: Int) -> Bool {
        event == end || finder.knowledge.has(end, seen: event)
    }

    private func isPresent(_ place: Int) -> Bool { finder.cells[cell(at: place).index].isPresent }

    private func event(at place: Int) -> Int {
        let (cell, offset) = cell(at: place)
        return finder.cells[cell].events.lowerBound + offset
    }

    private func cell(at place: Int) -> (index: Int, offset: Int) {
        let index = starts.partition { $0 <= place } - 1
        return (index, place - starts[index])
    }
}
