/// One thing that must hold in every world. Looks at everything that happens, and at the world when all has come to rest.
public protocol Checker: Sendable {
    /// What it holds, in a word or two; stable.
    static var name: String { get }
    /// A checker of a world that has not begun.
    init()
    /// Looks at something that happened. Returns what is broken, if anything is.
    mutating func observe(_ moment: Moment, in world: World) -> String?
    /// Looks at the world when the faults have stopped and nobody had anything new to say.
    mutating func conclude(_ world: World) -> String?
}

extension Checker {
    public mutating func observe(_ moment: Moment, in world: World) -> String? { nil }
    public mutating func conclude(_ world: World) -> String? { nil }
}

/// Something that must hold and did not.
public struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
    /// The checker's name.
    public let checker: String
    /// What was broken.
    public let reason: String
    /// Milliseconds since the story began.
    public let time: Int64
    /// Where.
    public let lane: Lane

    /// Something that did not hold.
    public init(checker: String, reason: String, time: Int64, lane: Lane) {
        self.checker = checker
        self.reason = reason
        self.time = time
        self.lane = lane
    }

    public var description: String { "\(checker): \(reason)" }
}
