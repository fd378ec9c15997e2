/// Rows in which labels stand without touching each other.
struct LabelRows {
    /// Pixels that a character of the smallest text takes at most, on average.
    static let characterWidth = 5.6
    static let gap = 5.0

    private var ends: [Double]
    private let limits: ClosedRange<Double>
    /// Labels that found no room.
    private(set) var leftOut = 0

    init(rows: Int, within limits: ClosedRange<Double>) {
        ends = Array(repeating: limits.lowerBound, count: rows)
        self.limits = limits
    }

    static func width(of text: String) -> Double { Double(text.count) * characterWidth }

    /// Finds a place for a label that would begin at `x`; labels must come from left to right. Returns the row, from 0,
    /// and where it begins; nil if there is no room.
    mutating func place(_ text: String, at x: Double) -> (row: Int, x: Double)? {
        let width = Self.width(of: text)
        let begin = max(limits.lowerBound, min(x, limits.upperBound - width))
        guard width <= limits.upperBound - limits.lowerBound, let row = ends.firstIndex(where: { $0 <= begin }) else {
            leftOut += 1
            return nil
        }
        ends[row] = begin + width + Self.gap
        return (row, begin)
    }
}
