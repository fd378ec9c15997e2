/// Where a time lies on the picture. Something happens at few of all milliseconds: between two such times the distance
/// grows with the logarithm of the time, and a long idle time is folded to a mark of fixed width.
struct TimeAxis {
    /// Idle time that is folded, in milliseconds.
    static let idleMin: Int64 = 60_000
    static let foldWidth = 39.0

    /// An idle time between two places.
    struct Fold {
        let from: Double
        let to: Double
        let milliseconds: Int64
    }

    private let times: [Int64]
    private let places: [Double]
    /// Idle times, from left to right.
    let folds: [Fold]
    /// Where the axis begins and ends.
    let left: Double
    let right: Double

    /// An axis through these times, from `left` on, at least `widthMin` long if that takes no more than half as much
    /// again.
    init(_ times: [Int64], left: Double, widthMin: Double) {
        let sorted = times.sorted()
        let distinct = sorted.indices.filter { $0 == 0 || sorted[$0] != sorted[$0 - 1] }.map { sorted[$0] }
        let gaps = zip(distinct.dropFirst(), distinct).map { $0 - $1 }
        let natural = gaps.map(Self.width).reduce(0, +)
        let stretch = min(max(1, widthMin / max(natural, 1)), 1.5)
        var places = [left]
        var folds: [Fold] = []
        for gap in gaps {
            let from = places[places.count - 1]
            let to = from + Self.width(gap) * stretch
            places.append(to)
            if gap >= Self.idleMin { folds.append(Fold(from: from, to: to, milliseconds: gap)) }
        }
        self.times = distinct.isEmpty ? [0] : distinct
        self.places = places
        self.folds = folds
        self.left = left
        right = places[places.count - 1]
    }

    private static func width(_ gap: Int64) -> Double {
        gap >= idleMin ? foldWidth : 2 + 0.95 * Double(Int64.bitWidth - gap.leadingZeroBitCount)
    }

    /// Where a time lies; between two times at which something happens, in proportion.
    /// - Complexity: O(log n).
    func x(_ time: Int64) -> Double {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= time { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return left }
        guard low < times.count else { return right }
        let share = Double(time - times[low - 1]) / Double(times[low] - times[low - 1])
        return places[low - 1] + share * (places[low] - places[low - 1])
    }

    /// The times at which something happens again after an idle time, and the first one.
    var resumptions: [Int64] {
        zip(times.indices, times).filter { $0.0 == 0 || $0.1 - times[$0.0 - 1] >= Self.idleMin }.map(\.1)
    }
}
