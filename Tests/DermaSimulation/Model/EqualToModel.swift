import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

@testable import DermaClient
@testable import DermaSimulation

/// Every folder on every device is what the reference model makes of the same entries, with their true causes: what their
/// authors had applied when they wrote, not what the entries say of it.
struct EqualToModel: Checker {
    static let name = "equal to the model"
    /// By the hash of an entry's header: what its author had applied, without the entry itself.
    private var known: [Bytes32: VersionVector] = [:]

    mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard case .appended(let append) = moment.what, case .device(let place) = moment.lane,
            let device = world.actors[place]?.device, append.origin.author == device.author
        else { return nil }
        let replica = append.origin.replica(in: append.folder)
        for (index, entry) in append.entries.enumerated() where known[entry.hash] == nil {
            let sequence = append.first + UInt64(index)
            let others = Self.counted(in: append.folder, on: device).filter { $0.replica != replica }
            known[entry.hash] = VersionVector(others + (sequence > 1 ? [Dot(replica, sequence - 1)] : []))
        }
        return nil
    }

    /// The newest entry of each replica that counts. What is in quarantine has been passed over: nobody who reads on has to know
    /// of it.
    private static func counted(in folder: FolderID, on device: SimulatedDevice) -> [Dot] {
        let quarantined = device.folders[folder]?.quarantined ?? [:]
        return device.applied(in: folder).dots.compactMap { newest in
            (1...newest.sequence).reversed().lazy.map { Dot(newest.replica, $0) }.first { quarantined[$0] == nil }
        }
    }

    mutating func conclude(_ world: World) -> String? {
        for place in world.running {
            guard let device = world.actors[place]?.device else { continue }
            for folder in device.folderIDs where world.ledger.split[folder] == nil {
                guard let state = device.state(of: folder), let ops = ops(of: folder, on: device, world) else {
                    continue
                }
                let expected = FolderModel(owner: state.owner, ops: ops).lines
                let lines = state.lines
                guard lines != expected else { continue }
                let first = zip(lines + [""], expected + [""]).first { $0 != $1 }
                return
                    "\(world.scenario.cast.name(of: .device(place))) shows '\(first?.0 ?? "")', the model '\(first?.1 ?? "")'"
            }
        }
        return nil
    }

    /// Takes every author for one who knew nothing but what it wrote itself.
    mutating func forgetCauses() { known = known.mapValues { _ in VersionVector() } }

    /// The ops that a device has applied; nil if one of their entries is no simulated device's work.
    private func ops(of folder: FolderID, on device: SimulatedDevice, _ world: World) -> [ModelOp]? {
        let applied = device.applied(in: folder)
        var seen: [Dot: Set<Dot>] = [:]
        let hashes = Dictionary(
            known.keys.compactMap { hash in
                world.ledger.authorship[hash].flatMap { $0.folder == folder ? ($0.dot, hash) : nil }
            }, uniquingKeysWith: { a, _ in a })
        var depths: [Dot: UInt64] = [:]
        /// More than that of every cause, and no less than the sum of what was seen.
        func depth(of dot: Dot) -> UInt64 {
            if let done = depths[dot] { return done }
            let direct = hashes[dot].flatMap { known[$0] }?.dots ?? []
            let depth = max(
                direct.reduce(0) { $0 + $1.sequence }, direct.map { depth(of: $0) + 1 }.max() ?? 0)
            depths[dot] = depth
            return depth
        }
        func everything(seenBy dot: Dot) -> Set<Dot>? {
            if let done = seen[dot] { return done }
            guard let hash = hashes[dot], let direct = known[hash] else { return nil }
            var all: Set<Dot> = []
            for newest in direct.dots {
                for sequence in 1...newest.sequence { all.insert(Dot(newest.replica, sequence)) }
                // What was seen of each replica includes whatever its author had seen.
                guard let more = everything(seenBy: newest) else { return nil }
                all.formUnion(more)
            }
            seen[dot] = all
            return all
        }
        var ops: [ModelOp] = []
        for run in (try? device.store.log.base.runs(in: folder)) ?? [] {
            guard let key = Self.key(of: run.origin.author, world), let verified = try? VerifiedRun(run, signedBy: key)
            else { return nil }
            for entry in verified.entries where applied.contains(entry.dot) {
                guard let author = world.ledger.authorship[entry.hash]?.device,
                    let party = world.actors[author]?.device.account, let seen = everything(seenBy: entry.dot)
                else { return nil }
                guard let body = device.opened(entry, in: folder)?.body else { continue }
                ops += body.ops.enumerated().map { index, op in
                    ModelOp(
                        id: OpID(entry.dot, index), author: entry.author, party: party,
                        claimed: body.time.milliseconds, op: op,
                        isMisplaced: op.addsPhoto && entry.header.kind != .photo, seen: seen,
                        depth: depth(of: entry.dot))
                }
            }
        }
        return ops
    }

    private static func key(of author: AuthorID, _ world: World) -> SigningPublicKey? {
        world.actors.lazy.compactMap { $0?.device.control.signingKey(of: author) }.first
    }
}
