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

    /// Undoes an edit that this device made: what it inserted and is still there goes, what it deleted, and nobody else did,
    /// comes back. Others' edits stay.
    /// - Returns: The op, by which undoing is undone; nil if nothing is left to undo.
    @discardableResult
    public mutating func undo(_ op: OpID, at place: TextPlace, in folder: FolderID) throws(DeviceError) -> OpID? {
        try checkOwner(of: folder)
        guard let state = folders[folder]?.state, op.dot.replica == replica(in: folder),
            let edit = state.edit(undoing: op, at: place)
        else { throw .notFound }
        guard let edit = TextEdit(edit) else { return nil }
        return try write(edit, at: place, in: folder)
    }

    /// What makes a text another one, in few edits.
    func edits(making place: TextPlace, _ text: String, in folder: FolderID) throws(DeviceError) -> [Op] {
        try check(text, max: Limits.textBytesMax)
        guard let state = folders[folder]?.state else { throw .notFound }
        var document = state.document(at: place, editedBy: ReplicaID(.zero))
        let base = document.known
        do throws(TextError) { try document.setText(text) } catch { throw .tooLong }
        return TextEdit(document.runs(since: base).flatMap(\.ops)).map { [.edit(place, $0)] } ?? []
    }

    private mutating func write(_ edit: TextEdit, at place: TextPlace, in folder: FolderID) throws(DeviceError) -> OpID
    {
        guard edit.insertedBytes <= Limits.textBytesMax else { throw .tooLong }
        return OpID(try write([.edit(place, edit)], in: folder), 0)
    }
}
