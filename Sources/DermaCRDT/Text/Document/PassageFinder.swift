/// Finds which rows of the report are one, and what each stands for in the text, and in the text of each who is concerned.
///
/// O(log k) for each side of each scalar that is looked at, and no scalar is looked at for more than two rows.
struct PassageFinder {
    private let finder: OverlapFinder
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

    /// A row, and the scalars that its passage may hold.
    struct Part {
        var row: OverlapRow
        var limits: Range<Int>
    }

    /// The rows, as one where no scalar between two of them would be in the text of all sides of that one, and neither came
    /// after the other; elsewhere the first such scalar keeps their passages apart. `ends`: the last event of each side's text.
    func parts(_ rows: [OverlapRow], _ ends: (OverlapRow) -> [Int]) -> [Part] {
        var parts: [Part] = []
        for row in rows {
            guard let last = parts.last else {
                parts.append(Part(row: row, limits: 0..<end))
                continue
            }
            let one = finder.joined(last.row, row)
            if comesAfter(row, last.row) || comesAfter(last.row, row) {
                parts[parts.count - 1].limits = last.limits.lowerBound..<row.scalars.lowerBound
                parts.append(Part(row: row, limits: row.scalars.lowerBound..<end))
            } else if let divider = divider(in: last.row.scalars.upperBound..<row.scalars.lowerBound, ends(one)) {
                parts[parts.count - 1].limits = last.limits.lowerBound..<divider
                parts.append(Part(row: row, limits: divider + 1..<end))
            } else {
                parts[parts.count - 1].row = one
            }
        }
        return parts
    }

    /// Whether all whose events a row is made of had seen all of another one.
    private func comesAfter(_ row: OverlapRow, _ other: OverlapRow) -> Bool {
        row.lastEvents.values.allSatisfy { event in
            other.lastEvents.values.allSatisfy { finder.knowledge.has(event, seen: $0) }
        }
    }

    private func divider(in places: Range<Int>, _ ends: [Int]) -> Int? {
        var place = places.lowerBound
        while place < places.upperBound {
            if let strange = strangers(at: place, ends) {
                place = strange.upperBound
                continue
            }
            if count(of: place, ends) == ends.count { return place }
            place += 1
        }
        return nil
    }

    /// The scalars of a row with those beside it that the sides have differently: how many scalars of the text as it is stand
    /// before them, the events that inserted those of them that are in it, and those that each side has, or that are in the
    /// text and that it does not know of. Nobody wrote these against it: no other side has them, or none of those concerned
    /// wrote them, and it is no answer. `ends`: the last event of each side's text.
    func passage(
        of part: Part, _ ends: [Int]
    ) -> (position: Int, shown: [Int], sides: [[Int]]) {
        let places = widened(part, ends)
        let concerned = Set(part.row.lastEvents.keys)
        let answered = answered(places, part)
        let before = (answered.lowerBound..<part.row.scalars.lowerBound).count(where: isPresent)
        var sides = ends.map { _ in [Int]() }
        for place in places {
            let event = event(at: place)
            let isUncontested =
                isPresent(place) && !finder.answers.contains(event)
                && (count(of: place, ends) == 0 || !concerned.contains(agent(at: place)))
            for (side, end) in ends.enumerated()
            where isHeld(place, by: end) || isUncontested && !isKnown(event, to: end) {
                sides[side].append(event)
            }
        }
        return (part.row.position - before, answered.filter(isPresent).map(event), sides)
    }

    /// With the answers beyond that, as far as nothing else that is in the text stands between.
    private func answered(_ places: Range<Int>, _ part: Part) -> Range<Int> {
        func reach(_ beyond: some Sequence<Int>) -> Int? {
            var reached: Int?
            for place in beyond where isPresent(place) {
                guard finder.answers.contains(event(at: place)) else { break }
                reached = place
            }
            return reached
        }
        let first = reach((part.limits.lowerBound..<places.lowerBound).reversed())
        let last = reach(places.upperBound..<part.limits.upperBound)
        return (first ?? places.lowerBound)..<(last.map { $0 + 1 } ?? places.upperBound)
    }

    private func widened(_ part: Part, _ ends: [Int]) -> Range<Int> {
        let row = part.row.scalars
        let first = reach((part.limits.lowerBound..<row.lowerBound).reversed(), ends)
        let last = reach(row.upperBound..<part.limits.upperBound, ends)
        return (first ?? row.lowerBound)..<(last.map { $0 + 1 } ?? row.upperBound)
    }

    /// The last of `places`, of those before one that all sides have, that some have or that are answers.
    private func reach(_ places: some Sequence<Int>, _ ends: [Int]) -> Int? {
        var reached: Int?
        for place in places {
            let count = count(of: place, ends)
            if count == ends.count { break }
            if count > 0 || finder.answers.contains(event(at: place)) { reached = place }
        }
        return reached
    }

    private func agent(at place: Int) -> Int { finder.cells[cell(at: place).index].agent }

    /// How many sides have a scalar.
    private func count(of place: Int, _ ends: [Int]) -> Int {
        var count = 0
        for end in ends where isHeld(place, by: end) { count += 1 }
        return count
    }

    /// The scalars of the cell at `place`, if no side knows of any: who knows of one knows of those before it.
    private func strangers(at place: Int, _ ends: [Int]) -> Range<Int>? {
        let (cell, _) = cell(at: place)
        let events = finder.cells[cell].events
        for end in ends where isKnown(events.lowerBound, to: end) { return nil }
        return starts[cell]..<starts[cell] + events.count
    }

    /// Whether a scalar is in the text that `end` is the last event of.
    private func isHeld(_ place: Int, by end: Int) -> Bool {
        let (cell, offset) = cell(at: place)
        guard isKnown(finder.cells[cell].events.lowerBound + offset, to: end) else { return false }
        for (_, deletion) in finder.cells[cell].deletions(at: offset) where isKnown(deletion, to: end) { return false }
        return true
    }

    private func isKnown(_ event: Int, to end: Int) -> Bool {
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
