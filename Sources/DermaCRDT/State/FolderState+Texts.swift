public import DermaCausality

extension FolderState {
    /// A text as a document that `agent` edits; an empty one if nobody wrote it yet. A copy: O(1) until it is changed.
    public func document(at place: TextPlace, editedBy agent: ReplicaID) -> TextDocument<ReplicaID> {
        texts[place]?.document.map { TextDocument($0, agent: agent) } ?? TextDocument(agent: agent)
    }

    /// What undoes an op's edit of a text, as far as others left it; nil if the op did not edit it, or deleted what is forgotten
    /// now.
    public func edit(undoing op: OpID, at place: TextPlace) -> [TextOp]? {
        guard let text = texts[place], let events = text.events(of: op), let held = text.document else { return nil }
        var document = TextDocument(held, agent: op.dot.replica)
        let base = document.known
        guard (try? document.undo(events)) != nil else { return nil }
        return document.runs(since: base).flatMap(\.ops)
    }

    /// What is written beside the undoing of an op's edit: it settles again what the op's entry settled, and the rows in which
    /// only one other side is left. What comes back was there before, and is of no side anew. O(history).
    public func settlements(undoing op: OpID, at place: TextPlace) -> [Op] {
        let again = (settlements[.text(place)] ?? [:]).filter { $0.value.contains { $0.dot == op.dot } }.map(\.key)
        let left = conflicts(at: .text(place)).map { $0.sides.map(\.id) }.filter { sides in
            sides.count == 2 && sides.contains { $0.op == op }
        }
        return Set(again + left).sorted { $0.lexicographicallyPrecedes($1) }.map { .settle(.text(place), sides: $0) }
    }
}
