import DermaCRDT
import DermaCausality
import DermaClient
import DermaWire

/// That photos are one picture, or folders have one name, is suggested on every device of the owner that knows both, and nothing
/// else is: worked out from the pictures that people really added.
public struct SuggestionsRight: StateChecker {
    public static let name = "suggestions right"
    public init() {}

    static func check(_ place: Int, _ world: World) -> String? {
        guard let device = world.actors[place]?.device, !world.scenario.cast.isClinic(place) else { return nil }
        let own = device.folderIDs.filter { device.state(of: $0)?.owner == device.account && !device.isDeleted($0) }
        var pictures: [PhotoLink: Bytes32] = [:]
        for statement in world.ledger.statements where own.contains(statement.folder) {
            guard case .photo(let photo, let hash) = statement.said,
                device.state(of: statement.folder)?[photo: photo] != nil
            else { continue }
            pictures[PhotoLink(photo, in: statement.folder)] = hash
        }
        let wanted = groups(pictures)
        let suggestions = device.arrangement.suggestions
        let found = suggestions.compactMap { suggestion -> [PhotoLink]? in
            guard case .sameContent(let photos) = suggestion else { return nil }
            // Of photos that nobody was told of it is not known what they show.
            let known = photos.filter { pictures[$0] != nil }.sorted()
            return known.count > 1 ? known : nil
        }
        guard Set(found) == Set(wanted) else {
            return "\(world.name(place)) suggests \(found.count) groups of equal photos where \(wanted.count) are"
        }
        var names: [String: [FolderID]] = [:]
        for folder in own {
            if let name = device.state(of: folder)?.name.shown?.value { names[name, default: []].append(folder) }
        }
        let namesakes = suggestions.compactMap { suggestion -> [FolderID]? in
            if case .sameName(_, let folders) = suggestion { folders.sorted() } else { nil }
        }
        guard Set(namesakes) == Set(names.values.filter { $0.count > 1 }.map { $0.sorted() }) else {
            return "\(world.name(place)) does not suggest which folders have one name"
        }
        return nil
    }

    private static func groups(_ pictures: [PhotoLink: Bytes32]) -> [[PhotoLink]] {
        Dictionary(grouping: pictures.keys) { pictures[$0] ?? .zero }.values.filter { $0.count > 1 }.map { $0.sorted() }
    }
}
