public import DermaCRDT
public import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

extension Device {
    /// The folders with a name, own and shared ones, ascending by id.
    public var folderIDs: [FolderID] {
        folders.values.filter { $0.state.name.shown != nil }.map(\.id).sorted()
    }

    /// What a folder holds; nil if it is not here.
    public func state(of folder: FolderID) -> FolderState? { folders[folder]?.state }

    /// The entries of a folder, or of a control log, that what is shown of it is made of.
    package func applied(in folder: FolderID) -> VersionVector {
        if let replica = folders[folder] { return replica.applied }
        return controls.values.first { $0.folder == folder }?.applied ?? VersionVector()
    }

    /// The replica under which this device will write its next entry in a folder; nil if it never wrote there.
    package func replica(in folder: FolderID) -> ReplicaID? {
        guard let bytes = try? store.setting(Setting.replicaPrefix + folder.description) else { return nil }
        return Bytes8(bytes).map { ReplicaOrigin(author: author, nonce: $0).replica(in: folder) }
    }

    /// What is wrong with a folder's log, if anything.
    public func health(of folder: FolderID) -> FolderHealth? {
        folders[folder].map {
            FolderHealth(
                lockedCount: $0.locked.count, waitingCount: $0.waitingCount, unreadable: $0.unreadable.sorted(),
                withheld: $0.withheld, forks: $0.forks.sorted())
        }
    }

    /// Makes a folder.
    public mutating func createFolder(named name: String) throws(DeviceError) -> FolderID {
        guard !isOrganisation else { throw .notAllowed }
        try check(name, max: Limits.nameBytesMax)
        let folder: FolderID = environment.random.identifier()
        folders[folder] = FolderReplica(id: folder, owner: account)
        try write([.set(.folderName(name))], in: folder)
        return folder
    }

    /// Says which area of the body a folder is about.
    public mutating func setSite(_ site: SkinSite, of folder: FolderID) throws(DeviceError) {
        try checkOwner(of: folder)
        try write([.set(.folderSite(site))], in: folder)
    }

    /// Gives a folder another name.
    public mutating func rename(_ folder: FolderID, to name: String) throws(DeviceError) {
        try checkOwner(of: folder)
        try check(name, max: Limits.nameBytesMax)
        try write([.set(.folderName(name))], in: folder)
    }

    func checkOwner(of folder: FolderID) throws(DeviceError) {
        guard let replica = folders[folder] else { throw .notFound }
        guard replica.state.owner == account else { throw .notAllowed }
    }

    func check(_ text: String, max: Int) throws(DeviceError) {
        guard !text.isEmpty else { throw .notAllowed }
        guard text.utf8.count <= max else { throw .tooLong }
    }
}

/// What is wrong with a folder's log. All zero or empty when nothing is.
public struct FolderHealth: Hashable, Sendable {
    /// Entries that wait for a key.
    public let lockedCount: Int
    /// Entries that wait for others.
    public let waitingCount: Int
    /// Entries that are signed and do not open or decode.
    public let unreadable: [Dot]
    /// Entries that add a photo, whose bodies are not here although no erasure names them: somebody hides a photo.
    public let withheld: [Dot]
    /// Entries whose author was shown another history than this device: proof that a relay, or a device, lied.
    public let forks: [Dot]
}
