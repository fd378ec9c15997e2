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

/// Who signed an entry, for whom, and when by the device's clock.
public struct EntryMark: Hashable, Sendable {
    /// The device that signed.
    public let author: AuthorID
    /// The account or organisation that the device belongs to.
    public let party: AccountID
    /// The device's clock; a claim that decides nothing.
    public let time: Timestamp

    /// Marks an entry.
    public init(author: AuthorID, party: AccountID, time: Timestamp) {
        self.author = author
        self.party = party
        self.time = time
    }
}

/// Who did something, when by the device's clock, and how deep in the order of causes.
public struct OpStamp: Hashable, Sendable {
    /// The op.
    public let id: OpID
    /// The device that signed.
    public let author: AuthorID
    /// The account or organisation that the device belongs to.
    public let party: AccountID
    /// The device's clock; a claim that decides nothing.
    public let time: Timestamp
    /// How many entries the author had seen: grows along every chain of causes, so that sorting by it (and then by id)
    /// keeps causes before effects on every replica.
    public let depth: UInt64

    init(_ id: OpID, _ mark: EntryMark, depth: UInt64) {
        self.id = id
        author = mark.author
        party = mark.party
        time = mark.time
        self.depth = depth
    }

    /// Causes before effects; the same on every replica.
    public static func precedes(_ a: OpStamp, _ b: OpStamp) -> Bool {
        (a.depth, a.id) < (b.depth, b.id)
    }
}
