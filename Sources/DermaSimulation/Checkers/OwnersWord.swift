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
            var owners =
                state.name.history.map(\.stamp) + state.photos.map(\.added) + state.diary.map(\.added)
                + state.removedDiary.map(\.added)
            for entry in state.diary + state.removedDiary { owners += state.history(ofDiary: entry.id).map(\.stamp) }
            if let other = owners.first(where: { $0.party != state.owner }) {
                return "\(world.name(place)) shows as the owner's what \(world.name(of: other.party)) wrote"
            }
            let taken = state.comments.first { comment in
                state.history(ofComment: comment.id, by: comment.added.party).contains {
                    $0.stamp.party != comment.added.party
                }
            }
            if let taken { return "\(world.name(place)) shows comment \(taken.id) as changed by another party" }
        }
        return nil
    }
}
