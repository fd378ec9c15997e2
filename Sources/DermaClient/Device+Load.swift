import DermaCRDT
package import DermaCausality
package import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

extension Device {
    /// Rebuilds everything that lives in memory from the store.
    mutating func load() throws(DeviceError) {
        if let bytes = try setting(Setting.evidenceOfTime) {
            var reader = ByteReader(bytes.span.bytes)
            evidenceOfTime = (try? reader.signedVarint()) ?? .min
        }
        try readControl(of: account)
        for name in try names(prefix: Setting.partnerPrefix) {
            guard let bytes = Hex.decode(name), let partner = AccountID(bytes: bytes) else { continue }
            // What another account wrote must not keep this device from opening.
            do throws(DeviceError) {
                try readControl(of: partner)
            } catch {
                guard case .damagedLog = error else { throw error }
                controls[partner] = ControlState(account: partner)
            }
        }
        for name in try names(prefix: Setting.halfPrefix) {
            guard let bytes = Hex.decode(name), let grant = GrantID(bytes: bytes),
                let sealed = try setting(Setting.halfPrefix + name),
                let half = try? Envelope.open(
                    sealed, .local, under: databaseKey, for: .local(account, Setting.halfPrefix + name))
            else { continue }
            keyring.learn(half, of: grant)
        }
        for name in try names(prefix: Setting.ownerPrefix) {
            guard let bytes = Hex.decode(name), let folder = FolderID(bytes: bytes),
                let owner = try setting(Setting.ownerPrefix + name).flatMap({ AccountID(bytes: $0) })
            else { continue }
            owners[folder] = owner
        }
        isSaidRemoved = try setting(Setting.removed)?.isEmpty == false
        learnKeys()
        try loadEnded()
        for (folder, owner) in knownFolders {
            do throws(DeviceError) {
                try readFolder(folder, owner: owner)
            } catch {
                guard owner != account, case .damagedLog = error else { throw error }
                folders[folder] = nil
            }
            if owner == account { try removeStrayPhotos(from: folder) }
        }
    }

    /// Forgets photos that no entry names: the device was stopped between sealing one and writing its entry.
    private mutating func removeStrayPhotos(from folder: FolderID) throws(DeviceError) {
        guard let replica = folders[folder], replica.locked.isEmpty, replica.waitingCount == 0,
            replica.unreadable.isEmpty, replica.withheld.isEmpty, replica.quarantined.isEmpty,
            replica.state.newer.isEmpty,
            replica.state.refused.isEmpty
        else { return }
        let held = try stored { () throws(StoreError) in try store.photos.photos(in: folder) }
        for photo in held where replica.state[photo: photo] == nil {
            try stored { () throws(StoreError) in
                try store.photos.remove(PhotoName(folder: folder, photo: photo))
            }
        }
    }

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

    mutating func readControl(of account: AccountID) throws(DeviceError) {
        var control = ControlState(account: account)
        do throws(ControlReadError) {
            try control.read(from: store.log)
        } catch {
            guard case .store(let error) = error else { throw .damagedLog }
            throw .store(error)
        }
        controls[account] = control
    }

    /// Builds a folder's copy from the store alone: the same entries give the same copy, in whatever order they came.
    mutating func readFolder(_ folder: FolderID, owner: AccountID) throws(DeviceError) {
        let absent = owner == account ? [] : try absentReplicas(of: folder)
        folders[folder] = FolderReplica(id: folder, owner: owner, absent: absent)
        try insertAll(into: folder, of: owner)
        let restatements = try restatements(in: folder)
        if restatements != folders[folder]?.restatements {
            folders[folder] = FolderReplica(id: folder, owner: owner, absent: absent, restatements: restatements)
            try insertAll(into: folder, of: owner)
        }
        try dropErased()
    }

    private mutating func insertAll(into folder: FolderID, of owner: AccountID) throws(DeviceError) {
        let runs = try stored { () throws(StoreError) in try store.log.runs(in: folder) }
        for run in runs {
            guard let key = signingKey(of: run.origin.author, in: folder, of: owner) else { throw .damagedLog }
            let verified: VerifiedRun
            do throws(LogFault) { verified = try VerifiedRun(run, signedBy: key) } catch { throw .damagedLog }
            for entry in verified.entries { insert(entry, into: folder) }
        }
    }

    /// The restatements that hold for what is stored of a folder.
    func restatements(in folder: FolderID) throws(DeviceError) -> Restatements {
        let claims = folders[folder]?.claims ?? RestatementClaims()
        return try stored { () throws(StoreError) in
            try claims.inForce { head throws(StoreError) in
                try store.log.hash(of: head.dot, in: folder) == head.hash
            }
        }
    }

    /// The key of the owner's device or of staff of an organisation that was ever let into the folder.
    func signingKey(of author: AuthorID, in folder: FolderID, of owner: AccountID) -> SigningPublicKey? {
        guard let control = controls[owner] else { return nil }
        if let key = control.signingKey(of: author) { return key }
        return control.organisations(everLetInto: folder).lazy.compactMap { controls[$0]?.signingKey(of: author) }.first
    }

    func setting(_ name: String) throws(DeviceError) -> [UInt8]? {
        try stored { () throws(StoreError) in try store.setting(name) }
    }

    /// What follows `prefix` in the names of settings.
    func names(prefix: String) throws(DeviceError) -> [String] {
        try stored { () throws(StoreError) in try store.settingNames(prefix: prefix) }.map {
            String($0.dropFirst(prefix.count))
        }
    }
}
