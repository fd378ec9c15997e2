import DermaCRDT
package import DermaCausality
package import DermaIdentity
import DermaSecrets
import DermaWire

/// What the control logs let this device read, and what it then finds in entries.
extension Device {
    /// The folders that the control logs name and this device may read, with their owners, ascending.
    var knownFolders: [(folder: FolderID, owner: AccountID)] {
        var known: [FolderID: AccountID] = [:]
        // Only an organisation reads what others share, and nobody's log says whose the own folders are.
        for partner in controls.values.sorted(by: { $0.account < $1.account })
        where isOrganisation && partner.account != account {
            for folder in partner.folders(everSharedWith: account) {
                if known[folder] == nil || owners[folder] == partner.account { known[folder] = partner.account }
            }
        }
        for folder in control.foldersFounded { known[folder] = account }
        return known.sorted { $0.key < $1.key }.map { (folder: $0.key, owner: $0.value) }
    }

    /// Works out every key that the control logs give this device, and opens what waited for one.
    mutating func learnKeys() {
        learnWelcome()
        keyring.learn(fromOwn: control, as: secrets, author)
        if isOrganisation {
            for patient in controls.values where patient.account != account {
                keyring.learn(fromPatient: patient, for: account)
            }
        }
        for id in folders.keys.sorted() {
            for entry in folders[id]?.takeLocked() ?? [] { insert(entry, into: id) }
        }
    }

    /// Takes a verified entry into a folder's copy.
    mutating func insert(_ entry: VerifiedEntry, into folder: FolderID) {
        guard let owner = folders[folder]?.state.owner else { return }
        if entry.header.kind.isSealed, isQuarantined(entry, in: folder, of: owner) {
            folders[folder]?.quarantine(entry)
        } else if let opened = open(entry, in: folder, of: owner) {
            folders[folder]?.insert(opened)
        } else {
            folders[folder]?.lock(entry)
        }
    }

    /// What an entry of a folder that is here holds, for those who look at it from outside.
    package func opened(_ entry: VerifiedEntry, in folder: FolderID) -> FolderReplica.OpenedEntry? {
        folders[folder].flatMap { open(entry, in: folder, of: $0.state.owner) }
    }

    /// The entry with its body opened, or found to be worthless; nil if it waits for a key or for its author's admission.
    func open(_ entry: VerifiedEntry, in folder: FolderID, of owner: AccountID) -> FolderReplica.OpenedEntry? {
        guard let sealed = entry.body, entry.header.kind.isSealed else {
            return .init(entry: entry, body: nil, party: nil)
        }
        let epoch = entry.header.epoch
        let parties = parties(of: entry.author, in: folder, owner: owner, epoch: epoch)
        guard let key = keyring.epochs[epoch], !parties.isEmpty else { return nil }
        // The author has sealed for whom it writes, so that nobody who claims its keys can claim its words.
        for party in parties {
            let place = AssociatedData.content(owner, folder, entry.dot, epoch, party)
            guard let padded = try? Envelope.open(sealed, .content, under: key, for: place) else { continue }
            return .init(entry: entry, body: ContentBody(padded, in: entry), party: party)
        }
        return .init(entry: entry, body: nil, party: nil)
    }

    /// Whom an author may write for: the owner, or organisations that were given the epoch.
    private func parties(
        of author: AuthorID, in folder: FolderID, owner: AccountID, epoch: EpochID
    ) -> [AccountID] {
        guard let control = controls[owner] else { return [] }
        let readers = Set(control.readers(of: epoch, in: folder).map(\.organisation))
        return ([owner] + readers.sorted()).filter { controls[$0]?.signingKey(of: author) != nil }
    }

    /// The key of the owner's device or of staff of an organisation that was ever let into the folder.
    func signingKey(of author: AuthorID, in folder: FolderID, of owner: AccountID) -> SigningPublicKey? {
        guard let control = controls[owner] else { return nil }
        if let key = control.signingKey(of: author) { return key }
        return control.organisations(everLetInto: folder).lazy.compactMap { controls[$0]?.signingKey(of: author) }.first
    }
}
