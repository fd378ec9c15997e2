package import DermaCRDT
package import DermaCausality
package import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

extension Device {
    /// Appends records to the own account's control log. Durable when it returns.
    mutating func appendControl(_ records: [ControlRecord]) throws(DeviceError) {
        var control = control
        guard !control.isRevoked(author) else { throw .removed }
        let held = control
        let origin = try origin(in: control.folder)
        let own = origin.replica(in: control.folder)
        let context = CausalContext(try heads(of: control).filter { $0.dot.replica != own })
        let time = environment.clock.now().milliseconds
        let entries = records.map { record in
            let body = ControlBody(context: context, claimedTime: time, record: record)
            return RunEntry(kind: record.kind, epoch: EpochID(.zero), body: .present(body.encoded))
        }
        guard entries.allSatisfy({ $0.body.length <= Limits.bodyBytesMax }) else { throw .tooLong }
        let run = LogRun.signed(
            entries, in: control.folder, of: origin, after: try tail(of: origin, in: control.folder), by: secrets)
        // What would not be understood when it is read again must not be stored.
        guard let read = try? LogRun(decoding: run.encoded) else { throw .tooLong }
        let verified = try checked { () throws(LogFault) in try control.verify(read) }
        try checked { () throws(LogFault) in try control.insert(verified.entries) }
        try append(verified)
        controls[account] = control
        learnKeys()
        try review(held, control)
        try dropErased()
    }

    /// Seals ops into one entry of a folder's log. Durable when it returns.
    @discardableResult
    package mutating func write(_ ops: [Op], in folder: FolderID) throws(DeviceError) -> Dot {
        try write(ops, adding: nil, in: folder)
    }

    /// Seals the addition of a photo into an entry of its own, which can be erased and so cites nothing: what the device
    /// has newly seen goes into an entry before it.
    package mutating func write(adding photo: Op, in folder: FolderID) throws(DeviceError) {
        _ = try write([], adding: photo, in: folder)
    }

    private mutating func write(_ ops: [Op], adding photo: Op?, in folder: FolderID) throws(DeviceError) -> Dot {
        guard !control.isRevoked(author) else { throw .removed }
        guard let owner = folders[folder]?.state.owner else { throw .notFound }
        let sealing = try sealing(in: folder, of: owner)
        guard let replica = folders[folder] else { throw .notFound }
        let origin = try origin(in: folder)
        let own = origin.replica(in: folder)
        let tail = try tail(of: origin, in: folder)
        let body = ContentBody(
            context: replica.news(for: own), membership: replica.membershipNews(for: own, sealing.membership),
            time: environment.clock.now(), ops: ops)
        var entries: [RunEntry] = []
        if photo == nil || !body.context.heads.isEmpty {
            entries.append(try seal(body, .content, as: Dot(own, tail.sequence + 1), in: folder, sealing))
        }
        if let photo {
            let dot = Dot(own, tail.sequence + UInt64(entries.count) + 1)
            entries.append(try seal(ContentBody(adding: photo, body.time), .photo, as: dot, in: folder, sealing))
        }
        let run = LogRun.signed(entries, in: folder, of: origin, after: tail, by: secrets)
        let verified = try checked { () throws(LogFault) in try VerifiedRun(run, signedBy: secrets.keys.signing) }
        try append(verified)
        for entry in verified.entries { insert(entry, into: folder) }
        try dropErased()
        return Dot(own, tail.sequence + UInt64(entries.count))
    }

    /// What an entry of `folder` is sealed with now. Starts a new epoch first if one is due.
    mutating func sealing(in folder: FolderID, of owner: AccountID) throws(DeviceError) -> Sealing {
        if owner == account {
            try startEpochIfDue(in: folder)
        } else {
            let now = environment.clock.now().milliseconds
            guard ended[folder] == nil, case .success = controls[owner]?.access(of: account, to: folder, at: now) else {
                throw .accessEnded
            }
        }
        guard let control = controls[owner], let epoch = control.newestEpoch(of: folder)?.id,
            let key = keyring.epochs[epoch]
        else { throw .noKey }
        return Sealing(owner: owner, epoch: epoch, key: key, membership: try heads(of: control))
    }

    /// Seals a body for its place in a folder's log.
    mutating func seal(
        _ body: ContentBody, _ kind: EntryKind, as dot: Dot, in folder: FolderID, _ sealing: Sealing
    ) throws(DeviceError) -> RunEntry {
        let place = AssociatedData.content(sealing.owner, folder, dot, sealing.epoch, account)
        let sealed = Envelope.seal(
            Padding.pad(body.encoded), .content, under: sealing.key, for: place, random: &environment.random)
        guard sealed.count <= Limits.bodyBytesMax else { throw .tooLong }
        return RunEntry(kind: kind, epoch: sealing.epoch, body: .present(sealed))
    }

    /// The device's own replica of a folder; made when it first writes there. The identity key has just one.
    package mutating func origin(in folder: FolderID) throws(DeviceError) -> ReplicaOrigin {
        if case .identity = credential { return ReplicaOrigin(author: author, nonce: .zero) }
        let name = Setting.replicaPrefix + folder.description
        if let bytes = try setting(name), let nonce = Bytes8(bytes) {
            return ReplicaOrigin(author: author, nonce: nonce)
        }
        let nonce: Bytes8 = environment.random.fixed()
        try stored { () throws(StoreError) in try store.set([name: nonce.bytes]) }
        return ReplicaOrigin(author: author, nonce: nonce)
    }

    func tail(of origin: ReplicaOrigin, in folder: FolderID) throws(DeviceError) -> LogTail {
        let held = try stored { () throws(StoreError) in
            try store.log.tail(of: origin.replica(in: folder), in: folder)
        }
        return held ?? LogTail(emptyLogOf: origin, in: folder)
    }

    /// The newest entry of each replica of a control log that took effect here.
    package func heads(of control: ControlState) throws(DeviceError) -> [ReplicaHead] {
        var heads: [ReplicaHead] = []
        for dot in control.applied.dots {
            let hash = try stored { () throws(StoreError) in try store.log.hash(of: dot, in: control.folder) }
            guard let hash else { throw .damagedLog }
            heads.append(ReplicaHead(dot, hash))
        }
        return heads
    }

    mutating func append(_ run: VerifiedRun) throws(DeviceError) {
        do throws(LogAppendError) {
            _ = try store.log.append(run)
        } catch {
            switch error {
            case .store(let error): throw .store(error)
            case .fault: throw .damagedLog
            }
        }
    }
}

/// What an entry is sealed with: a folder's owner, its newest epoch and its key, and the heads of the owner's control log.
struct Sealing {
    let owner: AccountID
    let epoch: EpochID
    let key: SymmetricKey
    let membership: [ReplicaHead]
}

/// What this device wrote itself checks out, unless its log was damaged.
func checked<Result>(_ call: () throws(LogFault) -> Result) throws(DeviceError) -> Result {
    do throws(LogFault) { return try call() } catch { throw .damagedLog }
}
