extension Drawing {
    /// The messages: those that led to what broke in full, the others faded.
    mutating func drawSessions() {
        var faded = SVGWriter()
        var bold = SVGWriter()
        for (session, isDetailed) in excerpt.sessions {
            if isDetailed {
                for turn in session.turns {
                    if isFaded(turn, of: session) {
                        draw(turn, of: session, to: &faded)
                    } else {
                        draw(turn, of: session, to: &bold)
                    }
                }
            } else if !session.turns.isEmpty {
                if history.violation == nil { drawBar(session, to: &bold) } else { drawBar(session, to: &faded) }
            }
        }
        writer.group("f") { $0.raw(faded.markup) }
        writer.group(history.violation == nil ? "all" : "cone") { $0.raw(bold.markup) }
        for (session, _) in excerpt.sessions { drawEnd(of: session) }
    }

    private func isFaded(_ turn: SyncSession.Turn, of session: SyncSession) -> Bool {
        guard history.violation != nil else { return false }
        return !cone.contains(turn, to: session.lanes(of: turn).to)
    }

    private func draw(_ turn: SyncSession.Turn, of session: SyncSession, to writer: inout SVGWriter) {
        let lanes = session.lanes(of: turn)
        let (x0, y0) = (axis.x(turn.sent), layout.y(lanes.from))
        let (x1, y1) = (axis.x(turn.arrival), layout.y(lanes.to))
        var frames: [(name: String, count: Int)] = []
        for frame in turn.frames {
            if frames.last?.name == frame { frames[frames.count - 1].count += 1 } else { frames.append((frame, 1)) }
        }
        let names = frames.prefix(8).map { $0.name.inWords + ($0.count > 1 ? " ×\($0.count)" : "") }
        let title =
            (frames.count > 8 ? names + ["…"] : names).joined(separator: ", ")
            + ": \(history.cast.name(of: lanes.from)) to \(history.cast.name(of: lanes.to)), \(turn.bytes) bytes"
            + (turn.isLost ? ", lost" : "")
        writer.path(
            Self.arrow(x0, y0, x1, y1, isLost: turn.isLost), "m m\(turn.kind.rawValue)" + (turn.isLost ? " x" : ""),
            title: title)
    }

    /// A line with a head where it arrives, or a cross where it is lost.
    private static func arrow(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double, isLost: Bool) -> String {
        let reach = isLost ? 0.6 : 1.0
        let (x, y) = (x0 + (x1 - x0) * reach, y0 + (y1 - y0) * reach)
        let line = "M\(SVGWriter.number(x0)) \(SVGWriter.number(y0))L\(SVGWriter.number(x)) \(SVGWriter.number(y))"
        if isLost { return line + "m-4-4l8 8m0-8l-8 8" }
        let length = max(((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0)).squareRoot(), 1)
        let (dx, dy) = ((x1 - x0) / length * 6, (y1 - y0) / length * 6)
        func offset(_ x: Double, _ y: Double) -> String { "\(SVGWriter.number(x)) \(SVGWriter.number(y))" }
        let (left, right) = (offset(-dx - dy * 0.45, -dy + dx * 0.45), offset(-dx + dy * 0.45, -dy - dx * 0.45))
        return line + "l\(left)M\(offset(x, y))l\(right)"
    }

    /// A sync of which the messages are not drawn.
    private func drawBar(_ session: SyncSession, to writer: inout SVGWriter) {
        let device = layout.y(.device(session.device))
        let (x0, x1) = (axis.x(session.began), axis.x(session.ended))
        writer.path(
            "M\(SVGWriter.number(x0)) \(SVGWriter.number(device))"
                + "L\(SVGWriter.number((x0 + x1) / 2)) \(SVGWriter.number(layout.y(.relay)))"
                + "L\(SVGWriter.number(x1)) \(SVGWriter.number(device))",
            session.isQuiet ? "bar" : "bar m\((session.turns.map(\.kind).max() ?? .login).rawValue)",
            title: "a sync of \(counted(session.turns.count, "turn")): \(history.outcome(of: session))")
    }

    /// How a sync ended, on its device's lane.
    private mutating func drawEnd(of session: SyncSession) {
        let lane = Lane.device(session.device)
        let title =
            "\(history.cast.name(of: lane)) syncs for \((session.ended - session.began).asDuration): "
            + history.outcome(of: session)
        writer.symbol(
            !session.isFinished ? "no" : session.isQuiet ? "quiet" : "ok", axis.x(session.ended), layout.y(lane),
            title: title)
    }
}
