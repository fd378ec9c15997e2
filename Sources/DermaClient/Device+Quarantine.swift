public import DermaCRDT
public import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

/// What a removed device signed that nobody had seen when it was removed. It has no effect until somebody accepts it.
public struct QuarantinedEntry: Hashable, Sendable {
    /// The entry.
    public let dot: Dot
    /// The device that signed.
    public let author: AuthorID
    /// When, by its own clock; nil if the entry does not open here.
    public let time: Timestamp?
    /// What it wrote; empty if the entry does not open here.
    public let ops: [Op]
}

extension Device {
    /// The folders with entries in quarantine, ascending; also those without a name.
    public var quarantinedFolders: [FolderID] {
        folders.keys.filter { !quarantined(in: $0).isEmpty }.sorted()
    }

    /// What waits in a folder for somebody to look at it, ascending by dot: not what says nothing but what its author had
    /// seen.
    public func quarantined(in folder: FolderID) -> [QuarantinedEntry] {
        (folders[folder]?.quarantined ?? [:]).sorted { $0.key < $1.key }.compactMap { dot, entry in
            let body = body(of: entry, in: folder)
            if body?.ops.isEmpty == true { return nil }
            return QuarantinedEntry(dot: dot, author: entry.author, time: body?.time, ops: body?.ops ?? [])
        }
    }

    /// Lets entries of a removed device of the own account count after all, on every device. They stay signed by their
    /// author, with its time and its causes; what was accepted twice counts once.
    public mutating func accept(_ dots: some Sequence<Dot>, in folder: FolderID) throws(DeviceError) {
        var heads: Set<ReplicaHead> = []
        for dot in dots {
            guard let entry = folders[folder]?.quarantined[dot] else { throw .notFound }
            guard control.signingKey(of: entry.author) != nil else { throw .notAllowed }
            heads.insert(ReplicaHead(dot, entry.hash))
        }
        guard !heads.isEmpty, heads.count <= Limits.replicasMax else { throw .notAllowed }
        try appendControl([.acceptance(EntriesAccepted(heads))])
    }

    /// Whether an entry was signed by somebody who was let in, and yet counts for nobody who let them in.
    func isQuarantined(_ entry: VerifiedEntry, in folder: FolderID, of owner: AccountID) -> Bool {
        guard controls.values.contains(where: \.hasRevocations), let control = controls[owner] else { return false }
        let naming = parties(naming: entry.author, in: folder, of: owner)
        let granted = Set(control.grants.values.map(\.record).filter { $0.folder == folder }.map(\.organisation))
        let counts = naming.contains { party in
            (party == owner || granted.contains(party)) && controls[party]?.counts(entry) == true
        }
        return !naming.isEmpty && !counts
    }

    /// Works folders out anew after a control log has changed whose revocations reach back to them.
    mutating func review(_ held: ControlState, _ now: ControlState) throws(DeviceError) {
        guard now.hasRevocations else { return }
        let reachesBack = held.revocations != now.revocations
        if reachesBack {
            for case .grant(let grant) in now.undone.map(\.record) { keyring.forget(grant, of: now) }
            learnKeys()
        }
        for (folder, owner) in knownFolders {
            guard let replica = folders[folder], reachesBack || !replica.quarantined.isEmpty else { continue }
            try readFolder(folder, owner: owner)
        }
    }

    private func body(of entry: VerifiedEntry, in folder: FolderID) -> ContentBody? {
        guard let owner = folders[folder]?.state.owner, let sealed = entry.body,
            let key = keyring.epochs[entry.header.epoch]
        else { return nil }
        for party in parties(naming: entry.author, in: folder, of: owner) {
            let place = AssociatedData.content(owner, folder, entry.dot, entry.header.epoch, party)
            guard let padded = try? Envelope.open(sealed, .content, under: key, for: place) else { continue }
            return ContentBody(padded, in: entry)
        }
        return nil
    }

    /// The owner and the organisations that were ever let into the folder and name a device as theirs, removed or not.
    private func parties(naming author: AuthorID, in folder: FolderID, of owner: AccountID) -> [AccountID] {
        let organisations = controls[owner]?.organisations(everLetInto: folder) ?? []
        return ([owner] + organisations).filter { controls[$0]?.signingKey(of: author) != nil }
    }
}
