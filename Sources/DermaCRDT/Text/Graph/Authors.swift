/// Who made each event, by event number: runs of one agent's consecutive events.
struct Authors: Hashable, Sendable {
    struct Run: Hashable, Sendable, BitwiseCopyable {
        var start: Int32
        var end: Int32
        var agent: Int32
        /// The agent's number of its first event, from 0.
        var sequence: Int32
    }

    private(set) var runs: ContiguousArray<Run> = []
    /// Each agent's runs, oldest first, by place in `runs`.
    private var byAgent: [ContiguousArray<Int32>] = []

    var agentCount: Int { byAgent.count }

    mutating func addAgent() { byAgent.append([]) }

    mutating func removeLastAgent() { byAgent.removeLast() }

    /// How many events there are of `agent`.
    func count(of agent: Int) -> Int {
        guard let last = byAgent[agent].last else { return 0 }
        let run = runs[Int(last)]
        return Int(run.sequence) + Int(run.end - run.start)
    }

    /// Adds `count` events of `agent`, its next. O(1).
    @inline(__always)
    mutating func append(count added: Int, agent: Int) {
        let last = runs.count - 1
        if last >= 0, Int(runs[last].agent) == agent {
            runs[last].end += Int32(added)
            return
        }
        let start = last >= 0 ? runs[last].end : 0
        let sequence = count(of: agent)
        byAgent[agent].append(Int32(runs.count))
        runs.append(
            Run(start: start, end: start + Int32(added), agent: Int32(agent), sequence: Int32(sequence)))
    }

    /// The runs of `agent`, oldest first.
    func runs(of agent: Int) -> some Sequence<Run> { byAgent[agent].lazy.map { runs[Int($0)] } }

    /// The run that holds `event`. O(log n).
    func index(of event: Int) -> Int {
        max(runs.partition { Int($0.start) <= event } - 1, 0)
    }

    /// Who made `event`, and as which of their own.
    @inline(__always)
    func author(of event: Int) -> (agent: Int, sequence: Int) {
        let run = runs[index(of: event)]
        return (Int(run.agent), Int(run.sequence) + event - Int(run.start))
    }

    /// The `sequence`th event of `agent`, nil if there is none. O(log n).
    func event(agent: Int, sequence: Int) -> Int? {
        let places = byAgent[agent]
        guard sequence >= 0, sequence < count(of: agent) else { return nil }
        let low = places.partition { Int(runs[Int($0)].sequence) <= sequence } - 1
        let run = runs[Int(places[low])]
        return Int(run.start) + sequence - Int(run.sequence)
    }

    /// Forgets all events from `end` on.
    mutating func truncate(to end: Int) {
        while let run = runs.last, Int(run.start) >= end {
            byAgent[Int(run.agent)].removeLast()
            runs.removeLast()
        }
        if let run = runs.last, Int(run.end) > end { runs[runs.count - 1].end = Int32(end) }
    }
}
