import DermaCRDT
import DermaCausality
import DermaWire

extension Vectors {
    /// Bodies of content entries.
    static func bodies() throws -> [VectorCase] {
        let head = ReplicaHead(Dot(Actors.id("replica"), 3), Actors.fixed("head"))
        let body = ContentBody(
            context: CausalContext([head]), membership: CausalContext([]),
            time: Timestamp(milliseconds: Actors.now, offsetMinutes: 60, zone: "Europe/Berlin"),
            ops: [.set(.folderName("Arm")), .unknown(code: 200, payload: [])])
        let restated = ContentBody(
            context: CausalContext([]), membership: CausalContext([]), time: Timestamp(milliseconds: Actors.now),
            ops: [.set(.folderName("Arm"))],
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
