import DermaCRDT
import DermaTestSupport
import DermaWire
import Testing

@Suite("Scores and their totals")
struct ScoreTests {
    /// Each instrument's items: the highest answer of each.
    private static let maxima: [Instrument: [UInt8]] = [
        .severity: [10], .itch: [10], .pain: [10], .iga: [4], .poem: [4, 4, 4, 4, 4, 4, 4], .uas: [3, 3],
        .dlqi: [3, 3, 3, 3, 3, 3, 3, 3, 3, 3], .scorad: [100, 18, 20],
        .easi: [1] + [6, 6, 6, 6, 6] + [6, 6, 6, 6, 6] + [6, 6, 6, 6, 6] + [6, 6, 6, 6, 6],
        .pasi: [4, 4, 4, 6, 4, 4, 4, 6, 4, 4, 4, 6, 4, 4, 4, 6],
    ]

    private static func total(_ instrument: Instrument, _ items: [UInt8?]) -> String? {
        Score(instrument, items: items)?.total?.description
    }

    @Test("Each instrument's items and their ranges, to the edge and one beyond", arguments: Instrument.registered)
    func ranges(instrument: Instrument) throws {
        let full = try #require(Self.maxima[instrument])
        #expect(instrument.scales.map(\.max) == full && instrument.itemCount == full.count)
        let score = try #require(Score(instrument, items: full))
        #expect(try Score(decoding: score.encoded) == score)
        #expect(score.encoded == [instrument.number] + full.map { $0 + 1 })
        for place in full.indices {
            var items = full.map(Optional.some)
            items[place] = full[place] + 1
            #expect(Score(instrument, items: items) == nil, "item \(place)")
            let tooHigh = [instrument.number] + items.map { ($0 ?? 0) + 1 }
            #expect(throws: WireError(.invalidValue, at: 0)) { try Score(decoding: tooHigh) }
            items[place] = 255
            #expect(Score(instrument, items: items) == nil, "item \(place)")
            items[place] = nil
            guard full.count > 1 else { continue }
            let partial = try #require(Score(instrument, items: items))
            #expect(partial.total == nil, "missing is not zero")
            #expect(try Score(decoding: partial.encoded) == partial)
        }
        #expect(Score(instrument, items: full + [0]) == nil)
        #expect(Score(instrument, items: full.dropLast()) == nil)
        let nothing = [UInt8?](repeating: nil, count: full.count)
        #expect(Score(instrument, items: nothing) == nil)
        #expect(throws: WireError(.invalidValue, at: 0)) {
            try Score(decoding: [instrument.number] + nothing.map { _ in 0 })
        }
        #expect(throws: WireError(.truncated, at: 1)) { try Score(decoding: score.encoded.dropLast()) }
        #expect(throws: WireError(.trailingBytes, at: score.encoded.count)) {
            try Score(decoding: score.encoded + [0])
        }
    }

    @Test("The highest and the lowest totals")
    func extremes() throws {
        let highest: [Instrument: String] = [
            .severity: "10", .itch: "10", .pain: "10", .iga: "4", .poem: "28", .uas: "6", .dlqi: "30", .scorad: "103",
            .easi: "72", .pasi: "72",
        ]
        for instrument in Instrument.registered {
            let full = try #require(Self.maxima[instrument])
            #expect(Self.total(instrument, full) == highest[instrument])
            #expect(Self.total(instrument, full.map { _ in 0 }) == "0")
        }
        // The weights of both age groups come to the whole body.
        #expect(Self.total(.easi, [0] + [UInt8](repeating: 6, count: 20)) == "72")
    }

    @Test("Area steps cover 0 to 100 per cent, once")
    func areas() {
        let edges = [(0, 0), (1, 1), (9, 1), (10, 2), (29, 2), (30, 3), (49, 3), (50, 4), (69, 4), (70, 5), (89, 5)]
        for (percent, step) in edges + [(90, 6), (100, 6)] {
            #expect(AreaStep.step(percent: percent) == UInt8(step), "\(percent) %")
        }
        #expect(AreaStep.step(percent: -1) == nil && AreaStep.step(percent: 101) == nil)
        #expect(AreaStep.percents.flatMap { Array($0) } == Array(0...100))
        #expect(AreaStep.percents.count == Int(AreaStep.max) + 1)
    }

    @Test("A generic instrument sums what it says of itself")
    func generic() throws {
        let name = try #require(ShortText("Hand"))
        let hand = try #require(GenericInstrument(name: name, maxima: [5, 254]))
        let score = try #require(Score(.generic(hand), items: [2, 254]))
        #expect(Hex.encode(score.encoded) == "0b" + "0448616e64" + "0205fe" + "03ff")
        #expect(try Score(decoding: score.encoded) == score)
        #expect(score.total?.description == "256")
        #expect(Self.total(.generic(hand), [nil, 0]) == nil)
        #expect(Score(.generic(hand), items: [6, 0]) == nil && Score(.generic(hand), items: [1]) == nil)
        #expect(GenericInstrument(name: name, maxima: []) == nil)
        #expect(GenericInstrument(name: name, maxima: [0]) == nil)
        #expect(GenericInstrument(name: name, maxima: [255]) == nil)
        #expect(GenericInstrument(name: name, maxima: [UInt8](repeating: 1, count: 65)) == nil)
        func fault(_ hex: String) -> WireError? {
            do throws(WireError) { _ = try Score(decoding: Hex.decode(hex) ?? []) } catch { return error }
            return nil
        }
        #expect(fault("0b" + "0161" + "0101" + "02") == nil)
        #expect(fault("0b" + "00" + "0101" + "02") == WireError(.invalidValue, at: 1))
        #expect(fault("0b" + "0161" + "00") == WireError(.invalidValue, at: 3))
        #expect(fault("0b" + "0161" + "41") == WireError(.limitExceeded, at: 3))
        #expect(fault("0b" + "0161" + "020100") == WireError(.invalidValue, at: 5))
        #expect(fault("0b" + "0161" + "01ff") == WireError(.invalidValue, at: 4))
        #expect(fault("0b" + "0161" + "0101" + "03") == WireError(.invalidValue, at: 0))
        #expect(fault("0b" + "0161" + "0101" + "00") == WireError(.invalidValue, at: 0))
        #expect(fault("0b" + "0161" + "0101") == WireError(.truncated, at: 5))
        #expect(fault("0c" + "0161" + "0101" + "02") == WireError(.invalidValue, at: 0))
    }

    @Test("POEM's bands, and no others")
    func bands() throws {
        let bands = try #require(Instrument.poem.bands)
        #expect(bands.version == 1)
        let numbers = try (0...28).map { sum in
            let items = (0..<7).map { UInt8(min(4, max(0, sum - 4 * $0))) }
            let total = try #require(Score(.poem, items: items)?.total)
            return try #require(bands.index(of: total))
        }
        let counts = [3, 5, 9, 8, 4]
        #expect(numbers == counts.enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) })
        #expect(Instrument.registered.filter { $0.bands != nil } == [.poem])
    }

    @Test("Who rates, and what they look back on")
    func raters() {
        #expect(Instrument.poem.raters == [.patient, .carer] && Instrument.poem.recallDays == 7)
        #expect(Instrument.easi.raters == [.clinician] && Instrument.easi.recallDays == nil)
        #expect(Instrument.itch.raters == [.patient] && Instrument.itch.recallDays == 1)
        #expect(Rater.allCases.map(\.name) == ["self", "carer", "clinician"])
        #expect(Instrument.registered.allSatisfy { !$0.raters.isEmpty })
    }
}
