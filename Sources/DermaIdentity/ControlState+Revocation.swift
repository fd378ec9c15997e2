public import DermaCausality

extension ControlState {
    /// The revocations that have effect, ascending by dot.
    public var revocations: [Fact<DeviceRevoked>] { revoked.facts }

    /// Whether any device was removed.
    public var hasRevocations: Bool { !revoked.limits.isEmpty }

    /// Whether `author` was removed. The identity keys cannot be.
    public func isRevoked(_ author: AuthorID) -> Bool { revoked.limits[author] != nil }

    /// Whether `author` may act now: the identity keys, or a device that was let in and not removed.
    public func isMember(_ author: AuthorID) -> Bool {
        author.raw == account.raw ? genesis != nil : devices[author] != nil && !isRevoked(author)
    }

    /// The devices that may act now, ascending.
    public var activeDevices: [AuthorID] { devices.keys.filter { !isRevoked($0) }.sorted() }

    /// The newest entry of a replica of `author` that counts without anybody's acceptance; nil if there is no bound.
    func limit(of author: AuthorID, in replica: ReplicaID) -> UInt64? {
        if let limit = revoked.limits[author] { return limit[replica] }
        return author.raw == account.raw || devices[author] != nil ? nil : 0
    }

    /// Whether a content entry of somebody who was let in counts. One that does not waits for somebody's acceptance.
    public func counts(_ entry: VerifiedEntry) -> Bool {
        guard let limit = limit(of: entry.author, in: entry.dot.replica), limit < entry.dot.sequence else {
            return true
        }
        return accepted.contains(ReplicaHead(entry.dot, entry.hash))
    }

    /// The account's key that things are sealed to now: the highest number, then the greatest dot, of those whose author
    /// knew who was removed. Nil if a new one is due.
    public var newestGeneration: Fact<KeyGeneration>? {
        // A key that was handed on later is no younger for it.
        let old = Set(generations.filter { !revoked.areKnown(to: $0.context) }.map(\.record.publicKey))
        return generations.last { !old.contains($0.record.publicKey) }
    }

    /// Whether a device that was removed may hold every key with this number.
    public func isOpenToRemoved(generation number: UInt64) -> Bool {
        !generations.contains { $0.record.number == number && revoked.areKnown(to: $0.context) }
    }

    /// Whether `device` was handed the secret of a key: by a record, or by whoever let it in and had it then.
    public func holds(_ device: AuthorID, _ key: KeyGeneration) -> Bool {
        holds(device, generations.filter { $0.record.isSameKey(as: key) }, seenBy: nil)
    }

    private func holds(_ device: AuthorID, _ handed: [Fact<KeyGeneration>], seenBy context: VersionVector?) -> Bool {
        func isSeen(_ dot: Dot) -> Bool { context?.contains(dot) ?? true }
        if handed.contains(where: { fact in
            isSeen(fact.dot) && fact.record.recipients.contains { $0.recipient == device }
        }) {
            return true
        }
        guard let admission = devices[device], isSeen(admission.dot) else { return false }
        return holds(admission.author, handed, seenBy: admission.context)
    }

    /// A folder's epochs that a removal has undone. Nobody seals to them; what was sealed to them in good faith must open.
    public func undoneEpochs(of folder: FolderID) -> [EpochStarted] {
        undone.compactMap { act in
            if case .epoch(let record) = act.record, record.folder == folder { record } else { nil }
        }
    }

    /// The account's folders. One that a removed device founded may hold what others wrote.
    public var foldersFounded: Set<FolderID> {
        var founded = Set(epochs.keys)
        for case .epoch(let epoch) in undone.map(\.record) { founded.insert(epoch.folder) }
        return founded
    }

    /// Every folder that a grant to an organisation ever named, also where the grant was undone.
    public func folders(everSharedWith organisation: AccountID) -> Set<FolderID> {
        var folders = Set(grants.values.map(\.record).filter { $0.organisation == organisation }.map(\.folder))
        for case .grant(let grant) in undone.map(\.record) where grant.organisation == organisation {
            folders.insert(grant.folder)
        }
        return folders
    }

    /// Every organisation that a grant of the folder ever named, ascending, also where the grant was undone.
    public func organisations(everLetInto folder: FolderID) -> [AccountID] {
        var organisations = Set(grants.values.map(\.record).filter { $0.folder == folder }.map(\.organisation))
        for case .grant(let grant) in undone.map(\.record) where grant.folder == folder {
            organisations.insert(grant.organisation)
        }
        return organisations.sorted()
    }
}

extension KeyGeneration {
    /// Whether both announce one key: a record may hand a key on to a device that was left out.
    public func isSameKey(as other: KeyGeneration) -> Bool { number == other.number && publicKey == other.publicKey }
}
