import DermaCRDT
import DermaCausality
import DermaClient
import DermaContent

/// A photo that was entered in error stays, marked, with a link to its copy, which is there, shows the same and says where it is
/// from; a crop is another picture that names its source; and what is said of a part of a picture is said of that picture.
public struct PicturesLinked: StateChecker {
    public static let name = "pictures linked"
    public init() {}

    static func check(_ place: Int, _ world: World) -> String? {
        guard let device = world.actors[place]?.device else { return nil }
        for folder in device.folderIDs {
            guard let state = device.state(of: folder) else { continue }
            for comment in state.comments {
                guard case .region(let photo, let content, _) = comment.subject,
                    let manifest = device.manifest(of: photo, in: folder), manifest.contentHash != content
                else { continue }
                return "\(world.name(place)) shows annotation \(comment.id) on another picture"
            }
            for statement in world.told(in: folder, on: device) ?? [] {
                guard case .field(let field) = statement.said, let what = missing(field, in: folder, on: device, world)
                else { continue }
                return "\(world.name(place)) does not show \(what)"
            }
        }
        return nil
    }

    private static func missing(
        _ field: Field, in folder: FolderID, on device: SimulatedDevice, _ world: World
    ) -> String? {
        guard let state = device.state(of: folder) else { return nil }
        switch (field.place, field.value) {
        case (.enteredInError(let photo), .error(let isError, let copy)):
            guard let marked = state[photo: photo] else {
                return state[erasedPhoto: photo] == nil ? "photo \(photo), entered in error" : nil
            }
            guard marked.error.history.contains(where: { $0.value.isError == isError && $0.value.copy == copy })
            else {
                return "that photo \(photo) was entered in error"
            }
            guard let copy, let content = device.manifest(of: copy.photo, in: copy.folder)?.contentHash else {
                return nil
            }
            return content == device.manifest(of: photo, in: folder)?.contentHash ? nil : "a copy of photo \(photo)"
        case (.derivedFrom(let photo), .photo(let source)):
            guard let derived = state[photo: photo] else {
                return state[erasedPhoto: photo] == nil ? "photo \(photo), made from another" : nil
            }
            let isNamed = derived.source.history.contains { $0.value == source }
            return isNamed ? nil : "what photo \(photo) was made from"
        default: return nil
        }
    }
}
