import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaWire

/// Who waits is released: no two sides of a connection wait for each other, nobody is still waiting in the end, the last
/// sync of everyone who belongs to an account has succeeded, and every patient's device can write in their folders.
public struct Live: Checker {
    public static let name = "live"
    /// When the last message of each connection arrives; nil once one was lost.
    private var lastArrival: [Int: Int64?] = [:]
    private var lastFailure: [Int: SyncFailure] = [:]

    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        switch moment.what {
        case .sent(let message):
            guard let arrival = message.arrival else {
                lastArrival[message.connection] = .some(nil)
                return nil
            }
            guard let before = lastArrival[message.connection] ?? arrival else { return nil }
            lastArrival[message.connection] = max(before, arrival)
            return nil
        case .synced(let outcome):
            guard case .device(let device) = moment.lane else { return nil }
            lastFailure[device] = outcome.failure
            return nil
        case .disconnected(let connection):
            guard case .device(let device) = moment.lane, !world.scenario.isHostile,
                case .some(.some(let last)) = lastArrival[connection]
            else { return nil }
            let silence = moment.time - last
            guard silence >= World.patience.device, world.connections[connection].isOpenAtRelay else { return nil }
            return "\(world.name(device)) and the relay waited for each other for \(silence / 1000) s"
        default: return nil
        }
    }

    public mutating func conclude(_ world: World) -> String? {
        for place in world.running {
            guard let actor = world.actors[place] else { continue }
            if actor.conversation != nil { return "\(world.name(place)) is still waiting for the relay" }
            if actor.device.isMember, let failure = lastFailure[place] {
                return "the last sync of \(world.name(place)) failed: \(failure)"
            }
            if let folder = locked(place, world) {
                return "\(world.name(place)) has no key to write in folder \(folder)"
            }
        }
        return nil
    }

    /// An own folder in which an honest device could seal nothing. One without an epoch gets one when somebody writes.
    private func locked(_ place: Int, _ world: World) -> FolderID? {
        guard let device = world.device(place), device.isMember, !world.scenario.isHostile,
            !world.hasLostRecords(of: world.scenario.cast.account(of: place))
        else { return nil }
        return device.folderIDs.filter { device.state(of: $0)?.owner == device.account }.first { folder in
            device.control.isOpenToRemoved(folder)
                || device.control.newestEpoch(of: folder).map { device.key(of: $0.id) == nil } ?? false
        }
    }
}
