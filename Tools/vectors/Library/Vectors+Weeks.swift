import DermaCRDT
import DermaWire

extension Vectors {
    private typealias Observation = DatedScore<String>

    /// Weeks of urticaria scores: given observations and choices, the total or the days without one.
    static func weeks() throws -> [VectorCase] {
        let last = try made("day", CivilDay(year: 2024, month: 3, day: 3))
        func observed(_ id: String, _ items: [UInt8?], daysBefore back: Int, _ instrument: Instrument = .uas) throws
            -> Observation
        {
            try Observation(
                id: id, score: made(id, Score(instrument, items: items)), day: made(id, last.advanced(by: -back)))
        }
        let full = try (0..<7).map { try observed("\($0)", [UInt8($0 % 4), 2], daysBefore: $0) }
        let outside = try [
            observed("before", [3, 3], daysBefore: 7), observed("after", [3, 3], daysBefore: -1),
            observed("itch", [9], daysBefore: 2, .itch),
        ]
        let again = try observed("again", [0, 1], daysBefore: 2)
        let partial = try observed("partial", [nil, 1], daysBefore: 5)
        let rows: [(String, String, [Observation], Set<String>)] = [
            ("total", "Each day is complete.", full, []),
            ("others", "Other days and instruments are passed over.", full.reversed() + outside, []),
            ("missing", "Two days are missing.", Array(full[1..<6]) + outside, []),
            ("nothing", "No observation at all.", [], []),
            ("doubled", "A day has two observations.", full + [again], []),
            ("chosen", "One of the two is chosen.", full + [again], ["again"]),
            ("chosen-first", "The other one is chosen.", full + [again], ["2"]),
            ("chosen-both", "Choosing both is no choice.", full + [again], ["2", "again"]),
            ("chosen-elsewhere", "A choice for another day.", full + [again], ["3", "nowhere"]),
            ("incomplete", "The day's only score lacks an answer.", Array(full[..<5]) + [partial, full[6]], []),
            ("incomplete-doubled", "Doubled, although but one is complete.", full + [partial], []),
            ("incomplete-chosen", "The one chosen lacks an answer.", full + [partial], ["partial"]),
            ("mixed", "Every kind of gap.", Array(full[..<4]) + [again, partial], []),
        ]
        return try rows.map { name, note, observations, chosen in
            let week = try made(name, UrticariaWeek(endingOn: last))
            return VectorCase(
                "week-" + name, note,
                [
                    "week": .string(last.description), "chosen": .list(chosen.sorted()) { .string($0) },
                    "observations": .list(observations) {
                        ["id": .string($0.id), "day": .string($0.day.description), "score": .hex($0.score)]
                    },
                ], expect: .shown(week.outcome(of: observations, chosen: chosen)))
        }
    }
}

extension JSONValue {
    static func shown(_ outcome: UrticariaWeek.Outcome) -> JSONValue {
        switch outcome {
        case .total(let total): ["total": .string(total.description)]
        case .open(let days):
            ["open": .list(days) { ["day": .string($0.day.description), "gap": .string($0.gap.name)] }]
        }
    }
}
