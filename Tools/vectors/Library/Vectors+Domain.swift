import DermaCRDT
import DermaCausality
import DermaWire

extension Vectors {
    /// Sites, scores with their totals, weekly totals, suspicions and readings.
    static func domain() throws -> [VectorCase] {
        try sites() + wrongSites() + totals() + generic() + weeks() + suspicions() + wrongSuspicions() + readings()
    }

    /// What the generator's author made, which must be valid.
    static func made<Value>(_ name: String, _ value: Value?) throws -> Value {
        guard let value else { throw Contradiction(name, "is not valid") }
        return value
    }

    private static func sites() throws -> [VectorCase] {
        let sides = BodySite.allCases.map { SkinSite($0, $0.isPaired ? .left : .unspecified) }
        let points: [(Laterality, BodyPoint?)] = [
            (.unspecified, nil), (.right, BodyPoint(.front, x: 0, y: 65535)),
            (.both, BodyPoint(.back, x: 300, y: 127)),
        ]
        let all = try sides.map { try made("site", $0) }
        let pointed = try points.map { try made("site", SkinSite(.palm, $0.0, at: $0.1)) }
        return try (all + pointed).enumerated().map { index, value in
            try .valid(
                "site-\(index)-\(value.site.name)", "Site, side, point.", value, type: "site",
                .shown(value))
        }
    }

    private static func wrongSites() throws -> [VectorCase] {
        let rows: [(String, String, [UInt8], WireError.Code, Int)] = [
            ("zero", "The registry begins at 1.", [0, 0, 0], .invalidValue, 0),
            ("45", "Not in the registry.", [45, 0, 0], .invalidValue, 0),
            ("side-4", "No such side.", [29, 4, 0], .invalidValue, 1),
            ("left-nose", "There is but one nose.", [4, 1, 0], .invalidValue, 1),
            ("both-nose", "Nor are there two.", [4, 3, 0], .invalidValue, 1),
            ("view-3", "A body map has two views.", [29, 1, 1, 3, 0, 0], .invalidValue, 3),
            ("x", "65535 is the right edge.", [29, 1, 1, 1, 0x80, 0x80, 4, 0], .invalidValue, 4),
            ("y", "65535 is the bottom.", [29, 1, 1, 1, 0, 0x80, 0x80, 4], .invalidValue, 5),
            ("cut", "The point is not there.", [29, 1, 1], .truncated, 3),
        ]
        return try rows.map { name, note, bytes, code, offset in
            try .malformed("site-" + name, note, bytes, as: SkinSite.self, type: "site", code, at: offset)
        }
    }

    static func shown(_ score: Score) -> JSONValue {
        [
            "instrument": .string(score.instrument.name),
            "items": .list(score.items) { $0.map { .number(Int($0)) } ?? .null },
            "total": score.total.map { .string($0.description) } ?? .null,
        ]
    }

    private static func totals() throws -> [VectorCase] {
        func region(_ place: Int, _ answers: [UInt8?]) -> [UInt8?] {
            (0..<4).flatMap { $0 == place ? answers : answers.map { _ in 0 } }
        }
        var rows: [(String, String, Instrument, [UInt8?])] = Instrument.registered.map {
            ("\($0.name)-highest", "The highest total.", $0, $0.scales.map(\.max))
        }
        rows += [
            (
                "easi-highest-adult", "The weights of both ages come to the same.", .easi,
                [0] + [UInt8?](repeating: 6, count: 20)
            ),
            ("easi-least", "The least that is not 0.", .easi, [0] + region(0, [1, 0, 0, 0, 1])),
            ("easi-places", "Two places.", .easi, [0] + region(0, [5, 3, 5, 0, 5])),
            ("easi-no-age", "Without the age group there is no total.", .easi, [nil] + region(1, [1, 1, 1, 1, 1])),
            ("easi-missing", "No total, although the area is 0.", .easi, [0] + region(1, [nil, 1, 1, 1, 0])),
            ("pasi-missing", "An area is missing.", .pasi, region(3, [1, 1, 1, nil])),
            ("scorad-places", "A/5 + 7B/2 + C.", .scorad, [32, 7, 9]),
            ("scorad-missing", "C is missing.", .scorad, [32, 7, nil]),
        ]
        for place in 0..<4 {
            rows.append(
                ("easi-old-\(place)", "One region, from 8 years.", .easi, [0] + region(place, [1, 2, 3, 4, 3])))
            rows.append(
                ("easi-young-\(place)", "One region, up to 7 years.", .easi, [1] + region(place, [1, 2, 3, 4, 3])))
            rows.append(("pasi-\(place)", "One region.", .pasi, region(place, [1, 2, 3, 3])))
        }
        return try rows.map { name, note, instrument, items in
            let score = try made(name, Score(instrument, items: items))
            return try .valid("score-" + name, note, score, type: "score", shown(score))
        } + [
            .malformed(
                "score-scorad-b", "B ends at 18.", [8, 1, 20, 1], as: Score.self, type: "score", .invalidValue, at: 0),
            .malformed(
                "score-easi-age", "There are two age groups.", [9, 3] + repeated(1, 20), as: Score.self, type: "score",
                .invalidValue, at: 0),
            .malformed(
                "score-pasi-area", "Steps of the area end at 6.", [10, 1, 1, 1, 8] + repeated(1, 12), as: Score.self,
                type: "score", .invalidValue, at: 0),
        ]
    }

    private static func generic() throws -> [VectorCase] {
        let hand = try made("generic", ShortText("Hände").flatMap { GenericInstrument(name: $0, maxima: [5, 254]) })
        let widest = try made(
            "generic", ShortText("w").flatMap { GenericInstrument(name: $0, maxima: repeated(254, 64)) })
        let rows: [(String, Score?)] = [
            ("full", Score(.generic(hand), items: [2, 254])), ("missing", Score(.generic(hand), items: [nil, 0])),
            ("widest", Score(.generic(widest), items: repeated(254, 64).map { $0 })),
        ]
        let wrong: [(String, String, [UInt8], WireError.Code, Int)] = [
            ("nameless", "A name is not empty.", [11, 0, 1, 1, 2], .invalidValue, 1),
            ("itemless", "At least one item.", [11, 1, 0x61, 0], .invalidValue, 3),
            ("items-65", "At most 64 items.", [11, 1, 0x61, 65], .limitExceeded, 3),
            ("item-0", "An item has more than one answer.", [11, 1, 0x61, 2, 1, 0], .invalidValue, 5),
            ("item-255", "255 plus 1 is no byte.", [11, 1, 0x61, 1, 255], .invalidValue, 4),
            ("high", "An answer above its item's highest.", [11, 1, 0x61, 1, 1, 3], .invalidValue, 0),
            ("none", "At least one answer.", [11, 1, 0x61, 1, 1, 0], .invalidValue, 0),
        ]
        return try rows.map { name, score in
            let score = try made(name, score)
            return try .valid("generic-" + name, "Name, maxima, answers; the sum.", score, type: "score", shown(score))
        }
            + wrong.map { name, note, bytes, code, offset in
                try .malformed("generic-" + name, note, bytes, as: Score.self, type: "score", code, at: offset)
            }
    }
}
