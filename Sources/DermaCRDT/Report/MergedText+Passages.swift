import DermaCausality

/// A row of the report of a text, by the ops whose events met.
struct PassageRow {
    let kind: TextOverlapKind
    /// As it is.
    let passage: Conflict.Passage
    /// Their names, ascending, and what the passage is at the revision by each.
    let sides: [(id: SideID, passage: String)]
}

extension MergedText {
    /// Where changes met, each with the passage. O(history), as `OverlapFinder` and `PassageFinder` say.
    var passages: [PassageRow] {
        let rows = try? document?.passages { event in
            // The revision by an op holds all of its events.
            op(of: event).flatMap(events).map { TextEventID(event.agent, $0.upperBound - 1) } ?? event
        }
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
