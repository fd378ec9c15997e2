public import DermaCausality
public import DermaSecrets

/// The device's own clock. A claim: it may be wrong, jump, or be set back.
public protocol WallClock: Sendable {
    /// What the clock shows.
    func now() -> Timestamp
}

/// What a device takes from the world around it; injected, so that a simulated world repeats.
public struct Environment<Random: RandomSource, Clock: WallClock>: Sendable {
    /// Where randomness comes from.
    public var random: Random
    /// The device's clock.
    public var clock: Clock

    /// Collects the two.
    public init(random: Random, clock: Clock) {
        self.random = random
        self.clock = clock
    }
}
