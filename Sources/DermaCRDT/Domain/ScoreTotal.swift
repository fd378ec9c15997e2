/// What answers come to, exactly: in hundredths of a point.
public struct ScoreTotal: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Hundredths of a point; not negative.
    public let hundredths: Int

    init(hundredths: Int) { self.hundredths = hundredths }

    public static func < (a: Self, b: Self) -> Bool { a.hundredths < b.hundredths }

    /// Decimal with as many places as needed: `12`, `12.4`, `3.25`.
    public var description: String {
        let places = hundredths % 100
        if places == 0 { return "\(hundredths / 100)" }
        if places % 10 == 0 { return "\(hundredths / 100).\(places / 10)" }
        return "\(hundredths / 100).\(places < 10 ? "0" : "")\(places)"
    }
}

extension Score {
    /// What the answers come to; nil while one is missing. O(items).
    public var total: ScoreTotal? {
        var answers: [Int] = []
        for item in items {
            guard let item else { return nil }
            answers.append(Int(item))
        }
        return ScoreTotal(hundredths: instrument.hundredths(of: answers))
    }
}

extension Instrument {
    /// The total of answers that are all there, in hundredths.
    fileprivate func hundredths(of answers: [Int]) -> Int {
        switch self {
        // A/5 + 7B/2 + C.
        case .scorad: zip(answers, [20, 350, 100]).reduce(0) { $0 + $1.0 * $1.1 }
        // Half points and tenths: a twentieth for each sign, area and weight.
        case .easi:
            5
                * Self.weighted(answers.dropFirst(), itemsPerRegion: 5) {
                    $0.tenths(isYoungChild: answers.first == 1)
                }
        case .pasi: 10 * Self.weighted(answers[...], itemsPerRegion: 4) { $0.tenths(isYoungChild: false) }
        default: 100 * answers.reduce(0, +)
        }
    }

    /// The sum over the regions of (sum of signs) · area · weight.
    private static func weighted(
        _ answers: ArraySlice<Int>, itemsPerRegion: Int, _ weight: (IndexRegion) -> Int
    ) -> Int {
        var rest = answers
        return IndexRegion.allCases.reduce(0) { sum, region in
            let items = rest.prefix(itemsPerRegion)
            rest = rest.dropFirst(itemsPerRegion)
            return sum + items.dropLast().reduce(0, +) * (items.last ?? 0) * weight(region)
        }
    }
}
