import DermaCRDT
import DermaCausality
import DermaClient
import DermaWire

/// A suspected trigger is shown exactly if somebody added it and nobody who had seen that removed it: worked out by brute
/// force from what was really said and seen.
public struct TriggersRight: StateChecker {
    public static let name = "triggers right"

    private struct Suspected: Hashable {
        let entry: ItemID
        let suspicion: Suspicion
    }

    public init() {}

    static func check(_ place: Int, _ world: World) -> String? {
        guard let device = world.actors[place]?.device else { return nil }
        for folder in device.folderIDs {
            guard let state = device.state(of: folder), let told = world.told(in: folder, on: device) else { continue }
            let wanted = suspicions(told)
            let shown = Set(
                (state.diary + state.removedDiary).flatMap { entry in
                    entry.suspicions.map { Suspected(entry: entry.id, suspicion: $0.value) }
                }
            )
            guard shown == wanted else {
                let wrong = shown.symmetricDifference(wanted).map {
                    "\($0.suspicion.suspect) of diary entry \($0.entry)"
                }
                return "\(world.name(place)) is wrong about trigger \(wrong.min() ?? "")"
            }
        }
        return nil
    }

    private static func suspicions(_ told: [Ledger.Statement]) -> Set<Suspected> {
        var additions: [Suspected: [Ledger.Statement]] = [:]
        var removals: [Suspected: [Ledger.Statement]] = [:]
        for statement in told {
            guard case .trigger(let entry, let trigger, let isAdded) = statement.said else { continue }
            let suspicion = Suspected(entry: entry, suspicion: Suspicion(trigger))
            if isAdded {
                additions[suspicion, default: []].append(statement)
            } else {
                removals[suspicion, default: []].append(statement)
            }
        }
        let standing = additions.filter { suspicion, additions in
            additions.contains { addition in
                !(removals[suspicion] ?? []).contains { $0.seen.contains(addition.dot) }
            }
        }
        return Set(standing.keys)
    }
}
