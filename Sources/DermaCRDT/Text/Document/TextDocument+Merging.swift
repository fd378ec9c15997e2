import DermaCausality

extension TextDocument {
    /// The version: the events that nothing here follows, ascending. O(heads · log n).
    public var version: [TextEventID<Agent>] { core.graph.parents.heads.map { id(of: Int($0)) }.sorted() }

    /// How many events of each agent it holds.
    public var known: [Agent: Int] {
        var known: [Agent: Int] = [:]
        for (number, agent) in agents.enumerated() { known[agent] = core.graph.authors.count(of: number) }
        return known.filter { $0.value > 0 }
    }

    /// Takes in what others wrote. What is known already is passed over; otherwise everything or nothing is taken in.
    ///
    /// O(k log n) for runs that nothing here is concurrent to; else as `Walker` says, for the events above the last one that
    /// all others precede or follow.
    /// - Throws: `missingParents` if a run's parents or its agent's earlier events are not here, `outOfBounds` if a
    ///   position lies outside of the text at its version, `limitExceeded`.
    public mutating func merge(_ runs: [TextRun<Agent>]) throws(TextError) { _ = try takeIn(runs) }

    /// As `merge`, and says what changed in the text, in order.
    public mutating func changes(merging runs: [TextRun<Agent>]) throws(TextError) -> [TextChange] {
        let effects = try takeIn(runs)
        return changes(effects)
    }

    @specialized(where Agent == ReplicaID)
    private mutating func takeIn(_ runs: [TextRun<Agent>]) throws(TextError) -> Effects {
        let mark = core.graph.mark
        let agentCount = agents.count
        var parents: [Int32] = []
        do throws(TextError) {
            for place in runs.indices {
                let run = runs[place]
                guard run.parents.count <= TextLimits.parentsMax else { throw TextError(.limitExceeded, run: place) }
                let number = try number(of: run.agent)
                parents.removeAll(keepingCapacity: true)
                for parent in run.parents {
                    guard let event = event(parent) else { throw TextError(.missingParents, run: place) }
                    parents.append(Int32(event))
                }
                try core.graph.append(run.ops, agent: number, sequence: run.sequence, parents: parents, place: place)
            }
            return try core.integrate(since: mark)
        } catch {
            core.graph.restore(mark)
            removeAgents(from: agentCount)
            if own >= agentCount { own = -1 }
            throw error
        }
    }

    func changes(_ effects: Effects) -> [TextChange] {
        effects.all.map { effect in
            let position = Int(effect.position)
            if effect.isDeletion { return .delete(position..<position + Int(effect.scalars)) }
            return .insert(at: position, String(decoding: core.graph.ops.content[effect.text], as: UTF8.self))
        }
    }

    func id(of event: Int) -> TextEventID<Agent> {
        let author = core.graph.authors.author(of: event)
        return TextEventID(agents[author.agent], author.sequence)
    }

    func event(_ id: TextEventID<Agent>) -> Int? {
        numbers[id.agent].flatMap { core.graph.authors.event(agent: $0, sequence: id.sequence) }
    }

    /// The events that `known` (how many of each agent) lacks, causes first. O(agents · log n + what is newer).
    public func runs(since known: [Agent: Int]) -> [TextRun<Agent>] {
        core.graph.missing(known: agents.map { known[$0] ?? 0 }).map { span in
            let first = id(of: span.lowerBound)
            return TextRun(
                agent: first.agent, sequence: first.sequence,
                parents: core.graph.parents.parents(of: span.lowerBound).map { id(of: Int($0)) },
                ops: core.graph.ops.ops(in: span))
        }
    }

    /// The text at an earlier version. O(k log k) for the k runs of its history.
    /// - Throws: `unknownEvent`.
    public func text(at version: [TextEventID<Agent>]) throws(TextError) -> String {
        var events: [Int32] = []
        for id in version {
            guard let event = event(id) else { throw TextError(.unknownEvent) }
            events.append(Int32(event))
        }
        return try core.buffer(at: core.graph.parents.dominators(events)).string
    }
}

extension EventGraph {
    /// Spans of events of one agent, each event after the one before it, that an agent's count in `known` does not cover.
    /// O(agents · log n + what is newer than the oldest of them).
    func missing(known: [Int]) -> [Range<Int>] {
        let known = known.map { min(max($0, 0), TextLimits.eventsMax) }
        var first = count
        for agent in known.indices {
            if let event = authors.event(agent: agent, sequence: known[agent]) { first = min(first, event) }
        }
        if first == count { return [] }
        var spans: [Range<Int>] = []
        var place = parents.index(of: first)
        for author in authors.runs[authors.index(of: first)...] {
            let skipped = max(0, known[Int(author.agent)] - Int(author.sequence))
            var start = Int(author.start) + skipped
            while start < Int(author.end) {
                while Int(parents.runs[place].end) <= start { place += 1 }
                let end = min(Int(author.end), Int(parents.runs[place].end))
                spans.append(start..<end)
                start = end
            }
        }
        return spans
    }
}

extension OpColumns {
    /// What `events` do.
    func ops(in events: Range<Int>) -> [TextOp] {
        parts(of: events).map { part in
            if part.run.kind == .insert {
                return .insert(at: part.position, String(decoding: content[bytes(of: part)], as: UTF8.self))
            }
            return .delete(at: part.position, count: part.count, isBackward: part.run.kind == .deleteBackward)
        }
    }
}
