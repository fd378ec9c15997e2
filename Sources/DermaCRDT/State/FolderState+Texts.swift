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
}
