extension Drawing {
    private static let height = LaneLayout.ribbonHeight

    /// Folded idle times.
    mutating func drawBackground() {
        let (top, height) = (SVGWriter.number(layout.top - 18), SVGWriter.number(layout.bottom - layout.top + 18))
        let folds = axis.folds.map { fold in
            let width = SVGWriter.number(fold.to - fold.from - 6)
            return "M\(SVGWriter.number(fold.from + 3)) \(top)h\(width)v\(height)h-\(width)Z"
        }
        writer.path(folds.joined(), "fold")
    }

    mutating func drawLanes() {
        for lane in layout.lanes {
            for band in history.bands where band.lane == lane && band.ended >= excerpt.start { draw(band) }
            drawLine(lane)
            drawRibbon(lane)
            drawName(lane)
        }
    }

    private mutating func draw(_ band: Band) {
        let (from, to) = (axis.x(max(band.began, excerpt.start)), axis.x(band.ended))
        let y = layout.y(band.lane)
        let title =
            "\(history.cast.name(of: band.lane)): \(band.reason) from \(Scenario.text(of: band.began))"
            + (band.kind == .lost ? "" : " for \((band.ended - band.began).asDuration)")
        let isThin = band.kind == .poorLink
        writer.rect(
            from, isThin ? y + 3 : y - 7, max(to - from, 2), isThin ? 4 : 14, "k\(band.kind.rawValue)", title: title)
    }

    private mutating func drawLine(_ lane: Lane) {
        let y = SVGWriter.number(layout.y(lane))
        let born = axis.x(max(history.births[lane] ?? 0, excerpt.start))
        let lost = history.bands.first { $0.kind == .lost && $0.lane == lane }.map { axis.x($0.began) }
        let (from, to) = (SVGWriter.number(born), SVGWriter.number(lost ?? axis.right))
        writer.path("M\(from) \(y)H\(to)", "line")
        if lost != nil { writer.path("M\(to) \(y)H\(SVGWriter.number(axis.right))", "gone") }
    }

    /// The share of the saved writes that a lane holds, as the height of a band below its line.
    private mutating func drawRibbon(_ lane: Lane) {
        guard let steps = holdings.steps[lane], let last = steps.last else { return }
        let base = layout.y(lane) + LaneLayout.ribbonDrop + Self.height
        let born = axis.x(max(history.births[lane] ?? 0, excerpt.start))
        writer.rect(born, base - Self.height, axis.right - born, Self.height, "rg")
        var path = ""
        var drawn = ""
        for (index, step) in steps.enumerated() {
            let x = axis.x(max(step.time, excerpt.start))
            if index + 1 < steps.count, axis.x(max(steps[index + 1].time, excerpt.start)) - x < 0.5 { continue }
            let y = SVGWriter.number(base - (step.of == 0 ? 0 : step.share * Self.height))
            guard y != drawn else { continue }
            path +=
                path.isEmpty ? "M\(SVGWriter.number(x)) \(SVGWriter.number(base))V\(y)" : "H\(SVGWriter.number(x))V\(y)"
            drawn = y
        }
        path += "H\(SVGWriter.number(axis.right))V\(SVGWriter.number(base))Z"
        let name = history.cast.name(of: lane)
        writer.path(path, "r", title: "\(name) holds \(last.held) of \(last.of) saved writes at the end")
        writer.text(axis.right + 6, base, "\(last.held)/\(last.of)", "faint")
    }

    /// The lane's name at its beginning, and again where a reader of a wide picture has lost it.
    private mutating func drawName(_ lane: Lane) {
        let y = layout.y(lane)
        let name = history.cast.name(of: lane)
        writer.text(14, y + 4, name, "name")
        if case .device(let device) = lane {
            writer.text(14, y + 17, history.cast.isClinic(device) ? "clinic" : "patient", "faint")
        }
        for x in stride(from: axis.left + 1400, to: axis.right - 200, by: 1400)
        where x > axis.x(history.births[lane] ?? 0) {
            writer.text(x, y + LaneLayout.ribbonDrop + Self.height + 11, name, "faint")
        }
    }
}
