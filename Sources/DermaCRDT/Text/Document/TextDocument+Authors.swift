extension TextDocument {
    /// Takes in what `agent` did next, having seen `counts` events of each other agent, with all that those follow.
    /// O(agents), then as `merge`.
    /// - Throws: `outOfBounds`, `limitExceeded`; nothing has changed then.
    mutating func take(_ ops: [TextOp], by agent: Agent, seeing counts: (Agent) -> Int) throws(TextError) {
        let mark = core.graph.mark
        let agentCount = agents.count
        do throws(TextError) {
            let number = try number(of: agent)
            let held = core.graph.authors.count(of: number)
            try core.graph.append(
                ops, agent: number, sequence: held, parents: heads(seen: { $0 == agent ? held : counts($0) }), place: 0)
            _ = try core.integrate(since: mark)
        } catch {
            core.graph.restore(mark)
            removeAgents(from: agentCount)
            if own >= agentCount { own = -1 }
            throw error
        }
    }

    /// The last seen event of each agent, or, if everything was seen, the heads.
    func heads(seen counts: (Agent) -> Int) -> [Int32] {
        var heads: [Int32] = []
        var isAll = true
        for (number, agent) in agents.enumerated() {
            let held = core.graph.authors.count(of: number)
            let seen = min(counts(agent), held)
            isAll = isAll && seen == held
            if let event = core.graph.authors.event(agent: number, sequence: seen - 1) { heads.append(Int32(event)) }
        }
        return isAll ? core.graph.parents.heads : heads
    }

    /// A copy that `agent` edits.
    init(_ document: Self, agent: Agent) {
        self.init(agent: agent)
        core = document.core
        agents = document.agents
        numbers = document.numbers
        own = numbers[agent] ?? -1
    }

    /// The text at the version that holds `counts` events of each agent, and what those follow. O(k log k).
    func text(seen counts: (Agent) -> Int) throws(TextError) -> String {
        try core.buffer(at: core.graph.parents.dominators(heads(seen: counts))).string
    }
}

extension TextDocument {
    /// Whether all that `agent` inserted with its events `sequences` is still in the text. O(runs of the history).
    func isPresent(_ sequences: Range<Int>, of agent: Agent) throws(TextError) -> Bool {
        guard let number = numbers[agent] else { throw TextError(.unknownEvent) }
        var wanted = IntervalSet()
        for run in core.graph.authors.runs(of: number) {
            let first = Int(run.sequence)
            let taken = sequences.clamped(to: first..<first + Int(run.end - run.start))
            wanted.add(taken.lowerBound - first + Int(run.start)..<taken.upperBound - first + Int(run.start))
        }
        var isAll = true
        try core.withOrder(isKept: false) { (order) throws(TextError) in
            order.forEach { events, isPresent in
                guard !isPresent else { return }
                wanted.split(events) { _, isWanted in if isWanted { isAll = false } }
            }
        }
        return isAll
    }
}
