import DermaCausality
import DermaClient
import DermaIdentity
import DermaSync
import DermaWire

/// Who was shut out opens nothing that is sealed afterwards: the owner's device seals no entry in an epoch, and hands the key
/// of no new epoch, to a clinic whose access it knows to have ended, or to a device that it knows to be removed.
///
/// What it knows is its own control log and the latest time that it has evidence of. A device in hostile hands can do what
/// it likes.
public struct RemovedOpensNothing: Checker {
    public static let name = "removed opens nothing"
    /// When each device last heard the relay's clock: milliseconds UTC.
    private var told: [Int: Int64] = [:]

    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard case .device(let place) = moment.lane, !world.scenario.isHostile(moment.lane) else { return nil }
        switch moment.what {
        case .appended(let append): return check(append, at: moment.time, by: place, world)
        case .synced(let outcome) where outcome.failure == nil: told[place] = World.start + outcome.began
        case .fault(.restore): told[place] = nil
        default: break
        }
        return nil
    }

    private func check(_ append: DiskFaults.Append, at time: Int64, by place: Int, _ world: World) -> String? {
        guard let device = world.actors[place]?.device, !world.scenario.cast.isClinic(place) else { return nil }
        let latest = max(device.latestTime, told[place] ?? .min)
        let book = world.ledger.sharing
        for entry in append.entries where world.isNew(entry, of: place, at: time) {
            if let removed = Self.removedReader(of: entry, in: append, by: place, world) {
                return "\(world.name(place)) sealed an entry that \(world.name(removed)) opens, which it has removed"
            }
            let known = device.control.applied
            let shutOut = Self.readers(of: entry, in: append, book, knowing: known).first { reader in
                known.contains(reader.dot)
                    && book.access(
                        of: reader.record.organisation, to: reader.record.folder, knowing: known, at: latest)
                        == nil
            }
            guard let shutOut else { continue }
            let what = append.isOfControlLog ? "handed an epoch" : "sealed an entry"
            return
                "\(world.name(place)) \(what) to \(world.name(of: shutOut.record.organisation)), whose access has ended"
        }
        return nil
    }

    /// A device that the author knows to be removed and that holds the key all the same.
    private static func removedReader(
        of entry: StoredEntry, in append: DiskFaults.Append, by place: Int, _ world: World
    ) -> Int? {
        guard let device = world.actors[place]?.device, device.isMember else { return nil }
        let started = append.isOfControlLog ? Self.epoch(startedBy: entry) : nil
        return world.actors.indices.first { other in
            guard let held = world.actors[other]?.device, held.account == device.account,
                device.control.isRevoked(held.author)
            else { return false }
            if append.isOfControlLog { return started.map { held.canOpen($0) } ?? false }
            return held.key(of: entry.entry.epoch) != nil
        }
    }

    /// The grants that an entry is sealed to, or that it hands an epoch to.
    private static func readers(
        of entry: StoredEntry, in append: DiskFaults.Append, _ book: SharingBook, knowing known: VersionVector
    ) -> [SharingBook.Act<Grant>] {
        guard append.isOfControlLog else { return book.readers(of: entry.entry.epoch, knowing: known) }
        guard let started = epoch(startedBy: entry) else { return [] }
        let handed = Set(started.grants.map(\.grant))
        return book.grants.filter { handed.contains($0.record.id) }
    }

    /// What a restatement says again was said before the author knew what it knows now (`Spec/03-log.md`).
    private static func epoch(startedBy entry: StoredEntry) -> EpochStarted? {
        guard entry.entry.kind == .epoch, let bytes = entry.entry.body.bytes,
            let body = try? ControlBody(decoding: bytes), body.restates.isEmpty, case .epoch(let started) = body.record
        else { return nil }
        return started
    }
}
