import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

extension Device {
    /// Writes again, under the new replica `fresh`, what this device wrote in a log after `sequence` and nobody has restated yet: the
    /// same ops or records, with the time and the causes that they had.
    /// - Returns: false, having written nothing, if some of it cannot be read here or may no longer be written.
    mutating func restate(
        _ origin: ReplicaOrigin, after sequence: UInt64, as fresh: ReplicaOrigin, in folder: FolderID
    ) throws(DeviceError) -> Bool {
        let places = try restatementsOnceGone(origin, after: sequence, in: folder)
        let former = try held(of: origin, in: folder, after: sequence).filter {
            places[ReplicaHead($0.dot, $0.hash)] == nil
        }
        guard let first = former.first else { return true }
        let entries: [[RunEntry]]?
        if folder == control.folder {
            entries = restatedRecords(former, origin.nonce, in: folder)?.map { [$0] }
        } else {
            entries = try restatedContent(
                former, seen: seen(by: origin, before: first, in: folder), from: origin.nonce, to: fresh, in: folder)
        }
        guard let entries else { return false }
        try append(entries, to: fresh, in: folder)
        return true
    }

    /// The heads that the first of them must cite beside its own context: all that its replica had seen.
    private func seen(
        by origin: ReplicaOrigin, before entry: VerifiedEntry, in folder: FolderID
    ) throws(DeviceError) -> [ReplicaHead] {
        guard let owner = folders[folder]?.state.owner else { return [] }
        var seen: [ReplicaHead] = []
        for earlier in try held(of: origin, in: folder, after: 0) where earlier.dot.sequence < entry.dot.sequence {
            seen += open(earlier, in: folder, of: owner)?.body?.context.heads ?? []
        }
        return seen
    }

    private mutating func restatedContent(
        _ former: [VerifiedEntry], seen: [ReplicaHead], from nonce: Bytes8, to fresh: ReplicaOrigin,
        in folder: FolderID
    ) throws(DeviceError) -> [[RunEntry]]? {
        guard let replica = folders[folder] else { return nil }
        let own = fresh.replica(in: folder)
        do throws(DeviceError) {
            let sealing = try sealing(in: folder, of: replica.state.owner)
            var entries: [[RunEntry]] = []
            var last: UInt64 = 0
            let now = environment.clock.now()
            for entry in former {
                let isPhoto = entry.header.kind == .photo
                let held = open(entry, in: folder, of: replica.state.owner)?.body
                let isErased = isPhoto && entry.body == nil
                guard let body = held ?? (isErased ? ContentBody(erasedBefore: now) : nil) else { return nil }
                let isFirst = entries.isEmpty
                let causes = isFirst ? seen + [entry.headBefore].compactMap { $0 } : []
                let restated = ContentBody(
                    context: CausalContext(body.context.heads + causes),
                    membership: isFirst ? replica.membershipNews(for: own, sealing.membership) : CausalContext([]),
                    time: body.time, ops: isPhoto ? [] : body.ops, restates: body.restates + [entry.former(nonce)])
                // A photo's own entry may be erased, so another one says what it stands for.
                var group = [try seal(restated, .content, as: Dot(own, last + 1), in: folder, sealing)]
                if isPhoto, let photo = body.ops.first {
                    let again = ContentBody(adding: photo, body.time)
                    group.append(try seal(again, .photo, as: Dot(own, last + 2), in: folder, sealing))
                }
                last += UInt64(group.count)
                entries.append(group)
            }
            return entries
        } catch {
            // A store that fails now may do so no longer; what cannot be written at all stays where it is.
            if case .store = error { throw error }
            return nil
        }
    }

    private func restatedRecords(_ former: [VerifiedEntry], _ nonce: Bytes8, in folder: FolderID) -> [RunEntry]? {
        var entries: [RunEntry] = []
        for entry in former {
            guard let bytes = entry.body, let body = try? ControlBody(decoding: bytes) else { return nil }
            let restated = ControlBody(
                context: CausalContext(body.context.heads + [former.first?.headBefore].compactMap { $0 }),
                claimedTime: body.claimedTime, record: body.record, restates: body.restates + [entry.former(nonce)])
            entries.append(
                RunEntry(kind: entry.header.kind, epoch: entry.header.epoch, body: .present(restated.encoded)))
        }
        return entries
    }

    /// Signs entries in runs as long as they may be, and stores them. What belongs together comes in one run.
    private mutating func append(
        _ entries: [[RunEntry]], to origin: ReplicaOrigin, in folder: FolderID
    ) throws(DeviceError) {
        var rest = entries[...]
        while !rest.isEmpty {
            var bytes = 0
            var count = 0
            let fitting = rest.prefix { group in
                bytes += group.reduce(0) { $0 + $1.body.length }
                count += group.count
                return bytes <= Limits.runBodyBytesMax && count <= Limits.runEntriesMax
            }
            let run = LogRun.signed(
                fitting.flatMap(\.self), in: folder, of: origin, after: try tail(of: origin, in: folder), by: secrets)
            let verified = try checked { () throws(LogFault) in try VerifiedRun(run, signedBy: secrets.keys.signing) }
            try append(verified)
            rest = rest.dropFirst(fitting.count)
        }
    }
}

extension VerifiedEntry {
    /// The entry before in its replica.
    fileprivate var headBefore: ReplicaHead? {
        dot.sequence > 1 ? ReplicaHead(Dot(dot.replica, dot.sequence - 1), header.previous) : nil
    }

    /// What the entry that takes its place calls it.
    fileprivate func former(_ nonce: Bytes8) -> FormerEntry {
        FormerEntry(nonce: nonce, sequence: dot.sequence, hash: hash)
    }
}
