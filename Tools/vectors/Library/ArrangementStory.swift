import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaWire

/// Folders of one account and its library, written entry by entry.
struct ArrangementStory {
    var library = FolderStory(of: Actors.id("library"))
    var arm = FolderStory(of: Actors.folder)
    var leg = FolderStory(of: Actors.otherFolder)
    var third = FolderStory(of: Actors.id("third folder"))
    var fourth = FolderStory(of: Actors.id("fourth folder"))

    /// The case of a story that begins with two folders.
    static func told(_ name: String, _ note: String, _ tell: (inout Self) throws -> Void) throws -> VectorCase {
        var story = Self()
        try story.arm.write(.phone, [.set(.folderName("Arm"))])
        try story.leg.write(.tablet, [.set(.folderName("Leg"))])
        try tell(&story)
        return story.vector(name, note)
    }

    private func vector(_ name: String, _ note: String) -> VectorCase {
        let folders = [arm, leg, third, fourth].filter { !$0.entries.isEmpty }
        let states = Dictionary(uniqueKeysWithValues: folders.map { ($0.folder, $0.state) })
        let arrangement = Arrangement(of: Actors.patient.account, library: library.state, folders: states)
        return VectorCase(
            name, note,
            ["owner": .hex(Actors.patient.account), "library": library.json, "folders": .list(folders, \.json)],
            expect: .shown(arrangement, of: states.keys.sorted()))
    }
}

extension JSONValue {
    fileprivate static func shown(_ arrangement: Arrangement, of folders: [FolderID]) -> JSONValue {
        let tree = arrangement.tree
        return [
            "folders": .list(folders) { folder in
                [
                    "id": .hex(folder), "isDeleted": .bool(arrangement.isDeleted(folder)),
                    "parent": tree.parent(of: folder).map { .hex($0) } ?? .null,
                    "photos": .list(arrangement.photosShown(in: folder), link),
                ]
            },
            "recovered": .list(arrangement.recovered) { ["in": .hex($0.folder), "what": what($0.what)] },
            "suggestions": .list(arrangement.suggestions) { suggestion in
                switch suggestion {
                case .sameName(let name, let folders): ["name": .string(name), "folders": .list(folders) { .hex($0) }]
                case .sameContent(let photos): ["photos": .list(photos, link)]
                }
            },
        ]
    }

    private static func link(_ link: PhotoLink) -> JSONValue {
        ["folder": .hex(link.folder), "photo": .hex(link.photo)]
    }

    private static func what(_ what: Recovered.What) -> JSONValue {
        switch what {
        case .folder(let folder): ["folder": .hex(folder)]
        case .item(.photo(let photo), let folder): ["photo": .hex(photo), "of": .hex(folder)]
        case .item(.note(let photo), let folder): ["note": .hex(photo), "of": .hex(folder)]
        case .item(.diary(let item), let folder): ["diary": .hex(item), "of": .hex(folder)]
        case .item(.comment(let item, let party), let folder):
            ["comment": .hex(item), "party": .hex(party), "of": .hex(folder)]
        case .item(.score(let item, let party), let folder):
            ["score": .hex(item), "party": .hex(party), "of": .hex(folder)]
        }
    }
}
