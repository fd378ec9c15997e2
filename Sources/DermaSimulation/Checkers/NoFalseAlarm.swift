import DermaCRDT
import DermaClient

/// Where nobody lies nobody is alarmed. Some honest mishaps look like a lie and may raise the alarm for it:
///
/// - A clone, or a device that was restored from its backup, signs other entries under numbers that it had used: a fork,
///   and then a gap, for whoever holds the others.
/// - A relay that was restored from its backup has gone back, and lacks what others cite.
/// - A device that was revoked may have written before it knew.
public struct NoFalseAlarm: Checker {
    public static let name = "no false alarm"
    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard !world.scenario.isHostile, case .synced(let outcome) = moment.what else { return nil }
        let excused = Self.excused(by: world)
        guard let alarm = outcome.report.alarms.first(where: { !excused.contains($0.kind.rawValue) }) else {
            return nil
        }
        return "\(world.scenario.cast.name(of: moment.lane)) is alarmed (\(alarm.kind)) about \(alarm.folder)"
    }

    public mutating func conclude(_ world: World) -> String? {
        guard !world.scenario.isHostile, Self.excused(by: world).isEmpty else { return nil }
        for place in world.running {
            guard let device = world.actors[place]?.device else { continue }
            for folder in device.folderIDs {
                guard let health = device.health(of: folder), let state = device.state(of: folder) else { continue }
                guard health.forks.isEmpty, health.withheld.isEmpty,
                    health.unreadable.isEmpty || world.faults[.newer] != nil,
                    state.refused.isEmpty
                else { return "\(world.scenario.cast.name(of: .device(place))) finds fault with folder \(folder)" }
            }
        }
        return nil
    }

    /// By their stable names: the alarms that something honest accounts for.
    private static func excused(by world: World) -> Set<String> {
        var excused: Set<String> = []
        if world.faults[.clone] != nil || world.faults[.restore] != nil {
            excused.formUnion(["fork", "gap", "cloned", "withheld"])
        }
        if world.faults[.relayRestore] != nil { excused.formUnion(["rolledBack", "withheld", "outdated"]) }
        if world.faults[.revoke] != nil { excused.insert("stranger") }
        return excused
    }
}
