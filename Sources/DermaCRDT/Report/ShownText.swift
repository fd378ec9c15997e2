public import DermaCausality
import DermaWire

/// A text as it was shown to a person, and which of its versions that was: what they make of it is compared with this and not
/// with what has arrived since.
public struct ShownText: Hashable, Sendable {
    /// What was shown.
    public let text: String
    /// The version: the events that nothing that was shown follows, ascending.
    public let version: [TextEventID<ReplicaID>]
}

extension FolderState {
    /// A text as it is shown now; nil if nobody wrote it. O(n).
    public func shown(_ place: TextPlace) -> ShownText? {
        guard let text = texts[place], let document = text.document else { return nil }
        return ShownText(text: text.text, version: document.version)
    }

    /// The edit that makes `new` of what a person was shown (nil: of nothing), or of a part of it (in scalars), and leaves what
    /// has arrived since. Nil if nothing is to be done. Costs what `TextDocument.setText` and `changes(merging:)` do.
    /// - Throws: `outOfBounds` if there is no such part, `missingParents` if it is no version of this text, `limitExceeded`.
    public func edit(
        _ place: TextPlace, making new: String, of base: ShownText?, at part: Range<Int>? = nil
    ) throws(TextError) -> TextEdit? {
        let scalars = Array((base?.text ?? "").unicodeScalars)
        let part = part ?? scalars.indices
        guard part.lowerBound >= 0, part.upperBound <= scalars.count else { throw TextError(.outOfBounds) }
        var rewritten = TextDocument<ReplicaID>(agent: ReplicaID(.zero))
        try rewritten.insert(String(String.UnicodeScalarView(scalars[part])), at: 0)
        let before = rewritten.known
        try rewritten.setText(new)
        let ops = rewritten.runs(since: before).flatMap(\.ops).map { $0.moved(by: part.lowerBound) }
        return try edit(place, applying: ops, to: base)
    }

    /// The edit that does what these ops do to what a person was shown (nil: to nothing), and leaves what has arrived since.
    /// Nil if nothing is to be done. Costs what `changes(merging:)` does.
    /// - Throws: `outOfBounds` if they do not fit, `missingParents` if it is no version of this text, `limitExceeded`.
    public func edit(
        _ place: TextPlace, applying ops: [TextOp], to base: ShownText?
    ) throws(TextError) -> TextEdit? {
        if ops.isEmpty { return nil }
        // Its events are never written down: the edit is made of what they change.
        let nobody = ReplicaID(.zero)
        var document = document(at: place, editedBy: nobody)
        let run = TextRun(agent: nobody, sequence: 0, parents: base?.version ?? [], ops: ops)
        return TextEdit(try document.changes(merging: [run]).map(\.op))
    }
}

extension TextOp {
    fileprivate func moved(by distance: Int) -> TextOp {
        switch self {
        case .insert(let position, let text): .insert(at: position + distance, text)
        case .delete(let position, let count, let isBackward):
            .delete(at: position + distance, count: count, isBackward: isBackward)
        }
    }
}
