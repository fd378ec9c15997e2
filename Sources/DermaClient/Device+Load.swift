import DermaCRDT
import DermaCausality
import DermaIdentity
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
            if let bytes = Hex.decode(name), let partner = AccountID(bytes: bytes) { try readControl(of: partner) }
        }
        for name in try names(prefix: Setting.halfPrefix) {
            guard let bytes = Hex.decode(name), let grant = GrantID(bytes: bytes),
                let sealed = try setting(Setting.halfPrefix + name),
                let half = try? Envelope.open(
                    sealed, .local, under: databaseKey, for: .local(account, Setting.halfPrefix + name))
            else { continue }
            keyring.learn(half, of: grant)
        }
        learnKeys()
        try loadEnded()
        for (folder, owner) in knownFolders {
            try readFolder(folder, owner: owner)
            try removeStrayPhotos(from: folder)
        }
    }

    /// Forgets photos that no entry names: the device was stopped between sealing one and writing its entry.
    private mutating func removeStrayPhotos(from folder: FolderID) throws(DeviceError) {
        guard let replica = folders[folder], replica.locked.isEmpty, replica.waitingCount == 0 else { return }
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
            for grant in partner.grants.values where grant.record.organisation == account {
                if known[grant.record.folder] == nil { known[grant.record.folder] = partner.account }
            }
        }
        for folder in control.epochs.keys { known[folder] = account }
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
        guard let sealed = entry.body, entry.header.kind == .content else {
            folders[folder]?.insert(.init(entry: entry, body: nil, party: nil))
            return
        }
        guard let key = keyring.epochs[entry.header.epoch],
            let party = party(of: entry.author, in: folder, owner: owner, epoch: entry.header.epoch)
        else {
            folders[folder]?.lock(entry)
            return
        }
        let place = AssociatedData.content(owner, folder, entry.dot, entry.header.epoch)
        let padded = try? Envelope.open(sealed, .content, under: key, for: place)
        let body = padded.flatMap(Padding.unpad).flatMap { try? ContentBody(decoding: $0) }
        folders[folder]?.insert(.init(entry: entry, body: body, party: party))
    }

    /// Who an author writes for: the owner, or an organisation that was given the epoch; nil for anyone else.
    private func party(of author: AuthorID, in folder: FolderID, owner: AccountID, epoch: EpochID) -> AccountID? {
        guard let control = controls[owner] else { return nil }
        if control.signingKey(of: author) != nil { return owner }
        let readers = Set(control.readers(of: epoch, in: folder).map(\.organisation))
        return readers.sorted().first { controls[$0]?.signingKey(of: author) != nil }
    }

    private mutating func readControl(of account: AccountID) throws(DeviceError) {
        var control = ControlState(account: account)
        do throws(ControlReadError) {
            try control.read(from: store.log)
        } catch {
            guard case .store(let error) = error else { throw .damagedLog }
            throw .store(error)
        }
        controls[account] = control
    }

    private mutating func readFolder(_ folder: FolderID, owner: AccountID) throws(DeviceError) {
        folders[folder] = FolderReplica(id: folder, owner: owner)
        let runs = try stored { () throws(StoreError) in try store.log.runs(in: folder) }
        for run in runs {
            guard let key = signingKey(of: run.origin.author, inFolderOf: owner) else { throw .damagedLog }
            let verified: VerifiedRun
            do throws(LogFault) { verified = try VerifiedRun(run, signedBy: key) } catch { throw .damagedLog }
            for entry in verified.entries { insert(entry, into: folder) }
        }
    }

    /// The key of the owner's device or of staff of an organisation that was ever let in.
    func signingKey(of author: AuthorID, inFolderOf owner: AccountID) -> SigningPublicKey? {
        guard let control = controls[owner] else { return nil }
        if let key = control.signingKey(of: author) { return key }
        let organisations = Set(control.grants.values.map(\.record.organisation))
        return organisations.sorted().lazy.compactMap { controls[$0]?.signingKey(of: author) }.first
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
