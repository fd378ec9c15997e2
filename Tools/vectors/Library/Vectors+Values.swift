import DermaCRDT
import DermaCausality
import DermaContent
import DermaIdentity
import DermaWire

extension Vectors {
    /// Ids, vectors, contexts, times, days, purposes, scores and claims.
    static func values() throws -> [VectorCase] { try identifiers() + causality() + times() + choices() + scores() }

    private static func identifiers() throws -> [VectorCase] {
        let dot = Dot(Actors.id("replica"), 300)
        return try [
            .valid(
                "folder-id", "Sixteen bytes as they are.", Actors.folder, type: "id16", .hex(Actors.folder)),
            .valid(
                "account-id", "Thirty-two bytes as they are.", Actors.patient.account, type: "id32",
                .hex(Actors.patient.account)),
            .malformed(
                "folder-id-short", "Fixed lengths are read in words of eight bytes; the second is cut.",
                repeated(1, 15),
                as: FolderID.self, type: "id16", .truncated, at: 8),
            .malformed(
                "folder-id-long", "A byte is left over.", repeated(1, 17), as: FolderID.self, type: "id16",
                .trailingBytes,
                at: 16),
            .valid(
                "dot", "A replica and a sequence.", dot, type: "dot",
                ["replica": .hex(dot.replica), "sequence": .wide(dot.sequence)]),
            .malformed(
                "dot-zero", "Sequences begin at 1.", dot.replica.bytes + [0], as: Dot.self, type: "dot", .invalidValue,
                at: 16),
            .malformed(
                "dot-too-large", "Sequences end at 2^63 - 1.", dot.replica.bytes + repeated(0x80, 9) + [1],
                as: Dot.self,
                type: "dot", .invalidValue, at: 16),
        ]
    }

    private static func causality() throws -> [VectorCase] {
        let dots = (1...3).map { Dot(Actors.id("replica-\($0)"), UInt64($0) * 100) }.sorted()
        let vector = VersionVector(dots)
        let context = CausalContext(dots.map { ReplicaHead($0, Actors.fixed("head-\($0.sequence)")) })
        let head = context.heads[0].encoded
        return try [
            .valid("vector-empty", "Nothing seen.", VersionVector(), type: "vector", []),
            .valid(
                "vector", "Ascending by replica.", vector, type: "vector",
                .list(dots) { ["replica": .hex($0.replica), "sequence": .wide($0.sequence)] }),
            .malformed(
                "vector-unsorted", "The second replica comes before the first.",
                [2] + dots[1].encoded + dots[0].encoded,
                as: VersionVector.self, type: "vector", .unsorted, at: 1 + dots[1].encoded.count),
            .malformed(
                "vector-twice", "One replica stands twice.", [2] + dots[0].encoded + Dot(dots[0].replica, 101).encoded,
                as: VersionVector.self, type: "vector", .unsorted, at: 1 + dots[0].encoded.count),
            .malformed(
                "vector-count", "At most 4096 replicas; checked before anything else.", [0x81, 0x20],
                as: VersionVector.self,
                type: "vector", .limitExceeded, at: 0),
            .malformed(
                "vector-cut", "The count promises two.", [2] + dots[0].encoded, as: VersionVector.self, type: "vector",
                .truncated, at: 1 + dots[0].encoded.count),
            .valid("context-empty", "Nothing new.", CausalContext([]), type: "context", []),
            .valid(
                "context", "Heads, ascending by replica.", context, type: "context",
                .list(context.heads) {
                    ["replica": .hex($0.dot.replica), "sequence": .wide($0.dot.sequence), "hash": .hex($0.hash)]
                }),
            .malformed(
                "context-twice", "One replica stands twice.", [2] + head + head, as: CausalContext.self,
                type: "context",
                .unsorted, at: 1 + head.count),
        ]
    }

    private static func times() throws -> [VectorCase] {
        let stamps = [
            Timestamp(milliseconds: Actors.now, offsetMinutes: 60, zone: "Europe/Berlin"),
            Timestamp(milliseconds: -1), Timestamp(milliseconds: 0, offsetMinutes: -1080),
        ]
        let days = [(1900, 1, 1), (2024, 2, 29), (2026, 3, 1), (2199, 12, 31)]
            .compactMap { CivilDay(year: $0.0, month: $0.1, day: $0.2) }
        return try stamps.enumerated().map { index, stamp in
            try .valid(
                "timestamp-\(index)", "Milliseconds, minutes ahead of UTC, zone.", stamp, type: "timestamp",
                .shown(stamp))
        }
            + days.map { day in
                try .valid(
                    "day-\(day)", "((year - 1900) · 12 + month - 1) · 31 + day - 1.", day, type: "day",
                    .string(day.description))
            } + [
                .malformed(
                    "timestamp-offset", "At most 18 hours either way.", [0, 0xf2, 0x10, 0], as: Timestamp.self,
                    type: "timestamp",
                    .invalidValue, at: 1),
                .malformed(
                    "timestamp-zone", "A zone has at most 64 bytes.", [0, 0, 65], as: Timestamp.self, type: "timestamp",
                    .limitExceeded, at: 2),
                .malformed(
                    "day-2023-02-29", "That year had no such day.", varint(UInt64((123 * 12 + 1) * 31 + 28)),
                    as: CivilDay.self,
                    type: "day", .invalidValue, at: 0),
                .malformed(
                    "day-2200", "The calendar ends with 2199.", varint(300 * 372), as: CivilDay.self, type: "day",
                    .invalidValue,
                    at: 0),
            ]
    }

