import DermaCausality

/// A row of the report of a text, by the ops whose events met.
struct PassageRow {
    let kind: TextOverlapKind
    /// As it is.
    let passage: Conflict.Passage
    /// The ops and their events, ascending, and what the passage is at the revision by each.
    let sides: [(id: SideID, passage: TextPassage<ReplicaID>.Side)]
}

extension MergedText {
    /// Where changes met, each with the passage. `answers`: the entries in which a row of this text was settled.
    /// O(history), as `OverlapFinder` and `PassageFinder` say.
    func passages(answers: [Dot]) -> [PassageRow] {
        let rows = try? document?.passages(
            upTo: { event in
                // The revision by an op holds all of its events.
                op(of: event).flatMap(events).map { TextEventID(event.agent, $0.upperBound - 1) } ?? event
            },
            answers: answers.flatMap { dot in events(of: dot).map { TextEventID(dot.replica, $0) } })
        return (rows ?? []).map { row in
            let sides = zip(row.overlap.events, row.sides).compactMap { event, passage in
                op(of: event).map { (id: SideID($0, event: event.sequence), passage: passage) }
            }
            return PassageRow(
                kind: row.overlap.kind,
                passage: Conflict.Passage(range: row.range, text: row.text),
                sides: sides.sorted { $0.id < $1.id })
        }
    }
}
