import DermaCausality
import DermaClient
import DermaIdentity
import DermaSync
import DermaWire

/// Who was shut out opens nothing that is sealed afterwards: the owner's device seals no entry in an epoch, and hands the key
/// of no new epoch, to a clinic whose access it knows to have ended.
///
/// What it knows is its own control log and the latest time that it has evidence of. A device in hostile hands can do what
/// it likes.
public struct RemovedOpensNothing: Checker {
    public static let name = "removed opens nothing"
    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard case .appended(let append) = moment.what, case .device(let place) = moment.lane,
            let device = world.actors[place]?.device, !world.scenario.cast.isClinic(place),
            !world.scenario.isHostile(moment.lane)
        else { return nil }
        let book = world.ledger.sharing
        for entry in append.entries where world.isNew(entry, of: place, at: moment.time) {
            for epoch in Self.epochs(of: entry, in: append) {
                let known = device.control.applied
                let shutOut = book.readers(of: epoch).first { reader in
                    known.contains(reader.dot)
                        && book.access(
                            of: reader.record.organisation, to: reader.record.folder, knowing: known,
                            at: device.latestTime) == nil
                }
                guard let shutOut else { continue }
                let what = append.isOfControlLog ? "handed a new epoch" : "sealed an entry"
                let name = world.scenario.cast.name(of: moment.lane)
                return "\(name) \(what) to \(world.name(of: shutOut.record.organisation)), whose access has ended"
            }
        }
        return nil
    }

    /// The epochs that somebody comes to be able to read, or to read more of.
    private static func epochs(of entry: StoredEntry, in append: DiskFaults.Append) -> [EpochID] {
        guard append.isOfControlLog else { return [entry.entry.epoch] }
        guard entry.entry.kind == .epoch, let body = entry.entry.body.bytes,
            case .epoch(let started)? = try? ControlBody(decoding: body).record
        else { return [] }
        return [started.id]
    }
}
