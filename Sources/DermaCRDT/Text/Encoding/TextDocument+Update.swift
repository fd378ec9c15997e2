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
    /// `author` is whose events need no name; `shared` are agents that both sides can number. No reader takes one of more
    /// than `TextLimits.updateBytesMax`: `updates` divides what may be so much.
    public func update(since known: [Agent: Int], author: Agent, shared: [Agent] = []) -> [UInt8] {
        UpdateBody(core.graph.missing(known: agents.map { known[$0] ?? 0 }), of: self, author: author, shared: shared)
            .bytes
    }

    /// As `update`, but as many updates as are needed for none to have more than `bytesMax` bytes, expanded. They are to be
    /// taken in in this order. O(n log n) for what is newer.
    ///
    /// One event has at most 100 bytes and those that its parents and their agents take: it is never divided.
    public func updates(
        since known: [Agent: Int], author: Agent, shared: [Agent] = [], bytesMax: Int = TextLimits.updateBytesMax
    ) -> [[UInt8]] {
        var left = [core.graph.missing(known: agents.map { known[$0] ?? 0 })]
        var updates: [[UInt8]] = []
        while let spans = left.popLast() {
            let body = UpdateBody(spans, of: self, author: author, shared: shared)
            let count = spans.reduce(0) { $0 + $1.count }
            if body.count > bytesMax, count > 1 {
                let (first, second) = spans.divided(at: count / 2)
                left += [second, first]
            } else if count > 0 {
                updates.append(body.bytes)
            }
        }
        return updates
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
