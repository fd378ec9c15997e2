/// A story as data: who is in it, and everything that happens, in order.
///
/// This, and not a seed, is what is kept: a seed means something else as soon as the generator changes. Whatever else is
/// random in a run follows from `salt` and from places in the story, so that leaving out a line does not change the rest.
public struct Scenario: Hashable, Sendable {
    /// What the run's randomness grows from.
    public var salt: UInt64
    /// Who is in it.
    public var cast: Cast
    /// What happens, by time; lines of one time in their order.
    public var items: [ScenarioItem]

    /// A story.
    public init(salt: UInt64, cast: Cast, items: [ScenarioItem]) {
        self.salt = salt
        self.cast = cast
        self.items = items.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
    }

    /// Whether someone in it lies: then alarms are not false.
    public var isHostile: Bool { items.contains { $0.verb.isHostile } }

    /// How long the story is in milliseconds.
    public var duration: Int64 { items.last?.time ?? 0 }
}
