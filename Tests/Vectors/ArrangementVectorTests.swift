import DermaCRDT
import DermaCausality
import DermaClient
import DermaWire
import Testing

@Suite("Vectors: arrangements")
struct ArrangementVectorTests {
    @Test("Folders and their library come to what is stated", arguments: Vector.all("arrangements"))
    func arrangements(_ vector: Vector) throws {
        func state(_ json: JSON) throws -> FolderState {
            let folder = try WrittenFolder(json, of: vector["owner"])
            return try folder.replayed(folder.entries).state
        }
        var folders: [FolderID: FolderState] = [:]
        for json in vector["folders"].items { folders[try json["id"].decoded()] = try state(json) }
        let arrangement = Arrangement(
            of: try vector["owner"].decoded(), library: try state(vector["library"]), folders: folders)
        let tree = arrangement.tree
        let shown = folders.keys.sorted().map { folder in
            JSON.object([
                "id": .hex(folder), "isDeleted": .bool(arrangement.isDeleted(folder)),
                "parent": tree.parent(of: folder).map { .hex($0) } ?? .null,
                "photos": .array(arrangement.photosShown(in: folder).map { JSON.shown($0) }),
            ])
        }
        #expect(JSON.array(shown) == vector.expect["folders"])
        let recovered = arrangement.recovered.map { JSON.object(["in": .hex($0.folder), "what": what($0.what)]) }
        #expect(JSON.array(recovered) == vector.expect["recovered"])
        #expect(JSON.array(arrangement.suggestions.map(suggestion)) == vector.expect["suggestions"])
    }

    private func what(_ what: Recovered.What) -> JSON {
        guard case .item(let item, let folder) = what else {
            guard case .folder(let folder) = what else { return .null }
            return .object(["folder": .hex(folder)])
        }
        let shown: JSON =
            switch item {
            case .photo(let photo): .object(["photo": .hex(photo)])
            case .note(let photo): .object(["note": .hex(photo)])
            case .diary(let item): .object(["diary": .hex(item)])
            case .comment(let item, let party): .object(["comment": .hex(item), "party": .hex(party)])
            case .score(let item, let party): .object(["score": .hex(item), "party": .hex(party)])
            }
        return shown.with(["of": .hex(folder)])
    }

    private func suggestion(_ suggestion: Suggestion) -> JSON {
        switch suggestion {
        case .sameName(let name, let folders):
            .object(["name": .string(name), "folders": .array(folders.map { .hex($0) })])
        case .sameContent(let photos): .object(["photos": .array(photos.map { JSON.shown($0) })])
        }
    }
}
