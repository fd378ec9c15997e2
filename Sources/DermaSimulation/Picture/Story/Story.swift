/// A run as a short text: who did what, what arrived, what was lost, and what broke.
public struct Story: Sendable {
    /// Lines that are told at most; the oldest are left out.
    static let linesMax = 400

    /// The text, line by line.
    public let lines: [String]
    /// The text; its last line has no end.
    public var text: String { lines.joined(separator: "\n") }

    private struct Line {
        let time: Int64
        let lane: Lane
        let text: String
        /// That it went on like that.
        var again = ""
    }

    /// Tells a run that was recorded.
    public init(_ run: Run) {
        let history = RunHistory(run)
        let told = Self.told(history)
        var lines = Self.opening(history)
        let skipped = max(0, told.count - Self.linesMax)
        if skipped > 0 { lines.append("     … \(counted(skipped, "line")) left out …") }
        let names = history.lanes.map { history.cast.name(of: $0).count }.max() ?? 0
        for (index, line) in told.enumerated().dropFirst(skipped) {
            let number = String(index + 1)
            let name = history.cast.name(of: line.lane)
            lines.append(
                String(repeating: " ", count: max(0, 4 - number.count)) + number + "  " + Scenario.text(of: line.time)
                    + "  " + name + String(repeating: " ", count: max(0, names - name.count)) + "  " + line.text
                    + line.again)
        }
        lines.append("")
        if let violation = history.violation {
            lines.append("BROKEN at \(Scenario.text(of: violation.time)), \(history.cast.name(of: violation.lane))")
            lines += Drawing.wrapped("\(violation)", to: 100, linesMax: 20).map { "  " + $0 }
        } else {
            lines.append("Nothing broke.")
        }
        self.lines = lines
    }

    private static func opening(_ history: RunHistory) -> [String] {
        let cast = history.cast
        func described(_ names: some Sequence<String>, _ counts: [Int]) -> String {
            zip(names, counts).map { "\($0) (\(counted($1, "device")))" }.joined(separator: ", ")
        }
        let names = cast.accountNames
        var lines = ["Patients: " + described(names, cast.patients)]
        if !cast.clinics.isEmpty {
            lines.append("Clinics: " + described(names.dropFirst(cast.patients.count), cast.clinics))
        }
        lines.append(
            "Times are days, hours, minutes and seconds since the story began; folders are called A, B, … in the")
        lines.append("order in which they are founded. Each device sends to, and gets from, the relay.")
        return lines + [""]
    }

    /// A fault that had its effect in a sync is told with the sync.
    private static func isToldBySync(_ mark: Mark, _ history: RunHistory) -> Bool {
        guard case .fault(let verb, _) = mark.kind else { return false }
        return history.sessions.contains { session in
            .device(session.device) == mark.lane && (session.began...session.ended).contains(mark.time)
                && session.faults.contains { $0.verb == verb }
        }
    }

    private static func told(_ history: RunHistory) -> [Line] {
        let marks = history.marks.filter { !isToldBySync($0, history) }
        var lines = marks.map { Line(time: $0.time, lane: $0.lane, text: history.sentence(for: $0)) }
        for band in history.bands where band.kind != .lost {
            let text = "\(band.reason), for \((band.ended - band.began).asDuration)"
            lines.append(Line(time: band.began, lane: band.lane, text: text))
        }
        let calm = history.calmedAt ?? .max
        var again: [Int: (line: Int, count: Int)] = [:]
        for session in history.sessions where !(session.isQuiet && session.began >= calm) {
            let took = (session.ended - session.began).asDuration
            if session.repeatsFailure, let first = again[session.device] {
                again[session.device]?.count += 1
                let repeats = ". Again until \(Scenario.text(of: session.ended)): \(counted(first.count, "time"))."
                lines[first.line].again = repeats
            } else {
                again[session.device] = (lines.count, 1)
                lines.append(
                    Line(
                        time: session.began, lane: .device(session.device),
                        text: "syncs: \(history.outcome(of: session)) (\(took))"))
            }
        }
        return lines.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }
}
