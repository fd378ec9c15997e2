import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

/// What a peer may see of a folder.
enum View {
    /// All of it: the owner's device, or an organisation's public control log.
    case whole
    /// A patient's control log as an organisation sees it: only what concerns its own grants.
    case organisation(AccountID)
}

extension Relay {
    /// What `peer` may read of `folder`, and whose it is.
    mutating func view(
        of folder: FolderID, for peer: ServerSession.Peer, at now: Int64
    ) throws(RelayRefusal) -> (owner: AccountID, view: View) {
        // A control log is known by its account before anything of it was stored.
        if folder == FolderID.control(of: peer.account) {
            try requireMemberOrNewcomer(peer)
            return (peer.account, .whole)
        }
        try requireMember(peer)
        guard let owner = try stored({ () throws(StoreError) in try store.owner(of: folder) }) else {
            throw RelayRefusal(.unknownFolder, folder: folder)
        }
        if owner == peer.account { return (owner, .whole) }
        let control = try control(of: owner)
        if folder == control.folder {
            if case .organisation = control.genesis { return (owner, .whole) }
            try requireAnyGrant(of: control, to: peer.account, folder: folder, at: now)
            return (owner, .organisation(peer.account))
        }
        _ = try access(of: peer.account, to: folder, in: control, at: now)
        return (owner, .whole)
    }

    /// Refuses a peer that its account's control log does not name, or has removed.
    mutating func requireMember(_ peer: ServerSession.Peer) throws(RelayRefusal) {
        let control = try control(of: peer.account)
        guard control.signingKey(of: peer.author) == peer.signingKey else { throw RelayRefusal(.notMember) }
        if control.isRevoked(peer.author) { throw RelayRefusal(.deviceRevoked) }
        guard control.isMember(peer.author) else { throw RelayRefusal(.notMember) }
    }

    /// A device that the log does not name may bring records of its account's log, though it reads nothing: if this relay has
    /// lost the one that lets it in, nobody else may have it. Each record is signed by somebody whom the log names.
    mutating func requireMayBringRecords(_ peer: ServerSession.Peer) throws(RelayRefusal) {
        let control = try control(of: peer.account)
        if control.isRevoked(peer.author) { throw RelayRefusal(.deviceRevoked) }
        if let key = control.signingKey(of: peer.author), key != peer.signingKey { throw RelayRefusal(.notMember) }
    }

    /// As `requireMember`, but lets someone in whose control log is not here yet: it may bring it.
    private mutating func requireMemberOrNewcomer(_ peer: ServerSession.Peer) throws(RelayRefusal) {
        if try control(of: peer.account).genesis != nil { try requireMember(peer) }
    }

    /// What `organisation` may do with `folder` now.
    func access(
        of organisation: AccountID, to folder: FolderID, in control: ControlState, at now: Int64
    ) throws(RelayRefusal) -> Access {
        do throws(AccessDenied) {
            return try control.access(of: organisation, to: folder, at: now).get()
        } catch {
            throw RelayRefusal(error, folder: folder)
        }
    }

    private func requireAnyGrant(
        of control: ControlState, to organisation: AccountID, folder: FolderID, at now: Int64
    ) throws(RelayRefusal) {
        let folders = Set(control.grants.values.filter { $0.record.organisation == organisation }.map(\.record.folder))
        var denied = AccessDenied(.neverGranted)
        for shared in folders.sorted() {
            switch control.access(of: organisation, to: shared, at: now) {
            case .success: return
            case .failure(let reason): denied = reason
            }
        }
        throw RelayRefusal(denied, folder: folder)
    }

    /// The run with the bodies that are not `organisation`'s business withheld.
    func redacted(_ run: LogRun, for organisation: AccountID, control: ControlState, at now: Int64) -> LogRun {
        let entries = run.entries.map { entry in
            guard case .present(let bytes) = entry.body, entry.kind != .membership else { return entry }
            let record = (try? ControlBody(decoding: bytes))?.record
            if let record, concerns(record, organisation, control, at: now) { return entry }
            return entry.withoutBody
        }
        return LogRun(
            folder: run.folder, origin: run.origin, firstSequence: run.firstSequence, previous: run.previous,
            entries: entries, signature: run.signature)
    }

    private func concerns(
        _ record: ControlRecord, _ organisation: AccountID, _ control: ControlState, at now: Int64
    ) -> Bool {
        switch record {
        case .genesis, .device, .generation, .revocation, .acceptance: true
        case .grant(let grant): grant.organisation == organisation
        case .withdrawal(let withdrawal): withdrawal.organisation == organisation
        case .epoch(let epoch):
            if case .success = control.access(of: organisation, to: epoch.folder, at: now) { true } else { false }
        }
    }
}

extension RelayRefusal {
    init(_ denied: AccessDenied, folder: FolderID) {
        switch denied.reason {
        case .neverGranted: self.init(.neverGranted, folder: folder)
        case .withdrawn: self.init(.accessWithdrawn, folder: folder)
        case .noPurpose: self.init(.purposeNotGranted, folder: folder)
        case .expired(let end): self.init(.accessExpired, folder: folder, detail: end)
        }
    }
}
