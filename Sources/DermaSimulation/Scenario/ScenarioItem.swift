/// One line of a scenario: at this time, this one does this, or this befalls it.
public struct ScenarioItem: Hashable, Sendable {
    /// Milliseconds since the story began.
    public var time: Int64
    /// Who.
    public var lane: Lane
    /// What.
    public var verb: Verb
    /// How, in the order of `verb.parameters`.
    public var numbers: [Int]

    /// A line; numbers that are missing or out of range are brought into it.
    public init(at time: Int64, _ lane: Lane, _ verb: Verb, _ numbers: [Int] = []) {
        self.time = max(0, time)
        self.lane = verb.isOfRelay ? .relay : lane
        self.verb = verb
        self.numbers = verb.parameters.enumerated().map { index, parameter in
            let number = index < numbers.count ? numbers[index] : parameter.range.lowerBound
            return min(max(number, parameter.range.lowerBound), parameter.range.upperBound)
        }
    }

    /// The number of this name; 0 if the verb has none.
    subscript(name: String) -> Int {
        verb.parameters.firstIndex { $0.name == name }.map { numbers[$0] } ?? 0
    }
}

/// A lane of the story: a device, or the relay.
public enum Lane: Hashable, Sendable, Comparable {
    case relay
    /// The place of the device in the cast.
    case device(Int)
}
