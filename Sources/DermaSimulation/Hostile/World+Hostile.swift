import DermaClient

extension World {
    /// The relay, or whoever sits in front of it, begins to lie.
    mutating func corrupt(_ item: ScenarioItem) {}

    /// What the relay says goes through the hands of whoever lies.
    mutating func sendFromRelay(_ bytes: [UInt8], on id: Int) { send(bytes, .down, on: id) }

    /// A device in hostile hands writes what no honest one does.
    mutating func misbehave(_ item: ScenarioItem, by device: Int) {}

    mutating func revoke(_ item: ScenarioItem, by device: Int) -> Moment.Deed { .nothing }
}
