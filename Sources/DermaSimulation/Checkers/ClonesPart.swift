import DermaCausality
import DermaClient

/// Devices that were made from one backup, or went back to one and wrote on, end under replicas of their own, and nothing
/// that either wrote is lost.
public struct ClonesPart: Checker {
    public static let name = "clones part"
    public init() {}

    public mutating func conclude(_ world: World) -> String? {
        let cast = world.scenario.cast
        for account in cast.accountNames.indices {
            let members = world.members(of: account)
            let forgetful = members.filter { world.mayForget($0) && !world.scenario.isHostile(.device($0)) }
            for (index, place) in forgetful.enumerated() {
                for other in forgetful[(index + 1)...] {
                    if let reason = Self.sharedReplica(place, other, world) { return reason }
                }
            }
            guard !forgetful.isEmpty, !world.scenario.isHostile else { continue }
            let written = world.ledger.statements.filter { cast.account(of: $0.device) == account }
            for statement in written
            where !world.ledger.lost.contains(statement.hash) && !world.isQuarantined(statement) {
                for viewer in world.running where world.mustShow(statement, on: viewer) {
                    guard let device = world.device(viewer), let owner = world.ownerID(of: statement.folder),
                        let party = world.actors[statement.device]?.device.account,
                        !statement.isShown(by: device, party: party, owner: owner)
                    else { continue }
                    return "\(statement.name) of \(world.name(statement.device)) is not on \(world.name(viewer))"
                }
            }
        }
        return nil
    }

    /// Two devices with the same keys may share a replica as long as neither writes.
    private static func sharedReplica(_ place: Int, _ other: Int, _ world: World) -> String? {
        guard let a = world.device(place), let b = world.device(other), a.author == b.author else { return nil }
        for folder in a.folderIDs {
            guard let replica = a.replica(in: folder), replica == b.replica(in: folder) else { continue }
            let began = [place, other].compactMap { world.actors[$0]?.restoredAt }.max() ?? 0
            let hasWritten = world.ledger.statements.contains {
                [place, other].contains($0.device) && $0.dot.replica == replica && $0.time > began
            }
            if hasWritten {
                return
                    "\(world.name(place)) and \(world.name(other)) both go on as replica \(replica) of folder \(folder)"
            }
        }
        return nil
    }
}
