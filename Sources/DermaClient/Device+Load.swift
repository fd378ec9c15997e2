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
