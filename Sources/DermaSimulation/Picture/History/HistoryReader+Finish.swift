import DermaClient
import DermaSync

extension HistoryReader {
    /// The whole history, with what can only be known when everything was read.
    consuming func finished() -> RunHistory {
        endBands()
        judgeTurns()
        findRepetitions()
        return history
    }

    private mutating func endBands() {
        for lane in history.lanes {
            if let began = downSince[lane] { history.bands.append(Band(.down, lane, from: began, to: history.end)) }
            if let began = lostSince[lane] { history.bands.append(Band(.lost, lane, from: began, to: history.end)) }
        }
        for index in history.bands.indices where history.bands[index].kind != .lost {
            let lostAt = lostSince[history.bands[index].lane] ?? .max
            let calmedAt = history.bands[index].kind == .down ? .max : history.calmedAt ?? .max
            history.bands[index].ended = min(history.bands[index].ended, lostAt, calmedAt, history.end)
        }
        history.bands.removeAll { $0.ended < $0.began }
    }

    /// Which messages nobody took in, and what the others changed.
    private mutating func judgeTurns() {
        let relayDown = history.bands.filter { $0.kind == .down && $0.lane == .relay }
        for index in history.sessions.indices {
            let session = history.sessions[index]
            for turn in session.turns.indices {
                let (line, to) = (session.turns[turn], session.lanes(of: session.turns[turn]).to)
                let isUnheard =
                    line.direction == .down
                    ? !session.isFinished && line.arrival > session.ended
                    : relayDown.contains { $0.began <= line.arrival && line.arrival < $0.ended }
                        || line.arrival > session.ended + World.patience.relay
                if isUnheard {
                    let given = max(line.sent + 40, min(line.arrival, session.ended))
                    history.sessions[index].turns[turn].isLost = true
                    history.sessions[index].turns[turn].arrivals = [given]
                }
                guard !line.isLost, !isUnheard else { continue }
                // Of photos, grants and refusals no entry tells: they count for whatever their device holds.
                history.sessions[index].turns[turn].changed =
                    line.kind >= .photos
                    ? history.held[.device(session.device)] ?? []
                    : line.arrivals.flatMap { history.changes[.init(lane: to, time: $0)] ?? [] }.uniqued
            }
        }
    }

    private mutating func findRepetitions() {
        var refusals: [Int: [String]] = [:]
        var failures: [Int: String] = [:]
        for index in history.sessions.indices {
            let session = history.sessions[index]
            let failure = session.isFinished ? nil : history.outcome(of: session)
            history.sessions[index].repeatsFailure = failure != nil && failures[session.device] == failure
            failures[session.device] = failure
            guard case .finished(let outcome) = session.ending else { continue }
            let codes = outcome.report.refusals.map { "\($0.code)" }
            history.sessions[index].repeatsRefusals = refusals[session.device] == codes
            refusals[session.device] = codes
        }
    }
}
