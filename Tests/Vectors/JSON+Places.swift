import DermaCRDT
import DermaCausality
import DermaWire

/// Places, as the vectors show them.
extension JSON {
    static func place(_ place: FieldPlace) -> JSON {
        switch place {
        case .folderName: .object(["field": "folderName"])
        case .folderSite: .object(["field": "folderSite"])
        case .title(let id): field("title", id)
        case .day(let id): field("day", id)
        case .entrySite(let id): field("entrySite", id)
        case .photoSite(let id): field("photoSite", id)
        case .fileTime(let id): field("fileTime", id)
        case .countedScore(let day): .object(["field": "countedScore", "day": .string(day.description)])
        case .enteredInError(let id): field("enteredInError", id)
        case .derivedFrom(let id): field("derivedFrom", id)
        case .parent(let id): field("parent", id)
        case .home(let link): .object(["field": "home", "folder": .hex(link.folder), "photo": .hex(link.photo)])
        case .deletion(let id): field("deletion", id)
        }
    }

    private static func field(_ name: String, _ id: some WireEncodable) -> JSON {
        .object(["field": .string(name), "id": .hex(id)])
    }

    static func place(_ place: TextPlace) -> JSON {
        switch place {
        case .diary(let id): .object(["text": "diary", "id": .hex(id)])
        case .comment(let id): .object(["text": "comment", "id": .hex(id)])
        case .note(let id): .object(["text": "note", "id": .hex(id)])
        }
    }

    static func place(_ conflict: ConflictPlace) -> JSON {
        switch conflict {
        case .field(let field): place(field).with(["conflict": "field"])
        case .comment(let id, let party): .object(["conflict": "comment", "id": .hex(id), "party": .hex(party)])
        case .score(let id, let party): .object(["conflict": "score", "id": .hex(id), "party": .hex(party)])
        case .subject(let id, let party): .object(["conflict": "subject", "id": .hex(id), "party": .hex(party)])
        case .removal(let id): .object(["conflict": "removal", "id": .hex(id)])
        case .text(let text): place(text).with(["conflict": "text"])
        }
    }

    /// This object with more fields.
    func with(_ more: [String: JSON]) -> JSON {
        guard case .object(let fields) = self else { return self }
        return .object(fields.merging(more) { $1 })
    }
}
