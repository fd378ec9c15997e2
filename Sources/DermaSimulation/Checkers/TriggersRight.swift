import DermaCRDT
import DermaCausality
import DermaClient
import DermaWire

/// A suspected trigger is shown exactly if somebody added it and nobody who had seen that removed it: worked out by brute
/// force from what was really said and seen. Folders in which a number was used twice, a device was removed, or a process died
/// over an entry that nobody was told of, are left out: of those the ledger does not know what they say.
public struct TriggersRight: StateChecker {
    public static let name = "triggers right"

    private struct Suspected: Hashable {
        let entry: ItemID
        let suspicion: Suspicion
    }

    public init() {}

    static func check(_ place: Int, _ world: World) -> String? {
        guard let device = world.actors[place]?.device, world.ledger.split.isEmpty,
            world.ledger.sharing.removals.isEmpty
        else { return nil }
        for folder in device.folderIDs {
            guard let state = device.state(of: folder), isTold(folder, device.applied(in: folder), world) else {
                continue
            }
            let wanted = suspicions(in: folder, knowing: device.applied(in: folder), world)
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

    private static func suspicions(in folder: FolderID, knowing known: VersionVector, _ world: World) -> Set<Suspected>
    {
        var additions: [Suspected: [Ledger.Statement]] = [:]
        var removals: [Suspected: [Ledger.Statement]] = [:]
        for statement in world.ledger.statements where statement.folder == folder && known.contains(statement.dot) {
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

    /// Whether somebody was told of every entry.
    private static func isTold(_ folder: FolderID, _ known: VersionVector, _ world: World) -> Bool {
        let told = Set(world.ledger.statements.map(\.dot))
        return (world.ledger.contents[folder] ?? [:]).keys.allSatisfy { !known.contains($0) || told.contains($0) }
    }
}
