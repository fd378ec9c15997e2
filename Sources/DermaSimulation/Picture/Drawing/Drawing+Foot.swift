extension Drawing {
    /// Below the lanes: whether the devices held the same, the time, the legend, and what was left out. Returns the
    /// picture's height.
    mutating func drawFoot() -> Double {
        drawAgreement(layout.bottom + 8)
        drawTimes(layout.bottom + 34)
        let legend = drawLegend(layout.bottom + 64)
        return drawNotes(legend + 18) + 14
    }

    private mutating func drawAgreement(_ y: Double) {
        writer.text(
            14, y + 6, "same writes", "faint", title: "whether the devices of each patient hold the same writes")
        for (index, phase) in holdings.together.enumerated() {
            let next = index + 1 < holdings.together.count ? holdings.together[index + 1].time : history.end
            guard next >= excerpt.start else { continue }
            let from = axis.x(max(phase.time, excerpt.start))
            let to = index + 1 < holdings.together.count ? axis.x(next) : axis.right
            guard to - from >= 0.3 else { continue }
            writer.rect(from, y, to - from, 6, phase.isTogether ? "one" : "apart")
        }
    }

    private mutating func drawTimes(_ y: Double) {
        writer.path(
            "M\(SVGWriter.number(axis.left)) \(SVGWriter.number(y - 13))H\(SVGWriter.number(axis.right))", "grid")
        var rows = LabelRows(rows: 1, within: axis.left...(width - 4))
        let ticks = axis.resumptions.map { "M\(SVGWriter.number(axis.x($0))) \(SVGWriter.number(y - 13))v4" }
        writer.path(ticks.joined(), "grid")
        for time in axis.resumptions {
            let x = axis.x(time)
            let text = String(Scenario.text(of: time).prefix { $0 != "." })
            guard rows.place(text, at: x - 2) != nil else { continue }
            writer.text(x - 2, y, text, "faint")
        }
    }

    /// What the signs mean. Returns where it ends.
    private mutating func drawLegend(_ top: Double) -> Double {
        var (x, y) = (14.0, top)
        let limit = min(width, 1400) - 20
        func next(_ text: String) -> (x: Double, y: Double) {
            let needed = 30 + LabelRows.width(of: text)
            if x + needed > limit {
                x = 14
                y += 18
            }
            defer { x += needed + 12 }
            return (x, y)
        }
        for kind in FrameKind.allCases {
            let place = next(kind.label)
            writer.path(Self.sample(place), "m m\(kind.rawValue)")
            writer.text(place.x + 27, place.y + 4, kind.label, "")
        }
        let lost = next("lost")
        writer.path(
            "M\(SVGWriter.number(lost.x)) \(SVGWriter.number(lost.y))h14m-4-4l8 8m0-8l-8 8", "m x m0")
        writer.text(lost.x + 27, lost.y + 4, "lost", "")
        for (symbol, text) in [
            ("wrote", "saved write"), ("shared", "grant, withdrawal"), ("failed", "failed wish"), ("flag", "fault"),
            ("ok", "sync"), ("no", "failed sync"), ("quiet", "sync, nothing new"), ("epoch", "new key"),
            ("restart", "starts again"),
        ] {
            let place = next(text)
            writer.symbol(symbol, place.x + 12, place.y - (symbol == "flag" ? 3 : 0))
            writer.text(place.x + 27, place.y + 4, text, "")
        }
        let boxes =
            Band.Kind.allCases.map { ("k\($0.rawValue)", $0.label) } + [
                ("r", "share of the saved writes it holds"), ("one", "devices hold the same"),
                ("apart", "devices differ"),
            ]
        for (name, text) in boxes {
            let place = next(text)
            writer.rect(place.x, place.y - 4, 22, 8, name)
            writer.text(place.x + 27, place.y + 4, text, "")
        }
        return y
    }

    private static func sample(_ place: (x: Double, y: Double)) -> String {
        "M\(SVGWriter.number(place.x)) \(SVGWriter.number(place.y))h22m-5-3l5 3l-5 3"
    }

    /// What the picture does not show. Returns where it ends.
    private mutating func drawNotes(_ top: Double) -> Double {
        var notes: [String] = []
        if excerpt.start > 0 { notes.append("the first \(excerpt.start.asDuration) are left out") }
        if excerpt.quiet > 0 {
            notes.append("\(counted(excerpt.quiet, "sync")), with nothing new or failing again, drawn as one line")
        }
        if excerpt.condensed > 0 {
            notes.append("\(counted(excerpt.condensed, "more sync")) drawn as one line for want of room")
        }
        if labelsLeftOut > 0 { notes.append("\(counted(labelsLeftOut, "label")) left out: point at the signs") }
        if history.idleWishes > 0 {
            notes.append("\(counted(history.idleWishes, "wish", "wishes")) that came to nothing not drawn")
        }
        if history.violation != nil { notes.append("faded: what did not lead to what broke") }
        guard !notes.isEmpty else { return top }
        var y = top
        for line in Self.wrapped("Not to scale. " + notes.joined(separator: "; ") + ".", to: 150, linesMax: 3) {
            writer.text(14, y + 6, line, "faint")
            y += 14
        }
        return y
    }
}
