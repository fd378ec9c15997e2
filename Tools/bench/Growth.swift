import Glibc

/// How CPU time grows with what is given.
struct Growth {
    /// What grows.
    enum Axis: String, CaseIterable {
        case length = "scalars of text"
        case events = "events"
        case branches = "concurrent branches"
        case agents = "agents"
    }

    struct Series: Sendable {
        let axis: Axis
        let name: String
        /// Ascending, over two decades.
        let sizes: [Int]
        /// Makes what is needed for a size, and returns what is measured.
        let prepare: @Sendable (Int) throws -> () throws -> Void
    }

    struct Curve {
        let axis: Axis
        let name: String
        /// Size and CPU ms.
        let points: [(size: Double, time: Double)]

        /// The slope of the logarithms over the upper decade (least squares): time grows as size to this power.
        var exponent: Double {
            let largest = points.last?.size ?? 1
            let upper = points.filter { $0.size * 10.1 >= largest }.map { (x: log($0.size), y: log($0.time)) }
            let x = upper.reduce(0) { $0 + $1.x } / Double(upper.count)
            let y = upper.reduce(0) { $0 + $1.y } / Double(upper.count)
            return upper.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / upper.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
        }
    }

    /// Measures the series whose names hold one of `words`, or all, prints their exponents and writes the picture.
    static func draw(to path: String, _ words: [String]) throws {
        var curves: [Curve] = []
        for series in all where words.isEmpty || words.contains(where: { series.name.contains($0) }) {
            var points: [(size: Double, time: Double)] = []
            for size in series.sizes {
                let body = try series.prepare(size)
                let first = try median(of: 1, body)
                // What is short is measured again.
                let time = first > 1500 ? first : try median(of: first > 200 ? 3 : 7, body)
                points.append((Double(size), max(time, 0.0005)))
                say("\(series.name), \(size) \(series.axis.rawValue): \(Table.short(time)) ms")
            }
            curves.append(Curve(axis: series.axis, name: series.name, points: points))
            let times = points.map { "\(Int($0.size)): \(Table.short($0.time))" }.joined(separator: ", ")
            print(
                "\(series.axis.rawValue)\t\(series.name)\tn^\(Table.short(curves[curves.count - 1].exponent))\t\(times) ms"
            )
        }
        write(Chart(curves).svg, to: path)
    }
}
