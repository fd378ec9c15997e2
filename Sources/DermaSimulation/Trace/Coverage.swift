/// Which events met which states of the state machines, and how often.
public struct Coverage: Hashable, Sendable {
    /// One event in one state.
    public struct Transition: Hashable, Comparable, Sendable {
        /// The state machine.
        public let machine: String
        /// The state it was in.
        public let state: String
        /// What came.
        public let event: String

        public static func < (a: Transition, b: Transition) -> Bool {
            (a.machine, a.state, a.event) < (b.machine, b.state, b.event)
        }
    }

    private var counts: [Transition: Int] = [:]

    /// Nothing yet.
    public init() {}

    mutating func note(_ machine: String, _ state: String, _ event: String) {
        counts[Transition(machine: machine, state: state, event: event), default: 0] += 1
    }

    mutating func merge(_ other: Coverage) { counts.merge(other.counts, uniquingKeysWith: +) }

    /// What was reached, in order, with how often.
    public var reached: [(transition: Transition, count: Int)] {
        counts.sorted { $0.key < $1.key }.map { (transition: $0.key, count: $0.value) }
    }
}
