import DermaCRDT
import DermaCausality
import DermaClient

/// Whatever a clock says, and wherever a person travels: what a device said about when something was written is kept to the
/// millisecond, with zone and offset, so that an hour that comes twice stands twice.
public struct ClaimsKept: StateChecker {
    public static let name = "claims kept"
    public init() {}

    static func check(_ place: Int, _ world: World) -> String? {
        let erased = Set(
            world.ledger.statements.compactMap { if case .erasure(let photo) = $0.said { photo } else { nil } })
        for (state, told) in world.toldFolders(on: place) {
            for statement in told {
                // What added a photo goes with it, and may do so before the erasure has arrived.
                if case .photo(let photo, _) = statement.said, erased.contains(photo) { continue }
                let shown = state.entries.stamp(of: OpID(statement.dot, 0))?.time
                guard shown == statement.claim else {
                    return "\(world.name(place)) shows \(statement.name) as written at another time, or elsewhere"
                }
            }
        }
        return nil
    }
}
