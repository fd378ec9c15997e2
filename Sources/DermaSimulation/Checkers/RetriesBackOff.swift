import DermaClient

/// A device whose syncs fail tries again by itself ever less often, gives up after some tries, and begins anew after a
/// success. One that had no network tries when there is one.
public struct RetriesBackOff: Checker {
    public static let name = "retries back off"
    /// Ten tries in a row take at least so long, in milliseconds: jitter may make single waits short, not all of them
    /// (for the shortest, the odds are less than 1 in 10¹²).
    static let tenTriesMin: Int64 = 10_000

    private struct Row: Sendable {
        /// When the tries were made that failed since the last success.
        var tries: [Int64] = []
        /// How many syncs failed since the last success, and when the last one did.
        var failures = 0
        var failedAt: Int64 = 0

        mutating func fail(at time: Int64) {
            failures += 1
            failedAt = time
        }
    }

    private var rows: [Int: Row] = [:]
    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard case .device(let place) = moment.lane else { return nil }
        var row = rows[place] ?? Row()
        defer { rows[place] = row }
        switch moment.what {
        case .synced(let outcome):
            if outcome.failure == nil { row = Row() } else { row.fail(at: moment.time) }
        // The relay did not answer at all.
        case .fault(.relayCrash): row.fail(at: moment.time)
        case .restarted: row = Row()
        case .connected(let id):
            guard world.connections[id].reason == .retry else { return nil }
            row.tries.append(moment.time)
            return check(row, at: moment.time).map { "\(world.name(place)) \($0)" }
        default: break
        }
        return nil
    }

    private func check(_ row: Row, at now: Int64) -> String? {
        let count = row.tries.count
        guard count <= SyncRetry.failuresMax else { return "tried \(count) times in vain" }
        let waited = now - row.failedAt
        let ceiling = min(SyncRetry.firstWaitMax << Int64(max(0, row.failures - 1)), SyncRetry.waitMax)
        guard waited <= ceiling else { return "waited \(waited / 1000) s after \(row.failures) failures" }
        guard count >= 10 else { return nil }
        let span = now - row.tries[count - 10]
        return span < Self.tenTriesMin ? "tried ten times within \(span) ms" : nil
    }
}
