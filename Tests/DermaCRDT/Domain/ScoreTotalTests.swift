import DermaCRDT
import DermaTestSupport
import Testing

@Suite("Totals of weighted scores")
struct ScoreTotalTests {
    private static func total(_ instrument: Instrument, _ items: [UInt8?]) -> String? {
        Score(instrument, items: items)?.total?.description
    }

    @Test("SCORAD is A/5 + 7B/2 + C, exactly")
    func scorad() {
        #expect(Self.total(.scorad, [1, 0, 0]) == "0.2")
        #expect(Self.total(.scorad, [0, 1, 0]) == "3.5")
        #expect(Self.total(.scorad, [0, 0, 1]) == "1")
        #expect(Self.total(.scorad, [32, 7, 9]) == "39.9")
        #expect(Self.total(.scorad, [32, 7, nil]) == nil)
    }

    /// One region's answers and zeros elsewhere.
    private static func region(_ place: Int, _ answers: [UInt8]) -> [UInt8] {
        (0..<4).flatMap { $0 == place ? answers : answers.map { _ in 0 } }
    }

    @Test("EASI: half points, areas, and weights by region and age")
    func easi() {
        // Signs of 0.5, 1, 1.5 and 2 are 5 points; area 3: 15, times the weight.
        let weights: [(UInt8, [String])] = [(0, ["1.5", "3", "4.5", "6"]), (1, ["3", "3", "4.5", "4.5"])]
        for (age, totals) in weights {
            for (place, total) in totals.enumerated() {
                #expect(Self.total(.easi, [age] + Self.region(place, [1, 2, 3, 4, 3])) == total)
            }
        }
        #expect(Self.total(.easi, [0] + Self.region(0, [1, 0, 0, 0, 1])) == "0.05")
        #expect(Self.total(.easi, [0] + Self.region(0, [5, 3, 5, 0, 5])) == "3.25")
        #expect(Self.total(.easi, [0] + Self.region(3, [6, 6, 6, 6, 0])) == "0")
        #expect(Self.total(.easi, [nil] + Self.region(3, [6, 6, 6, 6, 0])) == nil, "no age group, no total")
    }

    @Test("PASI: areas and weights by region")
    func pasi() {
        for (place, total) in ["1.8", "3.6", "5.4", "7.2"].enumerated() {
            #expect(Self.total(.pasi, Self.region(place, [1, 2, 3, 3])) == total)
        }
        #expect(Self.total(.pasi, Self.region(0, [1, 0, 0, 1])) == "0.1")
    }

    @Test("A total shows no more places than it has")
    func totals() {
        #expect(Self.total(.scorad, [62, 0, 0]) == "12.4")
        #expect(Self.total(.pasi, Self.region(0, [4, 4, 4, 1])) == "1.2")
        #expect(Self.total(.easi, [0] + Self.region(0, [1, 0, 0, 0, 3])) == "0.15")
        #expect(Self.total(.easi, [0] + Self.region(0, [1, 0, 0, 0, 4])) == "0.2")
    }
}
