import DermaCausality
import DermaClient
import DermaIdentity

/// No device's state has an entry without everything that its author had really seen, and the state is what a replay of the
/// device's own disk gives: a restart changes nothing.
public struct CausesFirst: Checker {
    public static let name = "causes first"
    /// How many statements were looked at for each device, with what it had applied then.
    private var looked: [Int: [FolderID: VersionVector]] = [:]

    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard case .device(let place) = moment.lane, let actor = world.actors[place] else { return nil }
        switch moment.what {
        case .appended(let append):
            let applied = actor.device.applied(in: append.folder)
            guard looked[place, default: [:]].updateValue(applied, forKey: append.folder) != applied else { return nil }
            return missingCause(in: append.folder, applied, on: place, world)
        case .synced(let outcome) where outcome.failure != nil: return replay(place, world)
        default: return nil
        }
    }

    public mutating func conclude(_ world: World) -> String? {
        for place in world.running {
            if let reason = replay(place, world) { return reason }
        }
        return nil
    }

    private func missingCause(
        in folder: FolderID, _ applied: VersionVector, on place: Int, _ world: World
    ) -> String? {
        guard let viewer = world.actors[place]?.device else { return nil }
        // What waits in quarantine has no effect yet.
        let waiting = Set(viewer.quarantined(in: folder).map(\.dot))
        for statement in world.ledger.statements
        where world.ledger.log(of: statement) == folder && !waiting.contains(statement.dot) {
            guard applied.contains(statement.dot), viewer.store.log.shows(statement, in: folder) else { continue }
            // Who is let into another's folder is not shown all of it.
            let isOwn = world.owner(of: statement.folder) == world.scenario.cast.account(of: place)
            let cause = statement.seen.dots.first {
                !applied.contains($0) && (isOwn || applied[$0.replica] > 0) && !world.isOfRemoved($0, in: folder)
            }
            if let cause { return "\(world.name(place)) shows \(statement.name) without its cause \(cause)" }
        }
        return nil
    }

    private func replay(_ place: Int, _ world: World) -> String? {
        guard let actor = world.actors[place], actor.isRunning, !actor.device.store.faults.isDead else { return nil }
        let device = actor.device
        let replayed: SimulatedDevice
        do throws(DeviceError) {
            replayed = try SimulatedDevice.open(
                store: device.store.copied(), keys: actor.keys, environment: device.environment)
        } catch {
            return "\(world.name(place)) would not open again: \(error)"
        }
        guard replayed.folderIDs == device.folderIDs else {
            return "\(world.name(place)) would show other folders after a restart"
        }
        for folder in device.folderIDs {
            guard replayed.state(of: folder) == device.state(of: folder),
                replayed.health(of: folder) == device.health(of: folder),
                replayed.applied(in: folder) == device.applied(in: folder)
            else { return "\(world.name(place)) would show folder \(folder) otherwise after a restart" }
        }
        guard replayed.control.applied == device.control.applied else {
            return "\(world.name(place)) would know another control log after a restart"
        }
        return nil
    }
}
