import DermaCRDT
import DermaCausality
import DermaWire

/// Ops and what they name, as the vectors show them.
extension JSON {
    static func op(_ id: OpID) -> JSON { .string("\(id.dot.replica):\(id.dot.sequence).\(id.index)") }

    static func dot(_ dot: Dot) -> JSON { .string("\(dot.replica):\(dot.sequence)") }

    static func shown(_ op: Op) -> JSON {
        switch op {
        case .set(let field): place(field.place).with(["value": shown(field.value)])
        case .edit(let text, let edit): place(text).with(["acts": .array(edit.ops.map(shown))])
        case .addPhoto(let photo, let manifest):
            .object(["photo": .hex(photo), "manifest": .string(Hex.encode(manifest))])
        case .erasePhoto(let photo, let entries):
            .object([
                "photo": .hex(photo),
                "entries": .array(entries.map { .object(["dot": dot($0.dot), "hash": .hex($0.hash)]) }),
            ])
        case .addComment(let item, let subject, let text):
            .object(["item": .hex(item), "subject": shown(subject), "text": .string(text)])
        case .amendComment(let item, let text): .object(["item": .hex(item), "text": .string(text)])
        case .addScore(let item, let score, let day), .amendScore(let item, let score, let day):
            .object(["item": .hex(item), "score": shown(score), "day": .string(day.description)])
        case .retract(let item), .removeDiary(let item): .object(["item": .hex(item)])
        case .suspect(let item, let suspicion), .unsuspect(let item, let suspicion):
            .object(["item": .hex(item), "suspicion": shown(suspicion)])
        case .addReading(let item, let reading), .removeReading(let item, let reading):
            .object(["item": .hex(item), "reading": shown(reading)])
        case .settle(let conflict, let sides):
            place(conflict).with([
                "sides": .array(sides.map { JSON.object(["op": JSON.op($0.op), "event": .number($0.event)]) })
            ])
        case .unknown(let code, let payload):
            .object(["code": .string("\(code)"), "payload": .string(Hex.encode(payload))])
        }
    }

    private static func shown(_ act: TextOp) -> JSON {
        switch act {
        case .insert(let position, let text): .object(["insert": .string(text), "at": .number(position)])
        case .delete(let position, let count, let isBackward):
            .object(["delete": .number(count), "at": .number(position), "isBackward": .bool(isBackward)])
        }
    }

    static func shown(_ subject: Subject) -> JSON {
        switch subject {
        case .folder: .object(["kind": "folder"])
        case .photo(let id): .object(["kind": "photo", "id": .hex(id)])
        case .diary(let id): .object(["kind": "diary", "id": .hex(id)])
        case .region(let id, let content, let part):
            .object([
                "kind": "region", "id": .hex(id), "content": .hex(content),
                "part": .array([part.x, part.y, part.width, part.height].map { .number(Int($0)) }),
            ])
        }
    }

    static func shown(_ value: FieldValue) -> JSON {
        switch value {
        case .text(let text): .string(text)
        case .site(let site): shown(site)
        case .day(let day): .string(day.description)
        case .time(let time): shown(time)
        case .item(let item): .hex(item)
        case .error(let isError, let copy): .object(["isError": .bool(isError), "copy": copy.map(shown) ?? .null])
        case .photo(let link): shown(link)
        case .folder(let folder): folder.map { .hex($0) } ?? .null
        case .deletion(let seen): seen.map { .array($0.dots.map(dot)) } ?? .null
        }
    }

    static func shown(_ link: PhotoLink) -> JSON {
        .object(["folder": .hex(link.folder), "photo": .hex(link.photo)])
    }
}
