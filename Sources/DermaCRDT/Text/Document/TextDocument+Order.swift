/// A place in a text that stays where it is whatever anyone edits: next to a scalar, by that scalar's event.
public struct TextCursor<Agent: Hashable & Comparable & Sendable>: Hashable, Sendable {
    /// Which neighbour the cursor stays with.
    public enum Bias: UInt8, Sendable {
        /// The scalar before it; the start, if there is none.
        case before
        /// The scalar after it; the end, if there is none.
        case after
    }

    public let event: TextEventID<Agent>?
    public let bias: Bias

    public init(event: TextEventID<Agent>?, bias: Bias) {
        self.event = event
        self.bias = bias
    }
}

/// Scalars that several agents deleted without knowing of each other: each of them rewrote that span.
public struct TextOverlap<Agent: Hashable & Comparable & Sendable>: Hashable, Sendable {
    /// Where the span stood, in the text as it is.
    public let position: Int
    /// How many scalars were deleted more than once.
    public let count: Int
    /// Who deleted them, ascending.
    public let agents: [Agent]
}

extension TextDocument {
    /// Who wrote which scalars of the text, in order. O(history).
    public func attributions() throws(TextError) -> [(range: Range<Int>, agent: Agent)] {
        var all: [(range: Range<Int>, agent: Agent)] = []
        var position = 0
        try FullOrder(core.graph).forEach { events, isPresent in
            guard isPresent else { return }
            var event = events.lowerBound
            while event < events.upperBound {
                let run = core.graph.authors.runs[core.graph.authors.index(of: event)]
                let end = min(Int(run.end), events.upperBound)
                let agent = agents[Int(run.agent)]
                if let last = all.last, last.agent == agent {
                    all[all.count - 1].range = last.range.lowerBound..<position + end - event
                } else {
                    all.append((position..<position + end - event, agent))
                }
                position += end - event
                event = end
            }
        }
        return all
    }

    /// A cursor at `position`. O(history).
    public func cursor(at position: Int, bias: TextCursor<Agent>.Bias = .before) throws(TextError) -> TextCursor<Agent>
    {
        guard position >= 0, position <= count else { throw TextError(.outOfBounds) }
        let wanted = bias == .before ? position - 1 : position
        var passed = 0
        var found: TextEventID<Agent>?
        try FullOrder(core.graph).forEach { events, isPresent in
            guard isPresent else { return }
            if wanted >= passed, wanted < passed + events.count { found = id(of: events.lowerBound + wanted - passed) }
            passed += events.count
        }
        return TextCursor(event: found, bias: bias)
    }

    /// Where `cursor` is now: the same wherever the same events are held. O(history).
    /// - Throws: `unknownEvent`.
    public func position(of cursor: TextCursor<Agent>) throws(TextError) -> Int {
        guard let id = cursor.event else { return cursor.bias == .before ? 0 : count }
        guard let event = event(id), core.graph.ops.runs[core.graph.ops.index(of: event)].kind == .insert else {
            throw TextError(.unknownEvent)
        }
        let found = try FullOrder(core.graph).position(of: event)
        return found.isPresent && cursor.bias == .before ? found.position + 1 : found.position
    }

    /// Undoes what `agent` did as its events `sequences`: what it inserted and is still there goes; what it deleted, and
    /// nobody else did, comes back where it stood. O(history).
    /// - Throws: `unknownEvent`; `limitExceeded`.
    public mutating func undo(_ sequences: Range<Int>) throws(TextError) {
        guard own >= 0, sequences.lowerBound >= 0, sequences.upperBound <= core.graph.authors.count(of: own) else {
            throw TextError(.unknownEvent)
        }
        let order = try FullOrder(core.graph)
        let own = own
        let authors = core.graph.authors
        func isUndone(_ event: Int) -> Bool {
            let author = authors.author(of: event)
            return author.agent == own && sequences.contains(author.sequence)
        }
        var restored: Set<Int> = []
        var kept: Set<Int> = []
        order.forEachDeletion { event, target in
            if isUndone(event) { restored.insert(target) } else { kept.insert(target) }
        }
        restored.subtract(kept)
        var edits: [(position: Int, restored: Int?)] = []
        var position = 0
        order.forEach { events, isPresent in
            for event in events {
                if isPresent {
                    if isUndone(event) { edits.append((position, nil)) }
                    position += 1
                } else if restored.contains(event), !isUndone(event) {
                    edits.append((position, event))
                }
            }
        }
        for edit in edits.reversed() {
            guard let event = edit.restored else {
                try delete(edit.position..<edit.position + 1)
                continue
            }
            let run = core.graph.ops.runs[core.graph.ops.index(of: event)]
            let bytes = core.graph.ops.bytes(of: run, offset: event - Int(run.start), count: 1)
            try insert(String(decoding: core.graph.ops.content[bytes], as: UTF8.self), at: edit.position)
        }
    }

    /// Spans that several agents deleted, and so rewrote, without knowing of each other. O(history).
    ///
    /// Two deletions of one scalar are always concurrent, for a text that lacks it cannot be asked to delete it. A span is
    /// what stands together in the order of all scalars and was deleted by the same agents: it follows from the set of
    /// events alone and is the same whatever the order of arrival.
    public func overlaps() throws(TextError) -> [TextOverlap<Agent>] {
        let order = try FullOrder(core.graph)
        var deleters: [Int: Set<Int>] = [:]
        var seen: Set<Int> = []
        var several: Set<Int> = []
        order.forEachDeletion { _, target in if !seen.insert(target).inserted { several.insert(target) } }
        if several.isEmpty { return [] }
        order.forEachDeletion { event, target in
            if several.contains(target) {
                deleters[target, default: []].insert(core.graph.authors.author(of: event).agent)
            }
        }
        var all: [TextOverlap<Agent>] = []
        var position = 0
        var open: (position: Int, count: Int, agents: Set<Int>)?
        func close() {
            if let last = open {
                all.append(
                    TextOverlap(
                        position: last.position, count: last.count, agents: last.agents.map { agents[$0] }.sorted()))
            }
            open = nil
        }
        order.forEach { events, isPresent in
            for event in events {
                if let by = deleters[event] {
                    if open?.agents != by { close() }
                    open = (open?.position ?? position, (open?.count ?? 0) + 1, by)
                } else {
                    close()
                }
                if isPresent { position += 1 }
            }
        }
        close()
        return all
    }
}

extension FullOrder {
    /// Passes each deletion with the insertion that it deletes.
    func forEachDeletion(_ body: (Int, Int) -> Void) {
        for index in 0..<walker.pieces.count {
            let piece = walker.pieces[index]
            for offset in 0..<piece.count {
                body(
                    Int(piece.start + offset),
                    Int(piece.isBackward ? piece.target + piece.count - 1 - offset : piece.target + offset))
            }
        }
    }
}
