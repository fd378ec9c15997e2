public import DermaCausality
public import DermaClient
import Synchronization

/// A clock that the test sets. Copies share the hands.
public final class ManualClock: WallClock {
    private let hands: Mutex<Timestamp>

    /// A clock that shows `milliseconds` UTC, in London's summer.
    public init(_ milliseconds: Int64 = 1_790_000_000_000) {
        hands = Mutex(Timestamp(milliseconds: milliseconds, offsetMinutes: 60, zone: "Europe/London"))
    }

    public func now() -> Timestamp { hands.withLock { $0 } }

    /// What it shows: milliseconds UTC.
    public var time: Int64 { now().milliseconds }

    /// Moves the hands.
    public func advance(by delta: Int64) {
        hands.withLock {
            $0 = Timestamp(milliseconds: $0.milliseconds + delta, offsetMinutes: $0.offsetMinutes, zone: $0.zone)
        }
    }

    /// Sets the hands, and the place where the person is.
    public func set(_ timestamp: Timestamp) { hands.withLock { $0 = timestamp } }
}
