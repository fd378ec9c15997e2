/// A picture of a run: a lane for every device and the relay, time from left to right, messages as slanted lines.
///
/// One SVG without scripts that refers to nothing outside itself; what a thing is stands in its tooltip. A long story's
/// beginning, and what its many syncs said to each other, are left out, and the picture says so.
public struct SpaceTimeDiagram: Sendable {
    /// The picture.
    public let svg: String

    /// Draws a run that was recorded.
    /// - Complexity: O((moments + statements · lanes) · statements) in time; the picture has at most about 150 kB.
    public init(_ run: Run) {
        var drawing = Drawing(run)
        svg = drawing.draw()
    }
}

/// What is drawn, and where.
struct Drawing {
    let history: RunHistory
    let holdings: Holdings
    let cone: CausalCone
    let excerpt: Excerpt
    let axis: TimeAxis
    let layout: LaneLayout
    let width: Double
    /// The heading's lines below the title.
    let verdict: [String]
    var writer = SVGWriter()
    /// Labels that found no room.
    var labelsLeftOut = 0

    static let widthMin = 980.0
    /// Right of the axis, for what the ribbons come to.
    static let margin = 56.0

    init(_ run: Run) {
        history = RunHistory(run)
        holdings = Holdings(run, history)
        cone = CausalCone(history)
        excerpt = Excerpt(history, cone)
        axis = TimeAxis(
            excerpt.times(of: history), left: LaneLayout.left, widthMin: Self.widthMin - LaneLayout.left - Self.margin)
        width = max(Self.widthMin, axis.right + Self.margin)
        verdict = Self.wrapped(Self.verdict(of: history), to: Int(min(width, 1600) / 8), linesMax: 3)
        layout = LaneLayout(history, top: 64 + 17 * Double(verdict.count) + Self.rulerHeight)
    }

    /// The rows of labels above all lanes.
    static let rulerHeight = 50.0
    var rulerTop: Double { layout.top - Self.rulerHeight }

    mutating func draw() -> String {
        drawBackground()
        drawLanes()
        drawSessions()
        drawMarks()
        drawRuler()
        drawHeading()
        let height = drawFoot()
        let (w, h) = (SVGWriter.number(width), SVGWriter.number(height))
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(w)" height="\(h)" viewBox="0 0 \(w) \(h)">
            \(SVGWriter.title(Self.verdict(of: history)))
            \(Palette.styleSheet)
            \(Palette.symbols)
            <rect class="bg" width="\(w)" height="\(h)"/>
            \(writer.markup)</svg>

            """
    }
}
