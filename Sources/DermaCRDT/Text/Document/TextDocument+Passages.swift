/// What a row of the report stands for. `Spec/14-text.md` defines it.
public struct TextPassage<Agent: Hashable & Comparable & Sendable>: Hashable, Sendable {
    /// The row, or the rows from the first to the last that nothing divides.
    public let overlap: TextOverlap<Agent>
    /// Where it is in the text as it is: the row and what stands beside it that the sides have differently. In scalars.
    public let range: Range<Int>
    /// What is there.
    public let text: String
    /// What each side has there, with what was written there since, in the order of the row's events.
    public let sides: [String]
}

extension TextDocument {
    /// The rows of `overlaps`, those as one between which the sides have nothing in common; each with what is there now, and
    /// what the text of each side has there: the one that `last` of the row's event is the last event of. Costs what `overlaps`
    /// does, and `PassageFinder`.
    ///
    /// `settling`: the events that were written to settle a row, which are of none of its sides.
    public func passages(
        upTo last: (TextEventID<Agent>) -> TextEventID<Agent> = { $0 },
        settling: (TextOverlap<Agent>) -> [TextEventID<Agent>] = { _ in [] }
    ) throws(TextError) -> [TextPassage<Agent>] {
        guard let finder = try overlapFinder() else { return [] }
        let rows = finder.rows()
        let passages = PassageFinder(finder)
        func ends(_ row: OverlapRow) -> [Int] { overlap(row).events.compactMap { event(last($0)) ?? event($0) } }
        return passages.parts(rows, ends).map { part in
            let overlap = overlap(part.row)
            let (position, shown, sides) = passages.passage(
                of: part, ends(part.row), settling: Set(settling(overlap).compactMap(event)))
            return TextPassage(
                overlap: overlap, range: position..<position + shown.count, text: core.graph.ops.text(of: shown),
                sides: sides.map(core.graph.ops.text))
        }
    }
}

extension OpColumns {
    /// The text that these events, all insertions, inserted.
    fileprivate func text(of events: [Int]) -> String {
        var text = ""
        var run = 0..<0
        for event in events {
            if event == run.upperBound {
                run = run.lowerBound..<event + 1
            } else {
                text += self.text(of: run)
                run = event..<event + 1
            }
        }
        return text + self.text(of: run)
    }
}
