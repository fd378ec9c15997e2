/// One inserted or deleted scalar: the `sequence`th event of its agent, from 0.
public struct TextEventID<Agent: Hashable & Comparable & Sendable>: Hashable, Comparable, Sendable {
    public let agent: Agent
    public let sequence: Int

    public init(_ agent: Agent, _ sequence: Int) {
        self.agent = agent
        self.sequence = sequence
    }

    public static func < (a: Self, b: Self) -> Bool { (a.agent, a.sequence) < (b.agent, b.sequence) }
}

/// What an author did, in positions of the author's text at that moment.
public enum TextOp: Hashable, Sendable {
    /// Inserts before the scalar at `position`.
    case insert(at: Int, String)
    /// Deletes `count` scalars from `position` on; backwards, the last of them first.
    case delete(at: Int, count: Int, isBackward: Bool = false)

    /// How many events it is.
    public var count: Int {
        switch self {
        case .insert(_, let text): text.withUTF8Span(UTF8Count.scalars)
        case .delete(_, let count, _): count
        }
    }
}

/// Consecutive events of one agent, the first after `parents` and each other one after the one before it.
public struct TextRun<Agent: Hashable & Comparable & Sendable>: Hashable, Sendable {
    public let agent: Agent
    /// The agent's number of the first event.
    public let sequence: Int
    /// The version that the first event was made at: what it follows and nothing that those follow. Empty: the beginning.
    public let parents: [TextEventID<Agent>]
    public let ops: [TextOp]

    public init(agent: Agent, sequence: Int, parents: [TextEventID<Agent>], ops: [TextOp]) {
        self.agent = agent
        self.sequence = sequence
        self.parents = parents
        self.ops = ops
    }

    /// How many events it is; not exact above the limit of a document.
    public var count: Int {
        ops.reduce(0) { min($0, TextLimits.eventsMax) + min(max($1.count, 0), TextLimits.eventsMax) }
    }
}

/// A change to the text as it stands, for an editor to follow. Positions count Unicode scalars.
public enum TextChange: Hashable, Sendable {
    case insert(at: Int, String)
    case delete(Range<Int>)
}

extension TextChange {
    /// The same as an author does it.
    public var op: TextOp {
        switch self {
        case .insert(let position, let text): .insert(at: position, text)
        case .delete(let range): .delete(at: range.lowerBound, count: range.count)
        }
    }
}
