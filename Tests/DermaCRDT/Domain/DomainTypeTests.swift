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

    @Test("Days are counted from the calendar's first, without a gap")
    func counted() throws {
        var day = try #require(CivilDay(iso: "1900-01-01"))
        for number in 0..<109_573 {
            if day.daysSince1900 != number || CivilDay(daysSince1900: number) != day {
                Issue.record("\(day) is not day \(number)")
                break
            }
            guard let next = day.advanced(by: 1) else { break }
            day = next
        }
        #expect(day.description == "2199-12-31" && day.daysSince1900 == 109_572)
        #expect(today.advanced(by: 1)?.description == "2026-03-01")
        #expect(today.advanced(by: -59)?.description == "2025-12-31")
        #expect(today.advanced(by: 0) == today)
        #expect(CivilDay(daysSince1900: -1) == nil && CivilDay(daysSince1900: 109_573) == nil)
        #expect(today.advanced(by: .max) == nil && today.advanced(by: .min) == nil)
    }

    @Test("Missing is not zero")
    func missing() throws {
        let partial = try #require(Score(.uas, items: [3, nil]))
        #expect(partial.total == nil)
        #expect(partial.encoded == [4, 4, 0])
        #expect(try Score(decoding: [4, 4, 0]) == partial)
        let zero = try #require(Score(.uas, items: [3, 0]))
        #expect(zero.total?.description == "3" && zero != partial)
        #expect(try Score(decoding: [4, 4, 1]) == zero)
    }

    /// The numbers are in stored bytes for ever: a new trigger goes to the end.
    @Test("The registries of triggers and instruments")
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
        #expect(Instrument.registered.map(\.number) == Array(1...10))
        #expect(
            Instrument.registered.map(\.name) == [
                "severity", "itch", "poem", "uas", "dlqi", "iga", "pain", "scorad", "easi", "pasi",
            ])
    }
}