    private static func choices() throws -> [VectorCase] {
        let sets: [Purposes] = [.care, [.care, .teaching], [.research, .audit, .publication, .machineLearning]]
        return try sets.map { set in
            try .valid(
                "purposes-\(set.rawValue)", "One bit for each.", set, type: "purposes", .list(set.names) { .string($0) }
            )
        }
            + Trigger.allCases.map { trigger in
                try .valid("trigger-" + trigger.name, "One byte.", trigger, type: "trigger", .string(trigger.name))
            } + [
                .malformed(
                    "purposes-none", "A set is never empty.", [0], as: Purposes.self, type: "purposes", .invalidValue,
                    at: 0),
                .malformed(
                    "purposes-unknown", "Bit 6 is no purpose.", [0x41], as: Purposes.self, type: "purposes",
                    .invalidValue, at: 0),
                .malformed(
                    "trigger-0", "The registry begins at 1.", [0], as: Trigger.self, type: "trigger", .invalidValue,
                    at: 0),
                .malformed(
                    "trigger-19", "Not in the registry.", [19], as: Trigger.self, type: "trigger", .invalidValue, at: 0),
            ]
    }

    private static func scores() throws -> [VectorCase] {
        let complete =
            Instrument.registered.compactMap { instrument in
                Score(
                    instrument, items: instrument.scales.enumerated().map { UInt8($0) % ($1.max + 1) })
            } + [Score(.poem, items: [4, nil, 0, 4, 4, 4, 4]), Score(.severity, items: [10])].compactMap { $0 }
        return try complete.enumerated().map { index, score in
            try .valid(
                "score-\(index)-\(score.instrument.name)", "0 for a missing answer, else the answer plus one.", score,
                type: "score",
                shown(score))
        } + [
            .malformed(
                "score-unknown", "Not in the registry.", [12, 1], as: Score.self, type: "score", .invalidValue, at: 0),
            .malformed(
                "score-none", "At least one answer must be given.", [4, 0, 0], as: Score.self, type: "score",
                .invalidValue,
                at: 0),
            .malformed(
                "score-out-of-range", "Severity ends at 10.", [1, 12], as: Score.self, type: "score", .invalidValue,
                at: 0),
            .malformed(
                "score-cut", "POEM has seven items.", [3, 1, 1], as: Score.self, type: "score", .truncated, at: 1),
        ] + claims()
    }

    private static func claims() throws -> [VectorCase] {
        let claims = [
            CaptureClaim(
                year: 2026, month: 3, day: 1, hour: 9, minute: 30, second: 5, offsetMinutes: 60, source: .original),
            CaptureClaim(
                year: 1, month: 1, day: 1, hour: 0, minute: 0, second: 0, offsetMinutes: nil, source: .modified),
        ].compactMap { $0 }
        return try claims.enumerated().map { index, claim in
            try .valid(
                "claim-\(index)", "Year, month, day, hour, minute, second, offset if known, source.", claim,
                type: "claim",
                [
                    "date": .list([claim.year, claim.month, claim.day, claim.hour, claim.minute, claim.second]) {
                        .number($0)
                    },
                    "offsetMinutes": claim.offsetMinutes.map { .number($0) } ?? .null,
                    "source": .number(Int(claim.source.rawValue)),
                ])
        } + [
            .malformed(
                "claim-month-13", "No such month.", [1, 13, 1, 0, 0, 0, 0, 1], as: CaptureClaim.self, type: "claim",
                .invalidValue, at: 0),
            .malformed(
                "claim-source-4", "Not in the registry.", [1, 1, 1, 0, 0, 0, 0, 4], as: CaptureClaim.self,
                type: "claim",
                .invalidValue, at: 7),
            .malformed(
                "claim-offset", "At most 14 hours either way.", [1, 1, 1, 0, 0, 0, 1, 0x92, 0x0d, 1],
                as: CaptureClaim.self,
                type: "claim", .invalidValue, at: 0),
        ]
    }

    static func varint(_ number: UInt64) -> [UInt8] {
        var writer = ByteWriter()
        writer.varint(number)
        return writer.bytes
    }
}
