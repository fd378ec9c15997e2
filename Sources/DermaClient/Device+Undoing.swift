public import DermaCRDT
public import DermaCausality
import DermaSync
import DermaWire

extension Device {
    /// Undoes an edit that this device made: what it inserted and is still there goes, what it deleted, and nobody else did,
    /// comes back. Others' edits stay. Where only one other side of a conflict is left, that one was chosen.
    ///
    /// What was undone can be done again, by undoing that, and then be undone once more; undoing it twice undoes it once.
    /// - Returns: The op, by which undoing is undone; nil if nothing is left to undo.
    @discardableResult
    public mutating func undo(_ op: OpID, at place: TextPlace, in folder: FolderID) throws(DeviceError) -> OpID? {
        try checkOwner(of: folder)
        guard let state = folders[folder]?.state, op.dot.replica == replica(in: folder) else { throw .notFound }
        let standing = try standing(op, in: folder)
        guard let edit = state.edit(undoing: standing ?? op, at: place) else { throw .notFound }
        guard let standing, let edit = TextEdit(edit) else { return nil }
        guard edit.insertedBytes <= Limits.textBytesMax else { throw .tooLong }
        let settled = state.settlements(undoing: standing, at: place).prefix(Limits.opsMax - 1)
        let undoing = OpID(try write([.edit(place, edit)] + settled, in: folder), 0)
        let values = [Setting.undone(standing, in: folder): undoing.settingValue]
        try stored { () throws(StoreError) in try store.set(values) }
        return undoing
    }

    /// The edit that does what `op` did: itself, or the last one by which it was done again. Nil if it is undone.
    private func standing(_ op: OpID, in folder: FolderID) throws(DeviceError) -> OpID? {
        var standing = op
        while let undoing = try undoing(of: standing, in: folder) {
            guard let again = try self.undoing(of: undoing, in: folder) else { return nil }
            standing = again
        }
        return standing
    }

    private func undoing(of op: OpID, in folder: FolderID) throws(DeviceError) -> OpID? {
        guard let value = try setting(Setting.undone(op, in: folder)) else { return nil }
        guard let undoing = OpID(settingValue: value, of: op.dot.replica), op < undoing else { throw .damagedLog }
        return undoing
    }
}

extension OpID {
    /// Where it stands in its replica's log.
    fileprivate var settingValue: [UInt8] {
        var writer = ByteWriter()
        writer.varint(dot.sequence)
        writer.varint(UInt64(index))
        return writer.bytes
    }

    fileprivate init?(settingValue: [UInt8], of replica: ReplicaID) {
        var reader = ByteReader(settingValue.span.bytes)
        guard let sequence = try? reader.varint(), let index = try? reader.count(max: Limits.opsMax) else { return nil }
        self.init(Dot(replica, sequence), index)
    }
}
