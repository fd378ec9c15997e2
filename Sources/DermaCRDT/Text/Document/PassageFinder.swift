/// Finds which rows of the report are one, and what each stands for in the text, and in the text of each who is concerned.
///
/// O(log k) for each side of each scalar that is looked at, and no scalar is looked at for more than two rows.
struct PassageFinder {
    private var finder: OverlapFinder
    /// Each cell's first place in the order of all scalars.
    private let starts: [Int]
    /// How many scalars there are.
    let end: Int

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

    /// The rows, as one where no scalar between two of them would be in the text of all sides of that one. `ends`: the last event
    /// of each side's text.
    mutating func joined(_ rows: [OverlapRow], _ ends: (OverlapRow) -> [Int]) -> [OverlapRow] {
        var joined: [OverlapRow] = []
        for row in rows {
            if let last = joined.last, case let one = last.joined(row),
                !isDivided(last.scalars.upperBound..<row.scalars.lowerBound, ends(one))
            {
                joined[joined.count - 1] = one
            } else {
                joined.append(row)
            }
        }
        return joined
    }

    private mutating func isDivided(_ places: Range<Int>, _ ends: [Int]) -> Bool {
        var place = places.lowerBound
        while place < places.upperBound {
            if let strange = strangers(at: place, ends) {
                place = strange.upperBound
                continue
            }
            if count(of: place, ends) == ends.count { return true }
            place += 1
        }
        return false
    }

    /// The scalars of a row with those beside it, within `limits`, that the sides have differently: how many scalars of the text as it is stand
    /// before them, and the events that inserted those of them that are in it, and those that each side has or that were
    /// written there since. `ends`: the last event of each side's text.
    mutating func passage(
        of row: OverlapRow, within limits: Range<Int>, _ ends: [Int]
    ) -> (position: Int, shown: [Int], sides: [[Int]]) {
        let places = widened(row.scalars, within: limits, ends)
        let before = (places.lowerBound..<row.scalars.lowerBound).count(where: isPresent)
        var sides = ends.map { _ in [Int]() }
        for place in places {
            let isSince = isPresent(place) && count(of: place, ends) == 0
            for (side, end) in ends.enumerated() where isSince || isHeld(place, by: end) {
                sides[side].append(event(at: place))
            }
        }
        return (row.position - before, places.filter(isPresent).map(event), sides)
    }

    /// As far as the last scalar that some sides have, before one that all have.
    private mutating func widened(_ row: Range<Int>, within limits: Range<Int>, _ ends: [Int]) -> Range<Int> {
        var (low, high) = (row.lowerBound, row.upperBound)
        var place = low - 1
        while place >= limits.lowerBound {
            if let strange = strangers(at: place, ends) {
                place = strange.lowerBound - 1
                continue
            }
            let count = count(of: place, ends)
            if count == ends.count { break }
            if count > 0 { low = place }
            place -= 1
        }
        place = high
        while place < limits.upperBound {
            if let strange = strangers(at: place, ends) {
                place = strange.upperBound
                continue
            }
            let count = count(of: place, ends)
            if count == ends.count { break }
            place += 1
            if count > 0 { high = place }
        }
        return low..<high
    }

    /// How many sides have a scalar.
    private mutating func count(of place: Int, _ ends: [Int]) -> Int {
        var count = 0
        for end in ends where isHeld(place, by: end) { count += 1 }
        return count
    }

    /// The scalars of the cell at `place`, if no side knows of any: who knows of one knows of those before it.
    private mutating func strangers(at place: Int, _ ends: [Int]) -> Range<Int>? {
        let (cell, _) = cell(at: place)
        let events = finder.cells[cell].events
        for end in ends where isKnown(events.lowerBound, to: end) { return nil }
        return starts[cell]..<starts[cell] + events.count
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
