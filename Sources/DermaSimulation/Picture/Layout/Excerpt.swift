import DermaClient

/// What of a long story a picture shows, and how closely.
struct Excerpt {
    /// Syncs and marks that are drawn at most; what is older is left out.
    static let sessionsMax = 130
    static let marksMax = 300
    /// Messages that are drawn one by one at most; the other syncs are drawn as one line each.
    static let turnsMax = 210

    /// Milliseconds since the story began; what was before is not drawn.
    let start: Int64
    /// The sessions that are drawn, and whether message by message.
    let sessions: [(session: SyncSession, isDetailed: Bool)]
    /// The marks that are drawn.
    let marks: [Mark]
    /// Syncs that had nothing new or failed as the one before, and those that are drawn as a line for want of room.
    let quiet: Int
    let condensed: Int

    init(_ history: RunHistory, _ cone: CausalCone) {
        let begins = history.sessions.map(\.began)
        let first = begins.count > Self.sessionsMax ? begins[begins.count - Self.sessionsMax] : 0
        let times = history.marks.map(\.time).sorted()
        let firstMark = times.count > Self.marksMax ? times[times.count - Self.marksMax] : 0
        let start = max(first, firstMark)
        let shown = history.sessions.filter { $0.began >= start }
        let loud = shown.indices.filter { !shown[$0].isQuiet && !shown[$0].repeatsFailure && !shown[$0].turns.isEmpty }
        var room = Self.turnsMax
        var isDetailed = Array(repeating: false, count: shown.count)
        let byInterest = loud.sorted {
            (Self.interest(shown[$0], cone), $0) > (Self.interest(shown[$1], cone), $1)
        }
        for index in byInterest where shown[index].turns.count <= room {
            room -= shown[index].turns.count
            isDetailed[index] = true
        }
        self.start = start
        sessions = zip(shown, isDetailed).map { ($0.withShortLogin, $1) }
        marks = history.marks.filter { $0.time >= start }
        quiet = shown.count - loud.count
        condensed = loud.count - isDetailed.count { $0 }
    }

    private static func interest(_ session: SyncSession, _ cone: CausalCone) -> Int {
        let isInCone = session.turns.contains { cone.contains($0, to: session.lanes(of: $0).to) }
        var hasNews = false
        if case .finished(let outcome) = session.ending { hasNews = !outcome.isQuiet || !outcome.report.alarms.isEmpty }
        return (isInCone ? 4 : 0) + (hasNews ? 2 : 0) + (session.isFinished ? 0 : 1)
    }

    /// The times at which something is drawn.
    func times(of history: RunHistory) -> [Int64] {
        var times = [start, history.end] + marks.map(\.time)
        times += history.violation.map { [$0.time] } ?? []
        for (session, isDetailed) in sessions {
            times += [session.began, session.ended]
            if isDetailed { times += session.turns.flatMap { [$0.sent, $0.arrival] } }
        }
        return times.filter { $0 >= start }
    }
}
