import DermaCRDT
import DermaCausality
import DermaWire

extension Vectors {
    /// Every op, bodies of content entries, and what must be refused.
    static func ops() throws -> [VectorCase] { try validOps() + malformedOps() + bodies() }

    private static func validOps() throws -> [VectorCase] {
        let item: ItemID = Actors.id("item")
        let photo: PhotoID = Actors.id("photo")
        let diary: ItemID = Actors.id("diary")
        guard let day = CivilDay(year: 2026, month: 3, day: 1), let score = Score(.uas, items: [2, nil]) else {
            throw Contradiction("ops", "there is no such day or score")
        }
        let id: JSONValue = .hex(item)
        let ops: [(String, String, Op, JSONValue)] = [
            ("nameFolder", "Names the folder.", .nameFolder("Linker Unterarm ü"), ["name": "Linker Unterarm ü"]),
            (
                "addPhoto", "The manifest is opaque here.", .addPhoto(photo, manifest: [1, 2, 3]),
                ["photo": .hex(photo), "manifest": "010203"]
            ),
            (
                "addComment-folder", "About the folder.", .addComment(item, on: .folder, text: "redder"),
                ["item": id, "subject": 1, "text": "redder"]
            ),
            (
                "addComment-photo", "About a photo.", .addComment(item, on: .photo(photo), text: "here"),
                ["item": id, "subject": 2, "subjectID": .hex(photo), "text": "here"]
            ),
            (
                "addComment-diary", "About a diary entry.", .addComment(item, on: .diary(diary), text: "then"),
                ["item": id, "subject": 3, "subjectID": .hex(diary), "text": "then"]
            ),
            ("amendComment", "Corrects a comment.", .amendComment(item, text: "paler"), ["item": id, "text": "paler"]),
            (
                "writeDiary-text", "A part of a diary entry: its text.", .writeDiary(item, .text("itchy")),
                ["item": id, "field": 1, "text": "itchy"]
            ),
            (
                "writeDiary-day", "A part of a diary entry: its day.", .writeDiary(item, .day(day)),
                ["item": id, "field": 2, "day": .string(day.description)]
            ),
            ("addTrigger", "Suspects a trigger.", .suspect(item, Suspicion(.sleep)), ["item": id, "trigger": "sleep"]),
            (
                "removeTrigger", "No longer suspects it.", .unsuspect(item, Suspicion(.sleep)),
                ["item": id, "trigger": "sleep"]
            ),
            (
                "addScore", "One answer is missing.", .addScore(item, score, day: day),
                ["item": id, "instrument": "uas", "items": [2, .null], "day": .string(day.description)]
            ),
            (
                "erasePhoto", "Erases a photo; names an entry that added it.",
                .erasePhoto(photo, entries: [ReplicaHead(Dot(Actors.id("replica"), 7), Actors.fixed("head"))]),
                [
                    "photo": .hex(photo),
                    "entries": [
                        ["dot": .dot(Dot(Actors.id("replica"), 7)), "hash": .hex(Actors.fixed("head") as Bytes32)]
                    ],
                ]
            ),
            (
                "unknown", "A newer version's op: passed over by its length and kept.",
                .unknown(code: 200, payload: [9, 9, 9]), ["code": "200", "payload": "090909"]
            ),
        ]
        return try ops.map { name, note, op, shown in try .valid("op-" + name, note, op, type: "op", shown) }
    }

    private static func malformedOps() throws -> [VectorCase] {
        let item = (Actors.id("item") as ItemID).bytes
        func malformed(
            _ name: String, _ note: String, _ bytes: [UInt8], _ code: WireError.Code, at offset: Int
        ) throws -> VectorCase {
            try .malformed("op-" + name, note, bytes, as: Op.self, type: "op", code, at: offset)
        }
        return try [
            malformed("cut", "The payload is shorter than its length.", [1, 5, 1, 0x61], .truncated, at: 2),
            malformed(
                "payload-long", "A known op does not fill its payload.", [1, 3, 1, 0x61, 0], .invalidValue, at: 4),
            malformed("payload-short", "A known op goes beyond its payload.", [1, 1, 1, 0x61], .invalidValue, at: 4),
            malformed("name-long", "A name has at most 256 bytes.", [1, 2, 0x81, 0x02], .limitExceeded, at: 2),
            malformed("subject-0", "No subject has this tag.", [3, 18] + item + [0, 0], .invalidValue, at: 18),
            malformed("field-3", "No field has this tag.", [5, 18] + item + [3, 0], .invalidValue, at: 18),
            malformed("trigger-99", "Not in the registry.", [6, 17] + item + [99], .invalidValue, at: 18),
            malformed(
                "erase-many", "An erasure names at most 64 entries.",
                [9, 17] + (Actors.id("photo") as PhotoID).bytes + [65], .limitExceeded, at: 18),
            malformed(
                "erase-twice", "An entry is named twice.",
                [9, 0x83, 0x01] + (Actors.id("photo") as PhotoID).bytes + [2] + repeated(7, 49 * 2) + repeated(0, 16),
                .unsorted, at: 69),
            malformed(
                "unknown-long", "Not even an unknown op is longer than a body.", [99] + varint(262_145), .limitExceeded,
                at: 1),
        ]
    }

    private static func bodies() throws -> [VectorCase] {
        let head = ReplicaHead(Dot(Actors.id("replica"), 3), Actors.fixed("head"))
        let body = ContentBody(
            context: CausalContext([head]), membership: CausalContext([]),
            time: Timestamp(milliseconds: Actors.now, offsetMinutes: 60, zone: "Europe/Berlin"),
            ops: [.nameFolder("Arm"), .unknown(code: 90, payload: [])])
        let restated = ContentBody(
            context: CausalContext([]), membership: CausalContext([]), time: Timestamp(milliseconds: Actors.now),
            ops: [.nameFolder("Arm")],
            restates: [1, 2].map {
                FormerEntry(nonce: Actors.fixed("nonce-\($0)"), sequence: $0, hash: Actors.fixed("former-\($0)"))
            })
        return try [
            .valid(
                "body", "Context, membership, time, ops.", body, type: "body",
                [
                    "context": .list(body.context.heads) { .dot($0.dot) }, "membership": [], "ops": 2,
                    "milliseconds": .wide(Actors.now),
                ]),
            .valid(
                "body-restated", "Stands in the place of two former entries, oldest first.", restated, type: "body",
                [
                    "context": [], "membership": [], "ops": 1, "milliseconds": .wide(Actors.now),
                    "restates": .list(restated.restates) {
                        ["nonce": .hex($0.nonce), "sequence": .wide($0.sequence), "hash": .hex($0.hash)]
                    },
                ]),
            .malformed(
                "body-restated-short", "The list of former entries ends early.", Array(restated.encoded.dropLast()),
                as: ContentBody.self, type: "body", .truncated, at: restated.encoded.count - 8),
            .malformed(
                "body-many-former", "At most 32 former entries.", [0, 0, 0, 0, 0, 0, 33], as: ContentBody.self,
                type: "body", .limitExceeded, at: 6),
            .malformed(
                "body-many-ops", "At most 1024 ops.", [0, 0, 0, 0, 0, 0x81, 0x08], as: ContentBody.self, type: "body",
                .limitExceeded, at: 5),
            .malformed(
                "body-trailing", "A byte is left over.", body.encoded + [0], as: ContentBody.self, type: "body",
                .trailingBytes,
                at: body.encoded.count),
        ]
    }
}
