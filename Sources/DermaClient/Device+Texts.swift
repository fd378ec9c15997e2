public import DermaCRDT
public import DermaCausality
import DermaSecrets
import DermaWire

/// A text of the owner's as an editor works on it: a copy, edited with `document`, that `Device.save` brings home.
///
/// What others write in the meantime is not in it; saving merges the two. Positions count Unicode scalars.
public struct TextDraft: Sendable {
    /// Where it is.
    public let folder: FolderID
    /// Which.
    public let place: TextPlace
    /// Insert, delete, set the whole text, undo.
    public var document: TextDocument<ReplicaID>
    let base: [ReplicaID: Int]
}

extension Device {
    /// A copy of a text to edit; an empty one if nobody wrote it yet.
    public mutating func draft(of place: TextPlace, in folder: FolderID) throws(DeviceError) -> TextDraft {
        try checkOwner(of: folder)
        guard let state = folders[folder]?.state else { throw .notFound }
        let document = state.document(at: place, editedBy: environment.random.identifier())
        return TextDraft(folder: folder, place: place, document: document, base: document.known)
    }

    /// Writes what was edited, and merges it with what has arrived since. Durable when it returns. The draft is spent.
    /// - Returns: The op, by which it can be undone; nil if nothing was edited.
    @discardableResult
    public mutating func save(_ draft: TextDraft) throws(DeviceError) -> OpID? {
        try checkOwner(of: draft.folder)
        let runs = draft.document.runs(since: draft.base)
        guard let state = folders[draft.folder]?.state, runs.allSatisfy({ $0.agent == draft.document.agent }) else {
            throw .notAllowed
        }
        var current = state.document(at: draft.place, editedBy: draft.document.agent)
        let changes: [TextChange]
        do throws(TextError) { changes = try current.changes(merging: runs) } catch { throw .notAllowed }
        guard let edit = TextEdit(changes.map(\.op)) else { return nil }
        return try write(edit, at: draft.place, in: draft.folder)
    }

    /// Edits a text in one go. Durable when it returns.
    @discardableResult
    public mutating func edit(
        _ place: TextPlace, in folder: FolderID,
        _ body: (inout TextDocument<ReplicaID>) throws(TextError) -> Void
    ) throws(DeviceError) -> OpID? {
        var draft = try draft(of: place, in: folder)
        do throws(TextError) { try body(&draft.document) } catch { throw .notAllowed }
        return try save(draft)
    }

    /// What makes `text` of what a person was shown.
    func edits(
        making place: TextPlace, _ text: String, of base: ShownText?, in folder: FolderID
    ) throws(DeviceError) -> [Op] {
        try check(text, max: Limits.textBytesMax)
        guard let state = folders[folder]?.state else { throw .notFound }
        return try edit(place, making: text, of: base, in: state).map { [.edit(place, $0)] } ?? []
    }

    /// What makes `text` of what a person was shown, or of a part of it; what has arrived since stays. Nil if that is nothing.
    func edit(
        _ place: TextPlace, making text: String, of base: ShownText?, at part: Range<Int>? = nil, in state: FolderState
    ) throws(DeviceError) -> TextEdit? {
        try checked { () throws(TextError) in try state.edit(place, making: text, of: base, at: part) }
    }

    /// What does these ops to what a person was shown; what has arrived since stays. Nil if that is nothing.
    func edit(
        _ place: TextPlace, applying ops: [TextOp], to base: ShownText?, in state: FolderState
    ) throws(DeviceError) -> TextEdit? {
        try checked { () throws(TextError) in try state.edit(place, applying: ops, to: base) }
    }

    private func checked(_ make: () throws(TextError) -> TextEdit?) throws(DeviceError) -> TextEdit? {
        let edit: TextEdit?
        do throws(TextError) { edit = try make() } catch {
            throw error.code == .limitExceeded ? .tooLong : .notAllowed
        }
        guard (edit?.insertedBytes ?? 0) <= Limits.textBytesMax else { throw .tooLong }
        return edit
    }

    mutating func write(_ edit: TextEdit, at place: TextPlace, in folder: FolderID) throws(DeviceError) -> OpID {
        guard edit.insertedBytes <= Limits.textBytesMax else { throw .tooLong }
        return OpID(try write([.edit(place, edit)], in: folder), 0)
    }
}
