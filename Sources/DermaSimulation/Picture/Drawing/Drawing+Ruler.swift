extension Drawing {
    /// Above the lanes: how long the folded times are; where the faults stop, where all is settled, and what broke.
    mutating func drawRuler() {
        var rows = LabelRows(rows: 1, within: 0...width)
        for fold in axis.folds {
            let text = fold.milliseconds.asDuration
            let middle = (fold.from + fold.to) / 2
            guard rows.place(text, at: middle - LabelRows.width(of: text) / 2) != nil else { continue }
            writer.text(middle, layout.top - 6, text, "faint c")
        }
        var rules: [(x: Double, text: String, line: String, name: String)] = []
        if let time = history.calmedAt, time >= excerpt.start {
            rules.append((axis.x(time), "the faults stop", "rule", "faint"))
        }
        if let settled = history.settled {
            rules.append(
                (axis.x(settled.time), "converged: \(counted(settled.rounds, "round"))", "rule end", "ok"))
        }
        if let violation = history.violation {
            rules.append((axis.x(violation.time), "✗ \(violation.checker)", "broken", "bad"))
        }
        var labels = LabelRows(rows: 3, within: 14...(width - 8))
        for rule in rules {
            let x = SVGWriter.number(rule.x)
            let from = rulerTop + 12
            writer.path("M\(x) \(SVGWriter.number(from))V\(SVGWriter.number(layout.bottom))", rule.line)
            guard let place = labels.place(rule.text, at: rule.x + 4) else { continue }
            writer.text(place.x, rulerTop + 8 + 12 * Double(place.row), rule.text, "tag \(rule.name)")
        }
        for lane in history.concerned where history.violation != nil {
            let (x, y) = (axis.x(history.violation?.time ?? 0), layout.y(lane))
            writer.path(
                "M\(SVGWriter.number(x - 9)) \(SVGWriter.number(y))a9 9 0 1 0 18 0a9 9 0 1 0-18 0", "ring m x",
                title: history.violation?.description)
        }
    }

    static func verdict(of history: RunHistory) -> String {
        if let violation = history.violation { return "✗ \(violation)" }
        guard let settled = history.settled else { return "not played to its end" }
        return
            "✓ Everything held; everyone had everything after \(counted(settled.rounds, "round")) of syncs without faults."
    }

    /// Text in lines of at most so many characters, cut off after the last line.
    static func wrapped(_ text: String, to length: Int, linesMax: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            if !line.isEmpty, line.count + word.count >= length {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word.prefix(length)
        }
        lines.append(line)
        guard lines.count > linesMax else { return lines }
        return lines.prefix(linesMax - 1) + [lines[linesMax - 1].prefix(length - 1) + "…"]
    }

    mutating func drawHeading() {
        let scenario = history.scenario
        writer.text(14, 30, "Derma, a simulated run", "h1")
        let cast = scenario.cast
        let parts = [
            "salt \(scenario.salt)", counted(cast.patients.count, "patient"), counted(cast.clinics.count, "clinic"),
            counted(history.lanes.count - 1, "device"), counted(scenario.items.count, "line"),
            "\(history.end.asDuration) of simulated time",
        ]
        writer.text(14, 49, parts.joined(separator: " · "), "h2 faint")
        for (index, line) in verdict.enumerated() {
            writer.text(
                14, 69 + 17 * Double(index), line, history.violation == nil ? "verdict ok" : "verdict bad",
                title: Self.verdict(of: history))
        }
    }
}
