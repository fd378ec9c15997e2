import DermaClient

/// Looks at what a device shows whenever a sync has brought something new, and at the end.
protocol StateChecker: Checker {
    /// What is wrong with what the device at a place of the cast shows, if anything is.
    static func check(_ place: Int, _ world: World) -> String?
}

extension StateChecker {
    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard case .device(let place) = moment.lane, case .synced(let outcome) = moment.what,
            outcome.report.entriesReceived > 0
        else { return nil }
        return Self.check(place, world)
    }

    public mutating func conclude(_ world: World) -> String? {
        world.running.lazy.compactMap { Self.check($0, world) }.first
    }
}
