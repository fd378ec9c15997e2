import DermaCRDT
import Testing

@Suite("The tables of the chapter on the domain are the code's")
struct DomainDriftTests {
    private typealias Pair = SpecTable.Pair
    private static let chapter = "16-domain.md"

    private static func yes(_ flag: Bool) -> String { flag ? "yes" : "no" }

    @Test("Body sites, sides and views")
    func sites() throws {
        let rows = BodySite.allCases.map { site in
            [
                "\(site.rawValue)", site.name, site.region.name.replacing("-", with: " "), Self.yes(site.isPaired),
                Self.yes(site.isIntimate), site.dicomCode.scheme.rawValue, site.dicomCode.value,
                site.dicomCode.meaning,
            ]
        }
        #expect(try SpecTable("Body sites", in: Self.chapter).rows == rows)
        let sides = try SpecTable("Sides", in: Self.chapter)
        #expect(try sides.pairs(0, 1) == Laterality.allCases.map { Pair($0.rawValue, $0.name) })
        let views = try SpecTable("Views", in: Self.chapter)
        #expect(try views.pairs(0, 1) == BodyPoint.View.allCases.map { Pair($0.rawValue, "\($0)") })
    }

    /// The numbers of `1, 2 × (3, 4)`: 1, 3, 4, 3, 4.
    private static func expanded(_ cell: String) -> [UInt8] {
        var rest = cell
        for list in cell.matches(of: /(\d+) × \(([^)]*)\)/) {
            let times = [String](repeating: String(list.output.2), count: Int(list.output.1) ?? 0)
            rest = rest.replacing(String(list.output.0), with: times.joined(separator: ", "))
        }
        return rest.split(separator: ", ").compactMap { UInt8($0) }
    }

    @Test("Instruments: items, raters and what they look back on")
    func instruments() throws {
        let table = try SpecTable("Scores", in: Self.chapter)
        let generic = try #require(
            ShortText("x").flatMap { GenericInstrument(name: $0, maxima: [1]) }.map { Instrument.generic($0) })
        let all = Instrument.registered + [generic]
        #expect(try table.pairs(0, 1) == all.map { Pair($0.number, $0.name) })
        for (row, instrument) in zip(table.rows, all) {
            if instrument != generic { #expect(Self.expanded(row[2]) == instrument.scales.map(\.max), "\(row[1])") }
            let back = instrument.recallDays.map { $0 == 1 ? "1 day" : "\($0) days" } ?? "–"
            #expect(Array(row[3...]) == [instrument.raters.map(\.name).joined(separator: ", "), back], "\(row[1])")
        }
    }

    @Test("Totals, weights, areas and bands")
    func totals() throws {
        for row in try SpecTable("Totals", in: Self.chapter).rows.dropLast() {
            let instrument = try #require(Instrument.registered.first { $0.name == row[0] })
            let highest = try #require(Score(instrument, items: instrument.scales.map(\.max))?.total)
            #expect(highest.description == row.last, "\(row[0])")
        }
        let weights = try SpecTable("Weights", in: Self.chapter).rows.map { Array($0.dropFirst()) }
        #expect(
            weights
                == IndexRegion.allCases.map { region in
                    [false, true].map { "0.\(region.tenths(isYoungChild: $0))" }
                })
        let steps = AreaStep.percents.enumerated().map { ["\($0)", "\($1.lowerBound)", "\($1.upperBound)"] }
        #expect(try SpecTable("Areas", in: Self.chapter).rows == steps)
        let bands = Instrument.registered.flatMap { instrument in
            (instrument.bands?.bands ?? []).enumerated().map { number, band in
                [
                    instrument.name, "\(instrument.bands?.version ?? 0)", "\(number)", "\(band.lowerBound)",
                    "\(band.upperBound)",
                ]
            }
        }
        #expect(try SpecTable("Bands", in: Self.chapter).rows == bands)
    }

    @Test("Raters and quantities")
    func others() throws {
        let raters = try SpecTable("Raters", in: Self.chapter)
        #expect(try raters.pairs(0, 1) == Rater.allCases.map { Pair($0.rawValue, $0.name) })
        let quantities = try SpecTable("Environmental readings", in: Self.chapter)
        #expect(try quantities.pairs(0, 1) == EnvironmentalQuantity.registered.map { Pair($0.number, $0.name) })
    }
}
