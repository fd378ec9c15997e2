import DermaCausality
import DermaClient
import DermaIdentity

/// Permission goes toward less: whatever order the acts came in, no device of the owner gives a clinic more than every act
/// that it knows of allows, and after a withdrawal only a grant that was made knowing of it gives anything.
public struct WithdrawnStaysWithdrawn: Checker {
    public static let name = "withdrawn stays withdrawn"
    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard case .appended(let append) = moment.what, append.isOfControlLog, case .device(let place) = moment.lane,
            let device = world.actors[place]?.device, !world.scenario.cast.isClinic(place)
        else { return nil }
        return check(device.control, device.latestTime, world).map { "\(world.name(place)) \($0)" }
    }

    public mutating func conclude(_ world: World) -> String? {
        for place in world.running where !world.scenario.cast.isClinic(place) {
            guard let device = world.actors[place]?.device else { continue }
            if let reason = check(device.control, device.latestTime, world) { return "\(world.name(place)) \(reason)" }
        }
        return nil
    }

    private func check(_ control: ControlState, _ now: Int64, _ world: World) -> String? {
        // After a backup came back, one number may stand for two acts.
        guard world.ledger.split[control.folder] == nil, world.ledger.lost.isEmpty else { return nil }
        // Of a removed device's acts some count for nobody, and the book does not know which.
        guard !control.hasRevocations else { return nil }
        let book = world.ledger.sharing
        for grant in book.grants where grant.account == control.account {
            let (organisation, folder) = (grant.record.organisation, grant.record.folder)
            for time in [Int64.min, now] {
                guard case .success(let shown) = control.access(of: organisation, to: folder, at: time) else {
                    continue
                }
                guard let true_ = book.access(of: organisation, to: folder, knowing: control.applied, at: time) else {
                    return "lets \(world.name(of: organisation)) in after what it knows has shut it out"
                }
                guard true_.purposes.isSuperset(of: shown.purposes), shown.end <= true_.end else {
                    return "gives \(world.name(of: organisation)) more than its grants do together"
                }
            }
        }
        return nil
    }
}
