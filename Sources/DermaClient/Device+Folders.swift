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
        try write([.nameFolder(name)], in: folder)
        return folder
    }

    /// Gives a folder another name.
    public mutating func rename(_ folder: FolderID, to name: String) throws(DeviceError) {
        try checkOwner(of: folder)
        try check(name, max: Limits.nameBytesMax)
        try write([.nameFolder(name)], in: folder)
    }

    /// Says something about the folder, a photo or a diary entry.
    public mutating func comment(
        _ text: String, on subject: Subject, in folder: FolderID
    ) throws(DeviceError) -> ItemID {
        guard let state = folders[folder]?.state, state.contains(subject) else { throw .notFound }
        try check(text, max: Limits.textBytesMax)
        let item: ItemID = environment.random.identifier()
        try write([.addComment(item, on: subject, text: text)], in: folder)
        return item
    }

    /// Corrects a comment of one's own account or organisation; the earlier text stays in its history.
    public mutating func amend(_ comment: ItemID, to text: String, in folder: FolderID) throws(DeviceError) {
        guard folders[folder]?.state[comment: comment, by: account] != nil else { throw .notFound }
        try check(text, max: Limits.textBytesMax)
        try write([.amendComment(comment, text: text)], in: folder)
    }

    /// Writes a new diary entry.
    public mutating func writeDiary(_ draft: DiaryDraft, in folder: FolderID) throws(DeviceError) -> ItemID {
        guard draft.text != nil else { throw .notAllowed }
        let item: ItemID = environment.random.identifier()
        try change(item, draft, in: folder)
        return item
    }

    /// Changes parts of a diary entry; the others stay.
    public mutating func changeDiary(_ item: ItemID, _ draft: DiaryDraft, in folder: FolderID) throws(DeviceError) {
        guard folders[folder]?.state[diary: item] != nil else { throw .notFound }
        try change(item, draft, in: folder)
    }

    private mutating func change(_ item: ItemID, _ draft: DiaryDraft, in folder: FolderID) throws(DeviceError) {
        try checkOwner(of: folder)
        var ops: [Op] = []
        if let text = draft.text {
            try check(text, max: Limits.textBytesMax)
            ops.append(.writeDiary(item, .text(text)))
        }
        if let day = draft.day { ops.append(.writeDiary(item, .day(day))) }
        ops += draft.triggersAdded.sorted().map { .addTrigger(item, $0) }
        ops += draft.triggersRemoved.sorted().map { .removeTrigger(item, $0) }
        guard !ops.isEmpty else { throw .notAllowed }
        try write(ops, in: folder)
    }

    /// Records an observation.
    public mutating func record(_ score: Score, on day: CivilDay, in folder: FolderID) throws(DeviceError) -> ItemID {
        guard folders[folder] != nil else { throw .notFound }
        let item: ItemID = environment.random.identifier()
        try write([.addScore(item, score, day: day)], in: folder)
        return item
    }

    func checkOwner(of folder: FolderID) throws(DeviceError) {
        guard let replica = folders[folder] else { throw .notFound }
        guard replica.state.owner == account else { throw .notAllowed }
    }

    private func check(_ text: String, max: Int) throws(DeviceError) {
        guard !text.isEmpty else { throw .notAllowed }
        guard text.utf8.count <= max else { throw .tooLong }
    }
}

/// What a person writes into a diary entry; what is nil or empty stays as it is.
public struct DiaryDraft: Sendable {
    /// The text.
    public var text: String?
    /// The day it is about.
    public var day: CivilDay?
    /// Triggers that are suspected now.
    public var triggersAdded: Set<Trigger>
    /// Triggers that are no longer suspected.
    public var triggersRemoved: Set<Trigger>

    /// A draft.
    public init(
        text: String? = nil, day: CivilDay? = nil, triggersAdded: Set<Trigger> = [], triggersRemoved: Set<Trigger> = []
    ) {
        self.text = text
        self.day = day
        self.triggersAdded = triggersAdded
        self.triggersRemoved = triggersRemoved
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

extension FolderState {
    /// Whether a comment can be made on it.
    func contains(_ subject: Subject) -> Bool {
        switch subject {
        case .folder: true
        case .photo(let photo): self[photo: photo] != nil
        case .diary(let item): self[diary: item] != nil
        }
    }
}
