import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

/// What became of a log that this device and a relay hold in two versions.
enum ForkOutcome: Sendable {
    /// The run agrees with what is here: the versions part elsewhere.
    case agrees
    /// This device's own log: it was cloned, or restored from a backup. What it had written is in its new replica.
    case moved
    /// Another device's log: the author has moved what was here to another replica.
    case followed
    /// Nobody has taken back what is here. What the device holds stays.
    case standing
}

extension Device {
    /// Compares a log with the relay's version of it and follows that, if nothing is lost.
    ///
    /// The relay's version counts because everyone else reads it. `run` must begin where the versions still agree. Each
    /// step leaves a store from which the next sync goes on: what is written again is there before what it replaces goes.
    mutating func settle(_ run: LogRun) throws(DeviceError) -> ForkOutcome {
        let verified: VerifiedRun
        do throws(LogFault) { verified = try verifiedAnew(run).erasing(erasedEntries(in: run.folder)) } catch {
            return .standing
        }
        guard let index = try parting(of: verified) else { return .agrees }
        let before = run.firstSequence + UInt64(index) - 1
        let outcome: ForkOutcome
        if run.origin.author == author, case .device = credential {
            let fresh = ReplicaOrigin(author: author, nonce: environment.random.fixed())
            guard try restate(run.origin, after: before, as: fresh, in: run.folder) else { return .standing }
            try leaveReplica(of: run.origin, for: fresh.nonce, in: run.folder)
            outcome = .moved
        } else {
            guard try isRestated(run.origin, after: before, in: run.folder) else { return .standing }
            outcome = .followed
        }
        try stored { () throws(StoreError) in try store.log.replace(with: verified, from: index) }
        try reread(run.folder)
        return outcome
    }

    /// Whether a run that was just taken is this device's own and not of its making: a clone has moved out of the way.
    func isByClone(_ run: LogRun) -> Bool {
        guard run.origin.author == author, case .device = credential else { return false }
        let claims = controls.values.first { $0.folder == run.folder }?.claims ?? folders[run.folder]?.claims
        return claims?.contains(run.origin.replica(in: run.folder), from: run.firstSequence) ?? false
    }

    /// Checks a run without regard to what is held of its log.
    private func verifiedAnew(_ run: LogRun) throws(LogFault) -> VerifiedRun {
        guard isWhole(run) else { throw .badBody(WireError(.invalidValue, at: 0)) }
        if let control = controls.values.first(where: { $0.folder == run.folder }) {
            let verified = try control.verify(run)
            var probe = ControlState(account: control.account)
            try probe.insert(verified.entries)
            return verified
        }
        guard let owner = folders[run.folder]?.state.owner,
            let key = signingKey(of: run.origin.author, in: run.folder, of: owner)
        else { throw .notMember }
        return try VerifiedRun(run, signedBy: key)
    }

    /// The first entry of a run under whose number another is held.
    private func parting(of run: VerifiedRun) throws(DeviceError) -> Int? {
        for (index, entry) in run.entries.enumerated() {
            let held = try stored { () throws(StoreError) in try store.log.hash(of: entry.dot, in: run.run.folder) }
            guard let held else { return nil }
            if held != entry.hash { return index }
        }
        return nil
    }

    /// Whether another entry has taken the place of this one.
    func isRestated(_ head: ReplicaHead, in folder: FolderID) -> Bool {
        let control = controls.values.first { $0.folder == folder }
        return (control?.restatements ?? folders[folder]?.restatements)?[head] != nil
    }

    /// Whether other entries have taken the place of everything that is here of a log after `sequence`. A body that is
    /// withheld from this device never had an effect here.
    private func isRestated(
        _ origin: ReplicaOrigin, after sequence: UInt64, in folder: FolderID
    ) throws(DeviceError) -> Bool {
        let places = try restatementsOnceGone(origin, after: sequence, in: folder)
        return try held(of: origin, in: folder, after: sequence).allSatisfy {
            $0.body == nil || places[ReplicaHead($0.dot, $0.hash)] != nil
        }
    }

    /// The restatements that will count when a log ends with `sequence`.
    func restatementsOnceGone(
        _ origin: ReplicaOrigin, after sequence: UInt64, in folder: FolderID
    ) throws(DeviceError) -> Restatements {
        let replica = origin.replica(in: folder)
        let claims = controls.values.first { $0.folder == folder }?.claims ?? folders[folder]?.claims
        return try stored { () throws(StoreError) in
            try (claims ?? RestatementClaims()).inForce { head throws(StoreError) in
                if head.dot.replica == replica, head.dot.sequence > sequence { return false }
                return try store.log.hash(of: head.dot, in: folder) == head.hash
            }
        }
    }

    /// What is here of a log after `sequence`, oldest first.
    func held(
        of origin: ReplicaOrigin, in folder: FolderID, after sequence: UInt64
    ) throws(DeviceError) -> [VerifiedEntry] {
        let control = controls.values.first { $0.folder == folder }
        let owner = folders[folder]?.state.owner ?? account
        guard let key = control?.signingKey(of: origin.author) ?? signingKey(of: origin.author, in: folder, of: owner)
        else { throw .damagedLog }
        var held: [VerifiedEntry] = []
        var last = sequence
        while let run = try stored({ () throws(StoreError) in
            try store.log.run(of: origin, in: folder, after: last)
        }) {
            held += try checked { () throws(LogFault) in try VerifiedRun(run, signedBy: key) }.entries
            last += UInt64(run.entries.count)
        }
        return held
    }

    private mutating func reread(_ folder: FolderID) throws(DeviceError) {
        if let account = controls.first(where: { $0.value.folder == folder })?.key {
            try readControl(of: account)
            learnKeys()
        } else if let owner = folders[folder]?.state.owner {
            try readFolder(folder, owner: owner)
        }
    }
}
