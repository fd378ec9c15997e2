import DermaCausality

/// What may have led to a violation: everything that happened on a lane it is about, and what reached those lanes, one
/// message after the other, backwards (Lamport 1978). Only messages that changed something at the receiver count, folder by
/// folder: every sync says hello, and the relay would tie everything to everything.
struct CausalCone {
    private struct Place: Hashable {
        let lane: Lane
        let folder: FolderID
    }

    /// Until when a folder's past on a lane is in the cone; what is not in it has none.
    private var until: [Place: Int64] = [:]

    /// - Complexity: O(n log n) in the messages.
    init(_ history: RunHistory) {
        guard let violation = history.violation else { return }
        for lane in history.concerned {
            for folder in history.held[lane] ?? [] { until[Place(lane: lane, folder: folder)] = violation.time }
        }
        let edges = history.sessions.flatMap { session in
            session.turns.filter(\.hasEffect).map { turn in (turn, session.lanes(of: turn)) }
        }
        for (turn, lanes) in edges.enumerated().sorted(by: {
            ($1.element.0.arrival, $1.offset) < ($0.element.0.arrival, $0.offset)
        }).map(\.element) {
            for folder in turn.changed {
                guard let reached = until[Place(lane: lanes.to, folder: folder)], turn.arrival <= reached else {
                    continue
                }
                let source = Place(lane: lanes.from, folder: folder)
                until[source] = max(until[source] ?? 0, turn.sent)
            }
        }
    }

    /// Whether a message is in the past of what broke.
    func contains(_ turn: SyncSession.Turn, to lane: Lane) -> Bool {
        turn.changed.contains { (until[Place(lane: lane, folder: $0)] ?? -1) >= turn.arrival }
    }
}
