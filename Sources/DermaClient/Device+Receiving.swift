import DermaCRDT
import DermaCausality
package import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

/// What became of a run that a relay sent.
package enum Reception: Sendable {
    /// It was checked and stored; so many entries were new.
    case taken(Int)
    /// Nobody here knows its author yet; another log may bring the record.
    case unknownAuthor
    /// It does not belong on the end of the log.
    case refused(LogFault)
}

extension Device {
    /// Checks a run and stores what is new in it, durably.
    package mutating func receive(_ run: LogRun) throws(DeviceError) -> Reception {
        let control = controls.values.first { $0.folder == run.folder }
        guard isWhole(run) else { return .refused(.badBody(WireError(.invalidValue, at: 0))) }
        if let control { return try receive(run, into: control) }
        guard let owner = folders[run.folder]?.state.owner else { return .refused(.notMember) }
        guard let key = signingKey(of: run.origin.author, in: run.folder, of: owner) else { return .unknownAuthor }
        return try receive(run) { () throws(LogFault) in
            try VerifiedRun(run, signedBy: key)
        } apply: { device, entries in
            for entry in entries { device.insert(entry, into: run.folder) }
        }
    }

    /// Builds copies anew in which entries have come to count, or to count no longer, in the place of others.
    mutating func rereadRestated() throws(DeviceError) {
        for account in controls.keys.sorted() {
            guard let control = controls[account] else { continue }
            let restatements: Restatements
            do throws(ControlReadError) {
                restatements = try control.restatements(in: store.log)
            } catch {
                throw .damagedLog
            }
            guard restatements != control.restatements else { continue }
            try readControl(of: account)
            learnKeys()
        }
        for folder in folders.keys.sorted() {
            guard let replica = folders[folder] else { continue }
            if try restatements(in: folder) != replica.restatements {
                try readFolder(folder, owner: replica.state.owner)
            }
        }
    }

    /// Whether no body is withheld that must not be: bodies of photos may be, for they may be erased. A relay keeps from an organisation what a patient shares with others; it
    /// may hide nothing else, least of all a withdrawal from the account's own devices.
    func isWhole(_ run: LogRun) -> Bool {
        let control = controls.values.first { $0.folder == run.folder }
        let mayWithhold = control.map { $0.account != account } ?? false
        return run.entries.allSatisfy {
            $0.body.bytes != nil || (control == nil ? $0.kind == .photo : mayWithhold && $0.kind != .membership)
        }
    }

    private mutating func receive(_ run: LogRun, into control: ControlState) throws(DeviceError) -> Reception {
        let held = control
        var control = control
        let isFirst = run.origin.author.raw == control.account.raw
        guard isFirst || control.signingKey(of: run.origin.author) != nil else { return .unknownAuthor }
        let reception = try receive(run) { () throws(LogFault) in
            let verified = try control.verify(run)
            try control.insert(verified.entries)
            return verified
        } apply: { device, _ in
            device.controls[control.account] = control
            device.learnKeys()
        }
        if let now = controls[control.account] { try review(held, now) }
        // A replica of the identity key beside the one with the genesis must wait for that.
        if isFirst, case .refused(.notMember) = reception { return .unknownAuthor }
        return reception
    }

    private mutating func receive(
        _ run: LogRun, check: () throws(LogFault) -> VerifiedRun,
        apply: (inout Device, ArraySlice<VerifiedEntry>) -> Void
    ) throws(DeviceError) -> Reception {
        let verified: VerifiedRun
        do throws(LogFault) { verified = try check().erasing(erasedEntries(in: run.folder)) } catch {
            return .refused(error)
        }
        let new: ArraySlice<VerifiedEntry>
        do throws(LogAppendError) {
            new = try store.log.append(verified)
        } catch {
            switch error {
            case .fault(let fault): return .refused(fault)
            case .store(let error): throw .store(error)
            }
        }
        if !new.isEmpty {
            try leaveReplica(of: run.origin, for: environment.random.fixed(), in: run.folder)
        }
        apply(&self, new)
        if !new.isEmpty { try rereadRestated() }
        try dropErased()
        return .taken(new.count)
    }

    /// Entries of the replica that the device writes, and it did not have them: it was restored from a backup. It goes on
    /// under a new one, so that nothing it writes can meet what it once wrote.
    mutating func leaveReplica(of origin: ReplicaOrigin, for nonce: Bytes8, in folder: FolderID) throws(DeviceError) {
        guard origin.author == author, case .device = credential else { return }
        let name = Setting.replicaPrefix + folder.description
        guard try setting(name) == origin.nonce.bytes else { return }
        try stored { () throws(StoreError) in try store.set([name: nonce.bytes]) }
    }

    /// Begins to keep the control log of another account or organisation.
    mutating func follow(_ partner: AccountID) throws(DeviceError) {
        guard controls[partner] == nil else { return }
        try stored { () throws(StoreError) in try store.set([Setting.partnerPrefix + partner.description: []]) }
        controls[partner] = ControlState(account: partner)
    }

    /// Opens a copy of every folder that the control logs name by now.
    mutating func openKnownFolders() throws(DeviceError) {
        for (folder, owner) in knownFolders where folders[folder] == nil {
            if owner != account {
                let name = Setting.ownerPrefix + folder.description
                try stored { () throws(StoreError) in try store.set([name: owner.bytes]) }
                owners[folder] = owner
            }
            folders[folder] = FolderReplica(id: folder, owner: owner)
        }
    }

    /// The grants in force to the own organisation whose relay half is not here, with a purpose to ask for it with.
    var halvesMissing: [(account: AccountID, grant: GrantID, purpose: Purposes)] {
        guard isOrganisation else { return [] }
        var missing: [(account: AccountID, grant: GrantID, purpose: Purposes)] = []
        for control in controls.values.sorted(by: { $0.account < $1.account }) where control.account != account {
            for grant in control.grantsInForce(at: latestTime)
            where grant.organisation == account && !keyring.hasHalf(of: grant.id) {
                guard case .success(let access) = control.access(of: account, to: grant.folder, at: latestTime) else {
                    continue
                }
                let purpose = Purposes.registry.map(\.purpose).first { access.purposes.contains($0) }
                if let purpose { missing.append((control.account, grant.id, purpose)) }
            }
        }
        return missing
    }
}
