import DermaCausality
import DermaClient
import DermaIdentity
import DermaWire

/// What a removed device wrote that nobody had seen when it was removed has no effect with anyone who knows of the removal,
/// until somebody accepts it: it is not shown, and lets nobody in.
///
/// Left out are removals by devices that were removed themselves, of which some count for nobody, and devices with a
/// backup in use, whose entries move.
public struct RemovedCountsForNothing: Checker {
    public static let name = "removed counts for nothing"
    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard case .device(let place) = moment.lane, case .synced = moment.what, let device = world.device(place),
            device.isMember
        else { return nil }
        let removals = world.ledger.sharing.removals.filter {
            $0.account == device.account && device.control.applied.contains($0.dot)
        }
        for removal in removals where !isDoubtful(removal, among: removals, world) {
            if let reason = check(removal, on: place, device, world) { return reason }
        }
        return nil
    }

    private func isDoubtful(
        _ removal: SharingBook.Act<DeviceRevoked>, among all: [SharingBook.Act<DeviceRevoked>], _ world: World
    ) -> Bool {
        let made = world.ledger.contents[.control(of: removal.account)]?[removal.dot]
        guard let place = made.flatMap({ world.ledger.authorship[$0]?.device }), !world.mayForget(place) else {
            return true
        }
        return all.contains { $0.record.device == world.actors[place]?.device.author }
    }

    private func check(
        _ removal: SharingBook.Act<DeviceRevoked>, on place: Int, _ device: SimulatedDevice, _ world: World
    ) -> String? {
        let covered = VersionVector(removal.record.heads.heads.map(\.dot))
        for statement in world.ledger.statements {
            guard let author = world.actors[statement.device]?.device, author.author == removal.record.device,
                !world.mayForget(statement.device), !covered.contains(statement.dot),
                !world.ledger.sharing.accepted.contains(ReplicaHead(statement.dot, statement.hash)),
                let owner = world.ownerID(of: statement.folder), counts(statement, on: device, author.account, owner)
            else { continue }
            return "\(world.name(place)) counts \(statement.name) of \(world.name(statement.device)), which was removed"
        }
        return nil
    }

    private func counts(
        _ statement: Ledger.Statement, on device: SimulatedDevice, _ party: AccountID, _ owner: AccountID
    ) -> Bool {
        switch statement.said {
        // Whose it is, its content does not tell.
        case .trigger, .withdrawal, .undone, .decision, .choice, .removal, .retraction, .field: false
        default: statement.isShown(by: device, party: party, owner: owner)
        }
    }
}
