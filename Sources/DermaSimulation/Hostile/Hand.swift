import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

/// Makes, with a device's keys, what the device itself would never make.
struct Hand: Sendable {
    let device: SimulatedDevice
    let secrets: DeviceSecrets
    var random: SeededRandom

    /// A replica of the device that nobody has seen, so that the device's own log stays whole.
    mutating func newOrigin(of author: AuthorID? = nil) -> ReplicaOrigin {
        ReplicaOrigin(author: author ?? device.author, nonce: random.fixed())
    }

    /// The first entries of a replica's log in a folder, signed with the device's key whoever the author is to be.
    func run(_ entries: [RunEntry], of origin: ReplicaOrigin, in folder: FolderID) -> LogRun {
        .signed(entries, in: folder, of: origin, after: LogTail(emptyLogOf: origin, in: folder), by: secrets)
    }

    /// Ops as the first entry of a replica's log, sealed under the folder's newest epoch for any party.
    mutating func seal(
        _ ops: [Op], of origin: ReplicaOrigin, in folder: FolderID, for party: AccountID? = nil
    ) -> RunEntry? {
        guard let owner = device.state(of: folder)?.owner,
            let epoch = device.control(of: owner)?.newestEpoch(of: folder)?.id, let key = device.key(of: epoch)
        else { return nil }
        let body = ContentBody(
            context: CausalContext([]), membership: CausalContext([]), time: device.environment.clock.now(), ops: ops)
        let place = AssociatedData.content(
            owner, folder, Dot(origin.replica(in: folder), 1), epoch, party ?? device.account)
        let sealed = Envelope.seal(Padding.pad(body.encoded), .content, under: key, for: place, random: &random)
        return RunEntry(kind: .content, epoch: epoch, body: .present(sealed))
    }

    /// A plain record as the first entry of a replica of a control log.
    func record(_ record: ControlRecord, of origin: ReplicaOrigin, in log: FolderID) -> LogRun {
        let seen = (try? device.heads(of: device.control)) ?? []
        let body = ControlBody(
            context: CausalContext(seen), claimedTime: device.environment.clock.now().milliseconds, record: record)
        return run(
            [RunEntry(kind: record.kind, epoch: EpochID(.zero), body: .present(body.encoded))], of: origin, in: log)
    }
}

extension World {
    func hand(of device: Int) -> Hand? {
        actors[device].map {
            Hand(device: $0.device, secrets: $0.keys.secrets, random: handRandom(device, 2))
        }
    }

    /// Notes that a device made the entries of a run, though not in its own log.
    mutating func noteWork(_ run: LogRun, of device: Int) {
        for header in run.headers where ledger.authorship[header.hash] == nil {
            ledger.note(
                header.hash,
                .init(device: device, dot: header.dot, folder: run.folder, time: now))
        }
    }
}
