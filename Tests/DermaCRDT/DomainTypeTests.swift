import DermaCRDT
import DermaTestSupport
import DermaWire
import Testing

@Suite("Days, scores and triggers")
struct DomainTypeTests {
    @Test("Every day from 1900 to 2199 has one number, in order, and no other number is a day")
    func days() {
        var count = 0
        var previous: CivilDay?
        var mistaken: [UInt64] = []
        for number in 0...111_700 as ClosedRange<UInt64> {
            var writer = ByteWriter()
            writer.varint(number)
            guard let day = try? CivilDay(decoding: writer.bytes) else { continue }
            count += 1
            if day.encoded != writer.bytes || (previous.map { $0 >= day } ?? false) { mistaken.append(number) }
            previous = day
        }
        // 300 years of 365 days, and 73 leap days: 1900 and 2100 have none.
        #expect(count == 300 * 365 + 73)
        #expect(mistaken.isEmpty)
        #expect(previous == CivilDay(year: 2199, month: 12, day: 31))
    }

    @Test("Days that the calendar does not have")
    func noDays() {
        for (year, month, day) in [
            (1900, 2, 29), (2100, 2, 29), (2023, 2, 29), (2024, 2, 30), (2024, 4, 31), (2024, 1, 32), (2024, 13, 1),
            (2024, 0, 1), (2024, 1, 0), (1899, 12, 31), (2200, 1, 1), (2024, -1, 1), (2024, 1, .max),
            (.max, .max, .max),
        ] { #expect(CivilDay(year: year, month: month, day: day) == nil, "\(year)-\(month)-\(day)") }
        #expect(CivilDay(year: 2000, month: 2, day: 29) != nil && CivilDay(year: 2024, month: 2, day: 29) != nil)
        for number in [UInt64(UInt32.max), UInt64(UInt32.max) + 1, .max] {
            var writer = ByteWriter()
            writer.varint(number)
            #expect(throws: WireError(.invalidValue, at: 0)) { try CivilDay(decoding: writer.bytes) }
        }
    }

    @Test("ISO 8601, and nothing like it")
    func iso() {
        #expect(CivilDay(iso: "2024-02-29")?.description == "2024-02-29")
        #expect(CivilDay(iso: "1900-01-01") == CivilDay(year: 1900, month: 1, day: 1))
        for text in [
            "", "2024-2-29", "24-02-29", "2024-02-30", "2024/02/29", "2024-02-29 ", " 2024-02-29", "2024-02-29T",
            "-024-02-29", "+024-02-29", "2024-+2-29", "２０２４-02-29", "2024-02-2\u{301}", "2024-02", "2024-02-29-01",
            "20240229",
        ] { #expect(CivilDay(iso: text) == nil, "\(text)") }
    }

    @Test("Each instrument's items and their ranges, to the edge and one beyond")
    func scores() throws {
        let expected: [Instrument: (count: Int, max: UInt8)] = [
            .severity: (1, 10), .itch: (1, 10), .poem: (7, 4), .uas: (2, 3), .dlqi: (10, 3), .iga: (1, 4),
        ]
        for instrument in Instrument.allCases {
            let (count, max) = try #require(expected[instrument])
            let full = [UInt8?](repeating: max, count: count)
            let score = try #require(Score(instrument, items: full))
            #expect(score.total == count * Int(max))
            #expect(try Score(decoding: score.encoded) == score)
            #expect(score.encoded == [instrument.rawValue] + [UInt8](repeating: max + 1, count: count))
            #expect(Score(instrument, items: full.dropLast() + [max + 1]) == nil)
            #expect(Score(instrument, items: full.dropLast() + [255]) == nil)
            #expect(Score(instrument, items: full + [0]) == nil)
            #expect(Score(instrument, items: Array(full.dropLast())) == nil)
            #expect(Score(instrument, items: [UInt8?](repeating: nil, count: count)) == nil)

            let tooHigh = [instrument.rawValue] + [UInt8](repeating: max + 2, count: count)
            #expect(throws: WireError(.invalidValue, at: 0)) { try Score(decoding: tooHigh) }
            let unanswered = [instrument.rawValue] + [UInt8](repeating: 0, count: count)
            #expect(throws: WireError(.invalidValue, at: 0)) { try Score(decoding: unanswered) }
            #expect(throws: WireError(.truncated, at: 1)) { try Score(decoding: Array(score.encoded.dropLast())) }
        }
        #expect(throws: WireError(.invalidValue, at: 0)) { try Score(decoding: [0, 1]) }
        #expect(throws: WireError(.invalidValue, at: 0)) { try Score(decoding: [7, 1]) }
    }

    @Test("Missing is not zero")
    func missing() throws {
        let partial = try #require(Score(.uas, items: [3, nil]))
        #expect(partial.total == nil)
        #expect(partial.encoded == [4, 4, 0])
        #expect(try Score(decoding: [4, 4, 0]) == partial)
        let zero = try #require(Score(.uas, items: [3, 0]))
        #expect(zero.total == 3 && zero != partial)
        #expect(try Score(decoding: [4, 4, 1]) == zero)
    }

    /// The numbers are in stored bytes for ever: a new trigger goes to the end.
    @Test("The registry of triggers")
    func triggers() throws {
        #expect(
            Trigger.allCases.map(\.name) == [
                "irritant", "skin-infection", "contact-allergen", "food-allergen", "inhalant-allergen", "heat", "cold",
                "humidity", "ultraviolet", "pollen", "sweat", "fabric", "stress", "sleep", "illness", "medicine",
                "missed-treatment", "hormonal",
            ])
        #expect(Trigger.allCases.map(\.rawValue) == Array(1...18))
        for trigger in Trigger.allCases { #expect(try Trigger(decoding: trigger.encoded) == trigger) }
        for byte in [0, 19, 255] as [UInt8] {
            #expect(throws: WireError(.invalidValue, at: 0)) { try Trigger(decoding: [byte]) }
        }
        #expect(Instrument.allCases.map(\.rawValue) == Array(1...6))
        #expect(Instrument.allCases.map(\.name) == ["severity", "itch", "poem", "uas", "dlqi", "iga"])
    }
}
