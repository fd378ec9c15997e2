import Glibc

/// Curves on axes that are both logarithmic, a panel for each of what grows, with slopes n and n² to compare with.
struct Chart {
    private let curves: [Growth.Curve]
    private static let width = 330.0
    private static let height = 230.0
    private static let colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"]

    init(_ curves: [Growth.Curve]) { self.curves = curves }

    var svg: String {
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 790 760" font-family="sans-serif" font-size="10">
            <rect width="790" height="760" fill="white"/>

            """
        for (index, axis) in Growth.Axis.allCases.enumerated() {
            text += "<g transform=\"translate(\(50 + index % 2 * 400) \(20 + index / 2 * 400))\">\n"
            text += panel(axis)
            text += "</g>\n"
        }
        return text + "</svg>\n"
    }

    private func panel(_ axis: Growth.Axis) -> String {
        let curves = curves.filter { $0.axis == axis }
        let points = curves.flatMap(\.points)
        guard let left = points.map(\.size).min(), let right = points.map(\.size).max(),
            let low = points.map(\.time).min(), let high = points.map(\.time).max()
        else { return "" }
        let (x0, x1) = (log10(left), log10(right))
        let (y0, y1) = (floor(log10(low)), ceil(log10(high)))
        func place(_ size: Double, _ time: Double) -> (x: Int, y: Int) {
            (
                Int((log10(size) - x0) / (x1 - x0) * Self.width),
                Int(Self.height - (log10(time) - y0) / (y1 - y0) * Self.height)
            )
        }
        var text = "<rect width=\"\(Int(Self.width))\" height=\"\(Int(Self.height))\" fill=\"none\" stroke=\"#888\"/>\n"
        for power in Int(y0)...Int(y1) {
            let y = place(left, pow(10, Double(power))).y
            text += "<path d=\"M0 \(y)h\(Int(Self.width))\" stroke=\"#ddd\"/>"
            text += "<text x=\"-4\" y=\"\(y + 3)\" text-anchor=\"end\">\(Table.short(pow(10, Double(power))))</text>\n"
        }
        for power in Int(ceil(x0))...Int(floor(x1)) {
            let x = place(pow(10, Double(power)), low).x
            text += "<path d=\"M\(x) 0v\(Int(Self.height))\" stroke=\"#ddd\"/>"
            text += "<text x=\"\(x)\" y=\"\(Int(Self.height) + 12)\" text-anchor=\"middle\">10^\(power)</text>\n"
        }
        // From the lower left corner.
        for (slope, name) in [(1.0, "n"), (2.0, "n²")] {
            let reach = min(x1 - x0, (y1 - y0) / slope)
            let end = place(pow(10, x0 + reach), pow(10, y0 + reach * slope))
            text += "<path d=\"M0 \(Int(Self.height))L\(end.x) \(end.y)\" stroke=\"#888\" stroke-dasharray=\"4 3\"/>"
            text += "<text x=\"\(end.x - 12)\" y=\"\(end.y + 12)\" fill=\"#888\">\(name)</text>\n"
        }
        for (index, curve) in curves.enumerated() {
            let colour = Self.colours[index % Self.colours.count]
            let all = curve.points.map { place($0.size, $0.time) }
            text += "<polyline points=\"\(all.map { "\($0.x),\($0.y)" }.joined(separator: " "))\" "
            text += "fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.5\"/>"
            for point in all { text += "<circle cx=\"\(point.x)\" cy=\"\(point.y)\" r=\"2\" fill=\"\(colour)\"/>" }
            let y = Int(Self.height) + 44 + index * 14
            text += "\n<rect y=\"\(y - 8)\" width=\"9\" height=\"9\" fill=\"\(colour)\"/>"
            let exponent = (curve.exponent * 100).rounded() / 100
            text += "<text x=\"14\" y=\"\(y)\">\(curve.name): n^\(exponent)</text>\n"
        }
        let caption = "n = \(axis.rawValue); CPU ms"
        return text
            + "<text x=\"\(Int(Self.width) / 2)\" y=\"\(Int(Self.height) + 27)\" text-anchor=\"middle\">\(caption)</text>\n"
    }
}
