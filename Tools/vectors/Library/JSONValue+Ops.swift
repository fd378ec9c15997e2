import DermaCRDT
import DermaCausality
import DermaWire

/// Ops and what they name, as the vectors show them.
extension JSONValue {
    /// `replica:sequence.index`, the replica in hexadecimal.
    static func op(_ id: OpID) -> JSONValue { .string("\(id.dot.replica):\(id.dot.sequence).\(id.index)") }

    static func shown(_ op: Op) -> JSONValue {
        switch op {
        case .set(let field): place(field.place).with(["value": shown(field.value)])
        case .edit(let text, let edit): place(text).with(["acts": .list(edit.ops, shown)])
        case .addPhoto(let photo, let manifest): ["photo": .hex(photo), "manifest": .hex(manifest)]
        case .erasePhoto(let photo, let entries):
            [
                "photo": .hex(photo),
                "entries": .list(entries) { ["dot": .dot($0.dot), "hash": .hex($0.hash)] },
            ]
        case .addComment(let item, let subject, let text):
            ["item": .hex(item), "subject": shown(subject), "text": .string(text)]
        case .amendComment(let item, let text): ["item": .hex(item), "text": .string(text)]
        case .addScore(let item, let score, let day), .amendScore(let item, let score, let day):
            ["item": .hex(item), "score": Vectors.shown(score), "day": .string(day.description)]
        case .retract(let item), .removeDiary(let item): ["item": .hex(item)]
        case .suspect(let item, let suspicion), .unsuspect(let item, let suspicion):
            ["item": .hex(item), "suspicion": shown(suspicion)]
        case .addReading(let item, let reading), .removeReading(let item, let reading):
            ["item": .hex(item), "reading": shown(reading)]
        case .settle(let conflict, let sides):
            place(conflict).with(["sides": .list(sides) { ["op": .op($0.op), "event": .number($0.event)] }])
        case .unknown(let code, let payload): ["code": .wide(code), "payload": .hex(payload)]
        }
    }

    private static func shown(_ act: TextOp) -> JSONValue {
        switch act {
        case .insert(let position, let text): ["insert": .string(text), "at": .number(position)]
        case .delete(let position, let count, let isBackward):
            ["delete": .number(count), "at": .number(position), "isBackward": .bool(isBackward)]
        }
    }

    static func shown(_ subject: Subject) -> JSONValue {
        switch subject {
        case .folder: ["kind": "folder"]
        case .photo(let id): ["kind": "photo", "id": .hex(id)]
        case .diary(let id): ["kind": "diary", "id": .hex(id)]
        case .region(let id, let content, let part):
            [
                "kind": "region", "id": .hex(id), "content": .hex(content),
                "part": .list([part.x, part.y, part.width, part.height]) { .number(Int($0)) },
            ]
        }
    }

    static func place(_ place: FieldPlace) -> JSONValue {
        func field(_ name: String, _ id: some WireEncodable) -> JSONValue { ["field": .string(name), "id": .hex(id)] }
        return switch place {
        case .folderName: ["field": "folderName"]
        case .folderSite: ["field": "folderSite"]
        case .title(let id): field("title", id)
        case .day(let id): field("day", id)
        case .entrySite(let id): field("entrySite", id)
        case .photoSite(let id): field("photoSite", id)
        case .fileTime(let id): field("fileTime", id)
        case .countedScore(let day): ["field": "countedScore", "day": .string(day.description)]
        case .enteredInError(let id): field("enteredInError", id)
        case .derivedFrom(let id): field("derivedFrom", id)
        case .parent(let id): field("parent", id)
        case .home(let link): ["field": "home", "folder": .hex(link.folder), "photo": .hex(link.photo)]
        case .deletion(let id): field("deletion", id)
        }
    }

    static func place(_ place: TextPlace) -> JSONValue {
        switch place {
        case .diary(let id): ["text": "diary", "id": .hex(id)]
        case .comment(let id): ["text": "comment", "id": .hex(id)]
        case .note(let id): ["text": "note", "id": .hex(id)]
        }
    }

    static func place(_ conflict: ConflictPlace) -> JSONValue {
        switch conflict {
        case .field(let field): place(field).with(["conflict": "field"])
        case .comment(let id, let party): ["conflict": "comment", "id": .hex(id), "party": .hex(party)]
        case .score(let id, let party): ["conflict": "score", "id": .hex(id), "party": .hex(party)]
        case .subject(let id, let party): ["conflict": "subject", "id": .hex(id), "party": .hex(party)]
        case .removal(let id): ["conflict": "removal", "id": .hex(id)]
        case .text(let text): place(text).with(["conflict": "text"])
        }
    }

    static func shown(_ value: FieldValue) -> JSONValue {
        func link(_ link: PhotoLink) -> JSONValue { ["folder": .hex(link.folder), "photo": .hex(link.photo)] }
        return switch value {
        case .text(let text): .string(text)
        case .site(let site): shown(site)
        case .day(let day): .string(day.description)
        case .time(let time): shown(time)
        case .item(let item): .hex(item)
        case .error(let isError, let copy): ["isError": .bool(isError), "copy": copy.map(link) ?? .null]
        case .photo(let photo): link(photo)
        case .folder(let folder): folder.map { .hex($0) } ?? .null
        case .deletion(let seen): seen.map { .list($0.dots) { .dot($0) } } ?? .null
        }
    }

    /// This object with more fields.
    private func with(_ more: [String: JSONValue]) -> JSONValue {
        guard case .object(let fields) = self else { return self }
        return .object(fields.merging(more) { $1 })
    }
}
