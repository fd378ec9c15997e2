public import DermaCRDT
public import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

/// The library: how an account arranges its folders and photos. It is a folder of the account like others, with a log of its
/// own, that is never shared; its id follows from a secret that only the account's devices hold, so that all of them find
/// the same one and nobody else can claim it.
extension Device {
    /// The library's id; nil if this device does not have the account's first key.
    package var libraryID: FolderID? {
        guard !isOrganisation, let first = keyring.first else { return nil }
        return FolderID(Bytes32.hash(.library, first.exposed, account.bytes).prefix16)
    }

    var library: FolderState? { libraryID.flatMap { folders[$0]?.state } }

    /// What was resolved in the arrangement of folders and photos.
    public var libraryConflicts: [Conflict] { library?.conflicts ?? [] }

    /// Settles a conflict of the arrangement.
    public mutating func settleInLibrary(_ conflict: Conflict, as choice: Settlement) throws(DeviceError) {
        guard let library = libraryID else { throw .noKey }
        try settle(conflict, as: choice, in: library)
    }

    /// Puts a folder into another one, or at the top. If it or the other is moved elsewhere at the same time, none of them ever
    /// stands in itself.
    public mutating func move(_ folder: FolderID, into parent: FolderID?) throws(DeviceError) {
        try checkOwner(of: folder)
        if let parent { try checkThere(parent) }
        guard !(library?.folderTree.stands(parent, in: folder) ?? false) else { throw .notAllowed }
        try writeLibrary([.set(.parent(folder, parent))])
    }

    private func checkThere(_ folder: FolderID) throws(DeviceError) {
        try checkOwner(of: folder)
        guard !isDeleted(folder) else { throw .notFound }
    }

    /// Shows a photo in another folder. Its bytes and its entry stay where they are: whoever was let into the other folder sees no
    /// more than before.
    public mutating func move(_ photo: PhotoID, of folder: FolderID, to target: FolderID) throws(DeviceError) {
        try checkOwner(of: folder)
        try checkThere(target)
        guard folders[folder]?.state[photo: photo] != nil else { throw .notFound }
        try writeLibrary([.set(.home(PhotoLink(photo, in: folder), target))])
    }

    /// Deletes a folder as it is known here and ends every grant of it. What somebody writes into it without knowing of that
    /// is recovered. Folders that stand in it are not deleted: they move up.
    public mutating func delete(_ folder: FolderID) throws(DeviceError) {
        try checkOwner(of: folder)
        try withdraw(folder)
        try writeLibrary([.set(.deletion(folder, applied(in: folder)))])
    }

    /// Brings a deleted folder back. What was withdrawn stays withdrawn.
    public mutating func restore(_ folder: FolderID) throws(DeviceError) {
        try checkOwner(of: folder)
        try writeLibrary([.set(.deletion(folder, nil))])
    }

    /// Whether a folder was deleted.
    public func isDeleted(_ folder: FolderID) -> Bool { library?.deletion(of: folder) != nil }

    mutating func writeLibrary(_ ops: [Op]) throws(DeviceError) {
        guard let library = libraryID else { throw .noKey }
        if folders[library] == nil { folders[library] = FolderReplica(id: library, owner: account) }
        try write(ops, in: library)
    }
}
