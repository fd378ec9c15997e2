public import DermaCausality

/// An op's name: its entry and its place in the entry's batch.
public struct OpID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The entry.
    public let dot: Dot
    /// From 0.
    public let index: Int

    /// Pairs an entry with a place.
    public init(_ dot: Dot, _ index: Int) {
        self.dot = dot
        self.index = index
    }

    public static func < (a: Self, b: Self) -> Bool { (a.dot, a.index) < (b.dot, b.index) }

    public var description: String { "\(dot).\(index)" }
}

/// Who did something, and when it happened relative to everything else.
public struct OpStamp: Hashable, Sendable {
    /// The op.
    public let id: OpID
    /// The device that signed.
    public let author: AuthorID
    /// The account or organisation that the device belongs to.
    public let party: AccountID
    /// The device's clock; a claim that decides nothing.
    public let time: Timestamp
    /// Everything that the author had seen, with its own earlier entries.
    public let context: VersionVector
    /// How many entries the author had seen: grows along every chain of causes, so that sorting by it (and then by id)
    /// keeps causes before effects on every replica.
    public let depth: UInt64

    /// Stamps an op. `context` is without the op's own entry.
    public init(id: OpID, author: AuthorID, party: AccountID, time: Timestamp, context: VersionVector) {
        self.id = id
        self.author = author
        self.party = party
        self.time = time
        self.context = context
        depth = context.dots.reduce(0) { $0 &+ $1.sequence }
    }

    /// Whether the author had seen `other`.
    public func saw(_ other: OpID) -> Bool {
        other.dot == id.dot ? other.index < id.index : context.contains(other.dot)
    }

    /// Causes before effects; the same on every replica.
    public static func precedes(_ a: OpStamp, _ b: OpStamp) -> Bool {
        (a.depth, a.id) < (b.depth, b.id)
    }
}
