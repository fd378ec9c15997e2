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

    /// Says which area of the body a folder is about. `shown`: what the person was shown of that, if they were.
    /// - Throws: `changedMeanwhile` if that is no longer what there is.
    public mutating func setSite(
        _ site: SkinSite, of folder: FolderID, over shown: Versions<SkinSite>? = nil
    ) throws(DeviceError) {
        try checkOwner(of: folder)
        try check(folders[folder]?.state.site, is: shown)
        try write([.set(.folderSite(site))], in: folder)
    }

    /// Gives a folder another name. `shown`: the names that the person was shown, if they were.
    /// - Throws: `changedMeanwhile` if these are no longer what there is.
    public mutating func rename(
        _ folder: FolderID, to name: String, over shown: Versions<String>? = nil
    ) throws(DeviceError) {
        try checkOwner(of: folder)
        try check(folders[folder]?.state.name, is: shown)
        try check(name, max: Limits.nameBytesMax)
        try write([.set(.folderName(name))], in: folder)
    }

    func checkOwner(of folder: FolderID) throws(DeviceError) {
        guard let replica = folders[folder] else { throw .notFound }
        guard replica.state.owner == account else { throw .notAllowed }
    }

    /// Whether a value stands as a person was shown it, if they were.
    func check<Value>(_ versions: Versions<Value>?, is shown: Versions<Value>?) throws(DeviceError) {
        guard shown == nil || versions?.current == shown?.current else { throw .changedMeanwhile }
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
