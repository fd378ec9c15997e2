import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

extension Relay {
    /// Sends what the peer lacks, at most `answerBytesMax`, then what the relay has.
    mutating func answer(
        _ have: Have, from peer: ServerSession.Peer, at now: Int64
    ) throws(RelayRefusal) -> [Frame] {
        let (owner, view) = try view(of: have.folder, for: peer, at: now)
        var frames: [Frame] = []
        var bytes = 0
        var vector = VersionVector()
        var checks: [Bytes4] = []
        for origin in try origins(in: have.folder, of: owner, for: peer) {
            let replica = origin.replica(in: have.folder)
            let tail = try stored { () throws(StoreError) in try store.log.tail(of: replica, in: have.folder) }
            if let tail {
                vector.advance(to: Dot(replica, tail.sequence))
                checks.append(tail.hash.prefix4)
            }
            var sequence = have.vector[origin.replica(in: have.folder)]
            while bytes < Self.answerBytesMax {
                let next = try stored { () throws(StoreError) in
                    try store.log.run(of: origin, in: have.folder, after: sequence)
                }
                guard var run = next else { break }
                sequence += UInt64(run.entries.count)
                if case .organisation(let organisation) = view {
                    run = redacted(run, for: organisation, control: try control(of: owner), at: now)
                }
                bytes += run.entries.reduce(0) { $0 + $1.body.length + Self.entryBytesMin }
                frames.append(.entries(run))
            }
        }
        if have.folder == FolderID.control(of: peer.account) { frames += try news(for: peer, at: now) }
        let photos = try stored { () throws(StoreError) in try store.photos.completeCount(in: have.folder) }
        let erased = try stored { () throws(StoreError) in try store.erasedCount(in: have.folder) }
        return frames + [
            .have(
                Have(
                    folder: have.folder, vector: vector, checks: checks, photos: UInt64(photos), erased: UInt64(erased))
            )
        ]
    }

    /// The replicas that are a peer's business: an organisation does not see what another one wrote in the same folder.
    private mutating func origins(
        in folder: FolderID, of owner: AccountID, for peer: ServerSession.Peer
    ) throws(RelayRefusal) -> [ReplicaOrigin] {
        let all = try stored { () throws(StoreError) in try store.log.origins(in: folder) }
        guard owner != peer.account, folder != FolderID.control(of: owner) else { return all }
        let patient = try control(of: owner)
        let organisation = try control(of: peer.account)
        return all.filter {
            patient.signingKey(of: $0.author) != nil || organisation.signingKey(of: $0.author) != nil
        }
    }

    /// What the relay wants or has to say besides a peer's own control log.
    private mutating func news(for peer: ServerSession.Peer, at now: Int64) throws(RelayRefusal) -> [Frame] {
        let control = try control(of: peer.account)
        switch control.genesis {
        case nil: return []
        case .account: return try halvesWanted(by: control, at: now)
        case .organisation: return [.shared(try foldersOpen(to: peer.account, at: now))]
        }
    }

    private mutating func foldersOpen(to organisation: AccountID, at now: Int64) throws(RelayRefusal) -> [SharedFolder]
    {
        var open: [SharedFolder] = []
        for shared in try stored({ () throws(StoreError) in try store.foldersShared(with: organisation) }) {
            // One account's log must not stand in the way of the others'.
            guard let control = try? control(of: shared.account) else { continue }
            if case .success = control.access(of: organisation, to: shared.folder, at: now) { open.append(shared) }
        }
        return Array(open.prefix(Limits.sharedFoldersMax))
    }

    /// Checks a run and appends what is new.
    mutating func take(_ run: LogRun, from peer: ServerSession.Peer, at now: Int64) throws(RelayRefusal) -> [Frame] {
        let isOwnLog = run.folder == FolderID.control(of: peer.account)
        if isOwnLog { try requireMayBringRecords(peer) }
        let (owner, view) = isOwnLog ? (peer.account, .whole) : try view(of: run.folder, for: peer, at: now)
        // Once stored without its body an entry could never be completed. The owner's photos may be erased.
        let mayErase = owner == peer.account && run.folder != FolderID.control(of: owner)
        guard run.entries.allSatisfy({ $0.body.bytes != nil || mayErase && $0.kind == .photo }) else {
            throw RelayRefusal(.badBody, folder: run.folder)
        }
        try requireRoom(for: run.origin, in: run.folder)
        let control = try control(of: owner)
        var frames: [Frame] = []
        if run.folder == control.folder {
            guard case .whole = view, owner == peer.account else {
                throw RelayRefusal(.notMember, folder: run.folder)
            }
            let known = try takeControl(run, control)
            if known.isMember(peer.author) { frames = try halvesWanted(by: known, at: now) }
        } else {
            try takeContent(run, from: peer, owner: control)
        }
        let newest = Dot(run.origin.replica(in: run.folder), run.firstSequence + UInt64(run.entries.count) - 1)
        return frames + [.entriesStored(EntriesStored(folder: run.folder, dot: newest))]
    }

