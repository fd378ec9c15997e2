import DermaSimulation
import Synchronization

/// Hands out places to the jobs of a campaign, and shows how far it is.
final class CampaignProgress: Sendable {
    private struct State {
        var next: UInt64 = 0
        var played = 0
        var failed = 0
        var shown = ContinuousClock.now
    }

    private let state = Mutex(State())
    private let began = ContinuousClock.now
    private let end: ContinuousClock.Instant
    private let limit: UInt64
    private let failFast: Bool
    private let line = ProgressLine()

    init(end: ContinuousClock.Instant, limit: UInt64, failFast: Bool) {
        self.end = end
        self.limit = limit
        self.failFast = failFast
    }

    /// The next place; nil when it is time to stop.
    func next() -> UInt64? {
        state.withLock { state in
            guard state.next < limit, ContinuousClock.now < end, !(failFast && state.failed > 0) else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    func done(_ failure: CampaignReport.Failure?) {
        state.withLock { state in
            state.played += 1
            if failure != nil { state.failed += 1 }
            guard ContinuousClock.now - state.shown > .milliseconds(200) else { return }
            state.shown = .now
            let left = limit < .max ? "of \(limit)" : "\((end - .now).components.seconds) s left"
            line.show("\(state.played) stories, \(state.failed) broke something, \(left)")
        }
    }

    func clear() { line.clear() }
}
