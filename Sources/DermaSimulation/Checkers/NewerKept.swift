import DermaCRDT
import DermaCausality
import DermaClient
import DermaServer
import DermaSync

/// What only a newer version understands is kept, handed on, and said to be there. Versions, suites and frames that are not
/// known disturb nobody.
public struct NewerKept: Checker {
    public static let name = "newer kept"
    private var judged = 0
    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        while judged < world.ledger.handmade.count {
            let handmade = world.ledger.handmade[judged]
            judged += 1
            guard handmade.verb == .newer, !world.relay.engine.store.faults.isFull,
                !world.isSaidRemoved(handmade.device)
            else { continue }
            guard handmade.answers != nil, handmade.refusals.isEmpty else {
                return "the relay refuses a device of a newer version"
            }
        }
        return nil
    }

    public mutating func conclude(_ world: World) -> String? {
        for entry in world.ledger.newer {
            for place in world.running {
                guard let device = world.actors[place]?.device, device.isMember,
                    device.store.log.holds(entry.hash, at: entry.dot, in: entry.folder),
                    device.applied(in: entry.folder).contains(entry.dot), let state = device.state(of: entry.folder)
                else { continue }
                guard state.newer.contains(where: { $0.dot == entry.dot }) else {
                    let name = world.scenario.cast.name(of: .device(place))
                    return "\(name) holds \(entry.dot) of a newer version and does not say so"
                }
            }
        }
        return nil
    }
}