    /// A vector must stay within its limit, whoever writes: an author gets a few replicas, for restored devices.
    private func requireRoom(for origin: ReplicaOrigin, in folder: FolderID) throws(RelayRefusal) {
        let origins = try stored { () throws(StoreError) in try store.log.origins(in: folder) }
        guard !origins.contains(origin) else { return }
        let own = origins.count { $0.author == origin.author }
        guard origins.count < Limits.replicasMax, own < Limits.replicasPerAuthorMax else {
            throw RelayRefusal(.limitReached, folder: folder)
        }
    }

    private mutating func takeContent(
        _ run: LogRun, from peer: ServerSession.Peer, owner: ControlState
    ) throws(RelayRefusal) {
        guard run.entries.allSatisfy({ $0.kind.isSealed || !$0.kind.isKnown }) else {
            throw RelayRefusal(.badBody, folder: run.folder)
        }
        let key = try signingKey(of: run.origin.author, from: peer, owner: owner, folder: run.folder)
        let verified = try verified(run) { () throws(LogFault) in try VerifiedRun(run, signedBy: key) }
        let erased = try stored { () throws(StoreError) in
            try store.erasedEntries(of: run.origin.replica(in: run.folder), in: run.folder)
        }
        try appended(in: run.folder) { () throws(LogAppendError) in
            _ = try store.log.append(verified.erasing(erased))
        }
    }

    /// The owner's device may bring anyone's entries back, also those of a device that was removed: what others wrote may
    /// cite them. An organisation's brings its own.
    private mutating func signingKey(
        of author: AuthorID, from peer: ServerSession.Peer, owner: ControlState, folder: FolderID
    ) throws(RelayRefusal) -> SigningPublicKey {
        if peer.account != owner.account {
            if let key = try control(of: peer.account).signingKey(of: author) { return key }
            throw RelayRefusal(.notMember, folder: folder)
        }
        if let key = owner.signingKey(of: author) { return key }
        for organisation in owner.organisations(everLetInto: folder) {
            if let key = try control(of: organisation).signingKey(of: author) { return key }
        }
        throw RelayRefusal(.notMember, folder: folder)
    }

    /// The consequences come first: if the relay dies in between, the run is sent again.
    private mutating func takeControl(_ run: LogRun, _ held: ControlState) throws(RelayRefusal) -> ControlState {
        var control = held
        let verified = try verified(run) { () throws(LogFault) in try control.verify(run) }
        let additions = try appended(in: run.folder) { () throws(LogAppendError) in
            try store.log.additions(of: verified)
        }
        do throws(LogFault) { try control.insert(additions) } catch { throw RelayRefusal(error, in: run.folder) }
        do throws(ControlReadError) {
            try control.followRestatements(in: store.log, adding: additions)
        } catch {
            throw RelayRefusal(.internalFault)
        }
        try register(control, isNew: held.genesis == nil)
        try followGrants(from: held, to: control)
        try appended(in: run.folder) { () throws(LogAppendError) in _ = try store.log.append(verified) }
        remember(control)
        return control
    }

    private mutating func register(_ control: ControlState, isNew: Bool) throws(RelayRefusal) {
        if isNew, let genesis = control.genesis, case .organisation = genesis {
            guard let code = ClinicCode(of: genesis) else { throw RelayRefusal(.internalFault) }
            try stored { () throws(StoreError) in try store.register(control.account, under: code) }
        }
        // A grant of another's folder would make the organisation's devices take the wrong account for its owner.
        let named = control.foldersFounded.union(control.grants.values.map(\.record.folder))
        for folder in [control.folder] + named.sorted() {
            let owner = try stored { () throws(StoreError) in try store.owner(of: folder) }
            // The refusal names the log that was sent: it is what the client waits for.
            guard owner == nil || owner == control.account else {
                throw RelayRefusal(.folderTaken, folder: control.folder)
            }
            if owner == nil {
                try stored { () throws(StoreError) in try store.claim(folder, for: control.account) }
            }
        }
    }
}

private func appended<Result>(
    in folder: FolderID, _ call: () throws(LogAppendError) -> Result
) throws(RelayRefusal) -> Result {
    do throws(LogAppendError) { return try call() } catch { throw RelayRefusal(error, in: folder) }
}

private func verified(
    _ run: LogRun, _ check: () throws(LogFault) -> VerifiedRun
) throws(RelayRefusal) -> VerifiedRun {
    do throws(LogFault) { return try check() } catch { throw RelayRefusal(error, in: run.folder) }
}
