import DermaCRDT
import DermaCausality
import DermaWire

extension Vectors {
    static func suspicions() throws -> [VectorCase] {
        let day = try made("day", CivilDay(year: 2024, month: 2, day: 28))
        let later = try made("day", day.advanced(by: 2))
        let texts = try ["paint", "\u{e9}", "e\u{301}"].map { Suspect.other(try made("text", ShortText($0))) }
        let days = try made("interval", DayInterval(day, later))
        let all = try [
            Suspicion(texts[2]), Suspicion(texts[0]), Suspicion(texts[1]), Suspicion(texts[1], by: .clinician),
            Suspicion(.trigger(.irritant), by: .carer), Suspicion(.trigger(.hormonal)),
            Suspicion(.trigger(.hormonal), during: made("interval", DayInterval(day, day))),
            Suspicion(.trigger(.hormonal), during: days),
        ]
        guard all == all.sorted() else { throw Contradiction("suspicion", "is out of order") }
        return try all.enumerated().map { index, value in
            let note = "Suspect, rater, interval. The suspicions of this file ascend; two texts look alike."
            return try .valid("suspicion-\(index)", note, value, type: "suspicion", .shown(value))
        }
    }

    static func wrongSuspicions() throws -> [VectorCase] {
        let rows: [(String, String, [UInt8], WireError.Code, Int)] = [
            ("19", "Not in the registry.", [19, 1, 0], .invalidValue, 0),
            ("empty", "Another one has a text.", [0, 0, 1, 0], .invalidValue, 1),
            ("long", "Of at most 256 bytes.", [0, 0x81, 2], .limitExceeded, 1),
            ("rater-0", "Raters begin at 1.", [6, 0, 0], .invalidValue, 1),
            ("rater-4", "There are three.", [6, 4, 0], .invalidValue, 1),
            ("backwards", "The last day comes before the first.", [6, 1, 1, 2, 1], .invalidValue, 4),
        ]
        return try rows.map { name, note, bytes, code, offset in
            try .malformed("suspicion-" + name, note, bytes, as: Suspicion.self, type: "suspicion", code, at: offset)
        }
    }

    static func readings() throws -> [VectorCase] {
        let day = try made("day", CivilDay(year: 2026, month: 3, day: 1))
        let stamp = Timestamp(milliseconds: Actors.now, offsetMinutes: 60, zone: "Europe/Berlin")
        let dust = EnvironmentalQuantity.other(try made("text", ShortText("dust")))
        let rows: [(EnvironmentalQuantity, Int64, Int, String, ReadingTime)] = [
            (.temperature, -125, -1, "Cel", .instant(stamp)), (.humidity, 40, 0, "%", .day(day)),
            (.ultravioletIndex, 60, -1, "1", .day(day)), (.pollen, 12, 3, "m-3", .day(day)),
            (dust, .min, -9, "ug/m3", .day(day)), (dust, .max, 9, "ug/m3", .day(day)),
            (dust, 0, -2, "ug/m3", .day(day)),
        ]
        let wrong: [(String, String, [UInt8], WireError.Code, Int)] = [
            ("quantity-5", "Not in the registry.", [5, 2, 0, 1, 0x31, 1, 0x61, 1, 0], .invalidValue, 0),
            ("exponent", "Exponents end at 9.", [1, 2, 20, 1, 0x31, 1, 0x61, 1, 0], .invalidValue, 2),
            ("exponent-low", "And begin at −9.", [1, 2, 19, 1, 0x31, 1, 0x61, 1, 0], .invalidValue, 2),
            ("unitless", "A plain number has the unit 1.", [1, 2, 0, 0, 1, 0x61, 1, 0], .invalidValue, 3),
            ("unit-degree", "A unit is ASCII.", [1, 2, 0, 2, 0xc2, 0xb0, 1, 0x61, 1, 0], .invalidValue, 3),
            ("unit-space", "Without spaces.", [1, 2, 0, 1, 0x20, 1, 0x61, 1, 0], .invalidValue, 3),
            ("unit-long", "Of at most 64 bytes.", [1, 2, 0, 65], .limitExceeded, 3),
            ("sourceless", "Someone says so.", [1, 2, 0, 1, 0x31, 0, 1, 0], .invalidValue, 5),
            ("time-3", "A day or an instant.", [1, 2, 0, 1, 0x31, 1, 0x61, 3, 0], .invalidValue, 7),
        ]
        return try rows.enumerated().map { index, row in
            let (quantity, mantissa, exponent, unit, time) = row
            let reading = EnvironmentalReading(
                quantity, try made("decimal", DecimalValue(mantissa, exponent: exponent)),
                unit: try made("unit", UnitCode(unit)), source: try made("source", ShortText("Wetterdienst")), at: time)
            return try .valid(
                "reading-\(index)", "Quantity, value, unit, source, time.", reading, type: "reading", .shown(reading))
        }
            + wrong.map { name, note, bytes, code, offset in
                try .malformed(
                    "reading-" + name, note, bytes, as: EnvironmentalReading.self, type: "reading", code, at: offset)
            }
    }
}
