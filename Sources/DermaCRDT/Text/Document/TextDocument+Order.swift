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

extension TextDocument {
    /// Who wrote which scalars of the text, in order. O(runs of the history); the first time O(history).
    public func attributions() throws(TextError) -> [(range: Range<Int>, agent: Agent)] {
        var all: [(range: Range<Int>, agent: Agent)] = []
        var position = 0
        try core.withOrder { (order) throws(TextError) in
            order.forEach { events, isPresent in
                guard isPresent else { return }
                core.graph.authors.split(events) { part, number in
                    let agent = agents[number]
                    if let last = all.last, last.agent == agent {
                        all[all.count - 1].range = last.range.lowerBound..<position + part.count
                    } else {
                        all.append((position..<position + part.count, agent))
                    }
                    position += part.count
                }
            }
        }
        return all
    }

    /// A cursor at `position`. O(log n) and what is new; the first time O(history).
    public func cursor(at position: Int, bias: TextCursor<Agent>.Bias = .before) throws(TextError) -> TextCursor<Agent>
    {
        guard position >= 0, position <= count else { throw TextError(.outOfBounds) }
        let wanted = bias == .before ? position - 1 : position
        guard wanted >= 0, wanted < count else { return TextCursor(event: nil, bias: bias) }
        let event = try core.withOrder { (order) throws(TextError) in order.event(at: wanted) }
        return TextCursor(event: id(of: event), bias: bias)
    }

    /// Where `cursor` is now: the same wherever the same events are held. Costs what making one does.
    /// - Throws: `unknownEvent`.
    public func position(of cursor: TextCursor<Agent>) throws(TextError) -> Int {
        guard let id = cursor.event else { return cursor.bias == .before ? 0 : count }
        guard let event = event(id), core.graph.ops.runs[core.graph.ops.index(of: event)].kind == .insert else {
            throw TextError(.unknownEvent)
        }
        let found = try core.withOrder { (order) throws(TextError) in order.position(of: event) }
        return found.isPresent && cursor.bias == .before ? found.position + 1 : found.position
    }
}
