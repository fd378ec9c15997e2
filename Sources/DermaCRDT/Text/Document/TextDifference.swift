/// A small set of replacements that makes one text of another.
///
/// Common ends first, then Myers' linear-space search for a middle, as long as `work` lasts: O((n + m) · d) and never more
/// than about four million steps; what is left then is replaced as a whole. Always right, least only within the bound.
/// Source: Myers, "An O(ND) difference algorithm and its variations", 1986, section 4b.
struct TextDifference {
    typealias Scalars = [Unicode.Scalar]

    private(set) var hunks: [(old: Range<Int>, new: Range<Int>)] = []
    let a: Scalars
    let b: Scalars
    private var work = 4_000_000
    private static let depthMax = 2048

    init(from a: Scalars, to b: Scalars) {
        self.a = a
        self.b = b
        compare(0..<a.count, 0..<b.count)
    }

    private mutating func compare(_ old: Range<Int>, _ new: Range<Int>) {
        var (low, lowNew, high, highNew) = (old.lowerBound, new.lowerBound, old.upperBound, new.upperBound)
        while low < high, lowNew < highNew, a[low] == b[lowNew] { (low, lowNew) = (low + 1, lowNew + 1) }
        while low < high, lowNew < highNew, a[high - 1] == b[highNew - 1] { (high, highNew) = (high - 1, highNew - 1) }
        if low == high, lowNew == highNew { return }
        guard low < high, lowNew < highNew, let (x, y) = middle(low..<high, lowNew..<highNew) else {
            add(low..<high, lowNew..<highNew)
            return
        }
        compare(low..<low + x, lowNew..<lowNew + y)
        compare(low + x..<high, lowNew + y..<highNew)
    }

    private mutating func add(_ old: Range<Int>, _ new: Range<Int>) {
        if let last = hunks.last, last.old.upperBound == old.lowerBound, last.new.upperBound == new.lowerBound {
            hunks[hunks.count - 1] = (last.old.lowerBound..<old.upperBound, last.new.lowerBound..<new.upperBound)
        } else {
            hunks.append((old, new))
        }
    }

    /// A place on a shortest path, relative to where the ranges start; nil if finding one costs too much.
    private mutating func middle(_ old: Range<Int>, _ new: Range<Int>) -> (Int, Int)? {
        let n = old.count
        let m = new.count
        let difference = n - m
        let isOdd = difference & 1 != 0
        let depth = min((n + m + 1) / 2, Self.depthMax)
        let zero = depth + 1
        var forward = [Int](repeating: 0, count: 2 * depth + 3)
        var backward = forward
        for d in 0...depth {
            work -= 2 * d + 2
            if work < 0 { return nil }
            for k in stride(from: -d, through: d, by: 2) {
                let isDown = k == -d || (k != d && forward[zero + k - 1] < forward[zero + k + 1])
                var x = isDown ? forward[zero + k + 1] : forward[zero + k - 1] + 1
                while x < n, x - k < m, a[old.lowerBound + x] == b[new.lowerBound + x - k] {
                    x += 1
                    work -= 1
                }
                forward[zero + k] = x
                let other = difference - k
                if isOdd, abs(other) < d, x <= n, x - k <= m, x + backward[zero + other] >= n {
                    return inside(x, x - k, n, m)
                }
            }
            for k in stride(from: -d, through: d, by: 2) {
                let isDown = k == -d || (k != d && backward[zero + k - 1] < backward[zero + k + 1])
                var x = isDown ? backward[zero + k + 1] : backward[zero + k - 1] + 1
                while x < n, x - k < m, a[old.upperBound - 1 - x] == b[new.upperBound - 1 - x + k] {
                    x += 1
                    work -= 1
                }
                backward[zero + k] = x
                let other = difference - k
                if !isOdd, abs(other) <= d, x <= n, x - k <= m, x + forward[zero + other] >= n {
                    return inside(n - x, m - x + k, n, m)
                }
            }
        }
        return nil
    }

    private func inside(_ x: Int, _ y: Int, _ n: Int, _ m: Int) -> (Int, Int)? {
        x >= 0 && y >= 0 && x <= n && y <= m && x + y > 0 && x + y < n + m ? (x, y) : nil
    }
}
