import DermaCausality
import DermaClient
import DermaIdentity
import DermaSync
import DermaWire

/// Whatever a person was told is saved is there: on that device at once and after every start, and in the end on every device
/// that may see it, or waits for its review. Excused is what was only on a disk that was lost or went back to an old backup.
public struct Durable: Checker {
    public static let name = "durable"
    /// The statements that each device showed when it was last looked at.
    private var shown: [Int: [Int]] = [:]

    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard case .device(let device) = moment.lane else { return nil }
        switch moment.what {
        case .said(let place):
            shown[device, default: []].append(place)
            return missing([place], on: device, world).map {
                "\(world.name(device)) said that it saved \($0) and did not"
            }
        case .restarted(let error?):
            return "\(world.name(device)) does not open any more: \(error)"
        case .restarted(nil):
            if world.actors[device]?.restoredAt == moment.time { shown[device] = held(by: device, world) }
            return missing(shown[device] ?? [], on: device, world).map {
                "\(world.name(device)) does not show \($0) after a start"
            }
        case .synced(let outcome) where outcome.report.entriesReceived > 0:
            shown[device] = held(by: device, world)
            return nil
        default: return nil
        }
    }

    public mutating func conclude(_ world: World) -> String? {
        for statement in world.ledger.statements
        where !world.ledger.isExcused(statement) && !world.isQuarantined(statement) {
            for viewer in world.running where world.mustShow(statement, on: viewer) {
                guard Self.isMissing(statement, on: viewer, world) else { continue }
                return "\(world.name(viewer)) does not show \(statement.name) of \(world.name(statement.device))"
            }
        }
        return nil
    }

    private func held(by device: Int, _ world: World) -> [Int] {
        world.ledger.statements.indices.filter { !Self.isMissing(world.ledger.statements[$0], on: device, world) }
    }

    private func missing(_ places: [Int], on device: Int, _ world: World) -> String? {
        places.lazy.map { world.ledger.statements[$0] }.first { Self.isMissing($0, on: device, world) }?.name
    }

    private static func isMissing(_ statement: Ledger.Statement, on device: Int, _ world: World) -> Bool {
        guard let actor = world.actors[device], let author = world.actors[statement.device]?.device.account,
            let owner = world.ownerID(of: statement.folder)
        else { return true }
        return !statement.isShown(by: actor.device, party: author, owner: owner)
    }
}
