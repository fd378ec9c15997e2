/// What each event follows, by event number: runs in which every event follows the one before it.
///
/// A version is a frontier: the event numbers, ascending, that nothing in it follows. Event numbers are local: causes have
/// smaller ones than effects, nothing else about them is the same elsewhere.
struct Parents: Hashable, Sendable {
    struct Run: Hashable, Sendable, BitwiseCopyable {
        var start: Int32
        var end: Int32
        /// The parents of the first event in `all`.
        var first: Int32
        var count: Int32
    }

    private(set) var runs: ContiguousArray<Run> = []
    private var all: ContiguousArray<Int32> = []
    /// The version of everything.
    private(set) var heads: [Int32] = []

    /// Adds `count` events, of which the first follows `parents` (ascending, without those that others follow).
    @inline(__always)
    mutating func append(count: Int, parents: [Int32]) {
        let start = runs.last?.end ?? 0
        if parents.count == 1, parents[0] == start - 1 {
            runs[runs.count - 1].end += Int32(count)
            if heads.count == 1 {
                heads[0] = start + Int32(count) - 1
                return
            }
        } else {
            runs.append(
                Run(start: start, end: start + Int32(count), first: Int32(all.count), count: Int32(parents.count)))
            all.append(contentsOf: parents)
        }
        heads.subtract(parents)
        heads.append(start + Int32(count) - 1)
    }

    /// Adds `count` events, of which the first follows the last that was added. O(1).
    @inline(__always)
    mutating func extend(count: Int) {
        runs[runs.count - 1].end += Int32(count)
        heads[heads.count - 1] += Int32(count)
    }

    /// Adds `count` events after everything. O(1).
    @inline(__always)
    mutating func appendAfterAll(count: Int) {
        if heads.count == 1, let last = runs.last, heads[0] == last.end - 1 {
            runs[runs.count - 1].end += Int32(count)
            heads[0] += Int32(count)
        } else {
            append(count: count, parents: heads)
        }
    }

    /// The run that holds `event`. O(log n).
    func index(of event: Int) -> Int {
        max(runs.partition { Int($0.start) <= event } - 1, 0)
    }

    /// What the first event of `run` follows.
    func parents(of run: Run) -> ArraySlice<Int32> {
        ArraySlice(all[Int(run.first)..<Int(run.first) + Int(run.count)])
    }

    /// What `event` follows.
    func parents(of event: Int) -> [Int32] {
        let run = runs[index(of: event)]
        return Int(run.start) == event ? Array(parents(of: run)) : [Int32(event) - 1]
    }

    /// Forgets all events from `end` on and goes back to `heads`.
    mutating func truncate(to end: Int, heads: [Int32]) {
        while let run = runs.last, Int(run.start) >= end {
            all.removeSubrange(Int(run.first)...)
            runs.removeLast()
        }
        if let run = runs.last, Int(run.end) > end { runs[runs.count - 1].end = Int32(end) }
        self.heads = heads
    }

    /// How many runs hold events from `first` on, and the oldest older event that one of them follows; −1: the beginning.
    func newRuns(since first: Int) -> (count: Int, oldest: Int) {
        let start = index(of: first)
        var oldest = first
        for run in runs[start...] {
            if Int(run.start) < first || run.count == 0 {
                oldest = min(oldest, run.count == 0 && Int(run.start) >= first ? -1 : first - 1)
            } else {
                for parent in parents(of: run) { oldest = min(oldest, Int(parent)) }
            }
        }
        return (runs.count - start, oldest)
    }
}
