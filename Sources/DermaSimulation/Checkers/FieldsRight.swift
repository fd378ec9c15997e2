import DermaCRDT
import DermaCausality
import DermaClient

/// A field holds exactly what nobody has knowingly replaced, and what was written apart is offered until somebody settles it:
/// worked out by brute force from what was really said and seen. Of folders and of the library.
public struct FieldsRight: StateChecker {
    public static let name = "fields right"
    public init() {}

    static func check(_ place: Int, _ world: World) -> String? {
        for (state, told) in world.toldFolders(on: place) {
            let conflicts = state.conflicts
            for (field, values) in told.fields.sorted(by: { $0.key < $1.key }) {
                guard state.values(of: field) == values else {
                    return "\(world.name(place)) shows \(state.values(of: field)) as \(field) and not \(values)"
                }
                let open = conflicts.filter {
                    $0.place == .field(field) && $0.resolution == .oneIsShown && !$0.isSettled
                }
                let offered = open.map { $0.sides.map(\.text) }
                guard offered == (values.count > 1 ? [values.map(\.text)] : []) else {
                    return "\(world.name(place)) offers \(offered) as \(field) and not \(values)"
                }
            }
        }
        return nil
    }
}
