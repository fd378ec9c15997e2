import DermaCRDT
import DermaClient
import DermaIdentity

/// Whoever was let into a folder may comment and score. Its name, its photos and its diary are its owner's word alone, and
/// a comment's text is its author's party's.
public struct OwnersWord: StateChecker {
    public static let name = "owner's word"
    public init() {}

    static func check(_ place: Int, _ world: World) -> String? {
        guard let device = world.actors[place]?.device else { return nil }
        for state in device.folderIDs.compactMap({ device.state(of: $0) }) {
            let owners =
                state.name.history.map(\.stamp) + state.photos.map(\.added)
                + state.diary.flatMap { [$0.added] + $0.text.history.map(\.stamp) + $0.day.history.map(\.stamp) }
            if let other = owners.first(where: { $0.party != state.owner }) {
                return "\(world.name(place)) shows as the owner's what \(world.name(of: other.party)) wrote"
            }
            let taken = state.comments.first { comment in
                comment.text.history.contains { $0.stamp.party != comment.added.party }
            }
            if let taken { return "\(world.name(place)) shows comment \(taken.id) as changed by another party" }
        }
        return nil
    }
}
