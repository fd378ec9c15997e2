/// What a row of the report stands for. `Spec/14-text.md` defines it.
public struct TextPassage<Agent: Hashable & Comparable & Sendable>: Hashable, Sendable {
    /// The row, or the rows from the first to the last that nothing divides.
    public let overlap: TextOverlap<Agent>
    /// Where it is in the text as it is: the row and what stands beside it that the sides have differently. In scalars.
    public let range: Range<Int>
    /// What is there.
    public let text: String
    /// In the order of the row's events.
    public let sides: [Side]

    /// The passage in the text of one who is concerned.
    public struct Side: Hashable, Sendable {
        /// What is there, with what was written there since.
        public let text: String
        /// What makes it of the text as it is, and leaves every scalar that is in both.
        public let edits: [TextOp]
    }
}

extension TextDocument {
    /// The rows of `overlaps`, those as one between which the sides have nothing in common; each with what is there now, and
    /// what the text of each side has there: the one that `last` of the row's event is the last event of. Costs what `overlaps`
    /// does, and `PassageFinder`.
    ///
    /// `answers`: the events that settled something.
    public func passages(
        upTo last: (TextEventID<Agent>) -> TextEventID<Agent> = { $0 },
        answers: [TextEventID<Agent>] = []
    ) throws(TextError) -> [TextPassage<Agent>] {
        guard let finder = try overlapFinder(answers) else { return [] }
        let rows = finder.rows()
        let passages = PassageFinder(finder)
        func ends(_ row: OverlapRow) -> [Int] { overlap(row).events.compactMap { event(last($0)) ?? event($0) } }
        return passages.parts(rows, ends).map { part in
            let (position, shown, sides) = passages.passage(of: part, ends(part.row))
            return TextPassage(
                overlap: overlap(part.row), range: position..<position + shown.count,
                text: core.graph.ops.text(of: shown),
                sides: sides.map { side in
                    .init(
                        text: core.graph.ops.text(of: side),
                        edits: core.graph.ops.edits(making: side, of: shown, at: position))
                })
        }
    }
}

extension OpColumns {
    /// The text that these events, all insertions, inserted.
    fileprivate func text(of events: some Sequence<Int>) -> String {
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

    /// What makes the scalars `new` of the scalars `old` at `position`, both in the order of all scalars. O(n + m).
    fileprivate func edits(making new: [Int], of old: [Int], at position: Int) -> [TextOp] {
        let kept = Set(old).intersection(new)
        var edits: [TextOp] = []
        var position = position
        var (rest, wanted) = (old[...], new[...])
        while !rest.isEmpty || !wanted.isEmpty {
            let deleted = rest.prefix { !kept.contains($0) }
            let inserted = wanted.prefix { !kept.contains($0) }
            // Behind what goes, so that it stands in the passage.
            if !inserted.isEmpty { edits.append(.insert(at: position + deleted.count, text(of: inserted))) }
            if !deleted.isEmpty { edits.append(.delete(at: position, count: deleted.count)) }
            rest = rest[deleted.endIndex...]
            wanted = wanted[inserted.endIndex...]
            let same = zip(rest, wanted).prefix { $0 == $1 }.count
            rest = rest.dropFirst(same)
            wanted = wanted.dropFirst(same)
            position += inserted.count + same
        }
        return edits
    }
}
