/// A text that several agents edit without asking each other: an event graph and the text that follows from it.
///
/// Positions count Unicode scalars. Every change to the text is one event per scalar; copies that hold the same events show
/// the same text. A value: copies are independent and share storage until they are changed.
/// Sources: Gentle, Kleppmann, "Collaborative Text Editing with Eg-walker", 2024; Weidner, Kleppmann, "The Art of the
/// Fugue", 2023 (the order of concurrent insertions, FugueMax).
public struct TextDocument<Agent: Hashable & Comparable & Sendable>: Sendable {
    var core = TextCore()
    /// Agents by local number.
    var agents: [Agent] = []
    var numbers: [Agent: Int] = [:]
    /// Who writes here.
    public let agent: Agent
    var own = -1

    /// An empty text, edited here by `agent`.
    public init(agent: Agent) { self.agent = agent }

    /// The text. O(n).
    public var text: String { core.buffer.string }

    /// Unicode scalars in the text. O(1).
    public var count: Int { core.buffer.scalars }

    /// UTF-8 bytes of the text. O(1).
    public var utf8Count: Int { core.buffer.bytes }

    /// Events that it holds. O(1).
    public var eventCount: Int { core.graph.count }

    /// Inserts `text` before the scalar at `position`. O(log n + length).
    /// - Throws: `outOfBounds`; `limitExceeded`.
    public mutating func insert(_ text: String, at position: Int) throws(TextError) {
        guard position >= 0, position <= count else { throw TextError(.outOfBounds) }
        if own < 0 { own = try number(of: agent) }
        let bytes = text.utf8.count
        guard bytes > 0 else { return }
        guard bytes <= TextLimits.scalarsMax - count, bytes <= TextLimits.eventsMax - eventCount else {
            throw TextError(.limitExceeded)
        }
        let agent = own
        text.withUTF8Span { core.insert($0, scalars: UTF8Count.scalars($0), at: position, agent: agent) }
    }

    /// Deletes the scalars in `range`. O(log n + chunks).
    /// - Throws: `outOfBounds`; `limitExceeded`.
    public mutating func delete(_ range: Range<Int>) throws(TextError) {
        guard range.lowerBound >= 0, range.upperBound <= count else { throw TextError(.outOfBounds) }
        guard range.count <= TextLimits.eventsMax - eventCount else { throw TextError(.limitExceeded) }
        if range.isEmpty { return }
        if own < 0 { own = try number(of: agent) }
        core.delete(range, agent: own)
    }

    /// The local number of `agent`, which gets one if it has none.
    mutating func number(of agent: Agent) throws(TextError) -> Int {
        if let known = numbers[agent] { return known }
        guard agents.count < TextLimits.agentsMax else { throw TextError(.limitExceeded) }
        let number = agents.count
        numbers[agent] = number
        agents.append(agent)
        core.graph.authors.addAgent()
        let agents = agents
        core.graph.order.add { agents[$0] < agent }
        return number
    }

    mutating func removeAgents(from count: Int) {
        if agents.count == count { return }
        while agents.count > count {
            numbers[agents.removeLast()] = nil
            core.graph.authors.removeLastAgent()
        }
        core.graph.order.truncate(to: count)
    }
}
