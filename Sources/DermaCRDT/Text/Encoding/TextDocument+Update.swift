public import DermaWire

/// Why an update was not taken in. Nothing has changed then.
public enum TextUpdateError: Error, Hashable, Sendable {
    /// The bytes are not an update.
    case malformed(WireError)
    /// The update is one, but not of this text.
    case refused(TextError)
}

extension TextDocument where Agent: WireEncodable & WireDecodable {
    /// The events that `known` lacks, for one who knows who sends it, in as few bytes as it takes. O(what is newer).
    ///
    /// `author` is whose events need no name; `shared` are agents that both sides can number.
    public func update(since known: [Agent: Int], author: Agent, shared: [Agent] = []) -> [UInt8] {
        let spans = core.graph.missing(known: agents.map { known[$0] ?? 0 })
        var rows = OpRowWriter()
        var content: [UInt8] = []
        for span in spans { core.graph.write(span, to: &rows, content: &content) }
        rows.flush()
        let runs = spans.map(core.graph.row)
        if runs.count == 1, runs[0].parents == nil, agents[runs[0].agent] == author {
            var body = ByteWriter()
            body.count(runs[0].sequence)
            body.fixed(rows.heads.bytes)
            body.fixed(rows.positions.bytes)
            body.fixed(content)
            return UpdateFrame.bytes(of: body.bytes, head: (rows.count - 1) << 2)
        }
        var table = AgentTable(agents, fixed: [author] + shared)
        let numbered = runs.map { table.number($0) }
        var body = ByteWriter()
        body.list(table.added)
        body.count(runs.count)
        var expected: [Int: Int] = [:]
        for row in numbered {
            row.encode(to: &body, expected: expected[row.agent] ?? 0)
            expected[row.agent] = row.sequence + row.events
        }
        body.fixed(rows.heads.bytes)
        body.fixed(rows.positions.bytes)
        body.fixed(content)
        return UpdateFrame.bytes(of: body.bytes, head: rows.count << 2 | 2)
    }

    /// Takes in what `update` wrote; what is known is passed over, otherwise everything or nothing is taken in.
    /// - Throws: `malformed`; `refused` as `merge` does.
    public mutating func apply(_ update: [UInt8], author: Agent, shared: [Agent] = []) throws(TextUpdateError) {
        let parts: UpdateParts<Agent>
        do throws(WireError) {
            parts = try UpdateParts(update, fixed: [author] + shared)
        } catch {
            throw .malformed(error)
        }
        let mark = core.graph.mark
        let agentCount = agents.count
        do throws(TextError) {
            var cursor = RowCursor(parts.rows, content: parts.content)
            for (place, run) in parts.runs.enumerated() {
                let number = try number(of: parts.agents[run.agent])
                var parents: [Int32] = []
                for parent in run.parents ?? (run.sequence > 0 ? [(run.agent, run.sequence - 1)] : []) {
                    guard let event = event(TextEventID(parts.agents[parent.agent], parent.sequence)) else {
                        throw TextError(.missingParents, run: place)
                    }
                    parents.append(Int32(event))
                }
                try core.graph.append(run, agent: number, parents: parents, from: &cursor, place: place)
            }
            _ = try core.integrate(since: mark)
        } catch {
            core.graph.restore(mark)
            removeAgents(from: agentCount)
            if own >= agentCount { own = -1 }
            throw .refused(error)
        }
    }
}

extension EventGraph {
    /// Adds a run whose ops `cursor` has, without what is known of it.
    mutating func append(
        _ run: RunRow, agent: Int, parents: [Int32], from cursor: inout RowCursor, place: Int
    ) throws(TextError) {
        let held = authors.count(of: agent)
        guard run.sequence <= held else { throw TextError(.missingParents, run: place) }
        let skipped = min(held - run.sequence, run.events)
        let added = run.events - skipped
        guard added <= TextLimits.eventsMax - count else { throw TextError(.limitExceeded, run: place) }
        guard cursor.take(run.events, skipping: skipped, into: &ops) else { throw TextError(.badHistory, run: place) }
        guard added > 0 else { return }
        var parents = parents
        if skipped > 0, let last = authors.event(agent: agent, sequence: held - 1) { parents = [Int32(last)] }
        if parents.count > 1 { parents = self.parents.dominators(parents) }
        self.parents.append(count: added, parents: parents)
        authors.append(count: added, agent: agent)
    }
}
