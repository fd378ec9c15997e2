extension Drawing {
    private struct Label {
        let x: Double
        let text: String
        let name: String
        var hasFlag = false
    }

    mutating func drawMarks() {
        var labels: [Lane: [Label]] = [:]
        for mark in excerpt.marks {
            drawSymbol(mark)
            if let label = label(for: mark) { labels[mark.lane, default: []].append(label) }
        }
        for (session, _) in excerpt.sessions where !session.isQuiet && !session.repeatsFailure {
            let signs = history.signs(for: session)
            guard !signs.isEmpty else { continue }
            labels[.device(session.device), default: []].append(
                Label(x: axis.x(session.ended) - 4, text: signs, name: session.isFinished ? "faint" : "bad"))
        }
        for lane in layout.lanes { place(labels[lane] ?? [], on: lane) }
    }

    /// Labels above a lane in rows, with poles for flags.
    private mutating func place(_ labels: [Label], on lane: Lane) {
        var rows = LabelRows(rows: LaneLayout.labelRows, within: axis.left...(width - 6))
        let line = layout.y(lane)
        for label in labels.enumerated().sorted(by: { ($0.element.x, $0.offset) < ($1.element.x, $1.offset) }).map(
            \.element)
        {
            let shift = label.hasFlag ? 10.0 : 0
            guard let place = rows.place(label.text + (label.hasFlag ? "  " : ""), at: label.x) else { continue }
            let y = line - LaneLayout.labelRise - LaneLayout.rowHeight * Double(place.row)
            if label.hasFlag {
                let x = SVGWriter.number(place.x)
                writer.path("M\(x) \(SVGWriter.number(line))V\(SVGWriter.number(y - 7))", "pole")
                writer.symbol("flag", place.x, y - 7)
            }
            writer.text(place.x + shift, y, label.text, "tag \(label.name)")
        }
        labelsLeftOut += rows.leftOut
    }

    private func label(for mark: Mark) -> Label? {
        let x = axis.x(mark.time)
        return switch mark.kind {
        case .wrote(let statement, let item):
            Label(x: x - 4, text: history.words(for: statement, item), name: isSharing(statement) ? "kt" : "wt")
        case .failed(let item, _): Label(x: x - 4, text: "✗ \(item.verb.rawValue)", name: "bad")
        case .fault(let verb, let count):
            Label(x: x, text: phrase(verb, mark.lane) + (count > 1 ? " ×\(count)" : ""), name: "ft", hasFlag: true)
        case .linked(let lane): Label(x: x - 4, text: "links \(history.cast.name(of: lane))", name: "faint")
        case .cloned(let lane): Label(x: x, text: "cloned: \(history.cast.name(of: lane))", name: "ft", hasFlag: true)
        case .restored(let time):
            Label(x: x, text: "back to \(Scenario.text(of: time).prefix { $0 != "." })", name: "ft", hasFlag: true)
        case .backup: Label(x: x - 4, text: "backup", name: "faint")
        case .restarted(let error?): Label(x: x, text: error.phrase, name: "bad")
        case .epoch(let folder, let number): Label(x: x - 3, text: "\(folder): epoch \(number)", name: "kt")
        case .restarted(nil), .calmed, .settled: nil
        }
    }

    private func phrase(_ verb: Verb, _ lane: Lane) -> String {
        verb == .relayCrash && lane != .relay ? "relay down" : verb.phrase
    }

    func isSharing(_ statement: Int) -> Bool {
        switch history.ledger.statements[statement].said {
        case .grant, .withdrawal: true
        default: false
        }
    }

    private mutating func drawSymbol(_ mark: Mark) {
        let (x, y) = (axis.x(mark.time), layout.y(mark.lane))
        let title =
            "\(history.cast.name(of: mark.lane)), \(Scenario.text(of: mark.time)): \(history.sentence(for: mark))"
        switch mark.kind {
        case .wrote(let statement, _): writer.symbol(isSharing(statement) ? "shared" : "wrote", x, y, title: title)
        case .failed: writer.symbol("failed", x, y, title: title)
        case .linked(let lane), .cloned(let lane):
            let to = SVGWriter.number(layout.y(lane))
            writer.path("M\(SVGWriter.number(x)) \(SVGWriter.number(y))V\(to)", "copy", title: title)
        case .restored(let time):
            let distance = axis.x(max(time, excerpt.start)) - x
            guard distance > -400 else { return }
            let back = SVGWriter.number(distance)
            writer.path("M\(SVGWriter.number(x)) \(SVGWriter.number(y))q\(back) 26 \(back) 0", "copy", title: title)
        case .backup: writer.symbol("backup", x, y, title: title)
        case .restarted: writer.symbol("restart", x, y, title: title)
        case .epoch: writer.symbol("epoch", x, y, title: title)
        case .fault, .calmed, .settled: break
        }
    }
}
