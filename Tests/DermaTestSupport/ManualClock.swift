public import DermaCausality
public import DermaClient
import Synchronization

/// A clock that the test sets. Copies share the hands.
public final class ManualClock: WallClock {
    private let milliseconds: Mutex<Int64>

    /// A clock that shows `milliseconds` UTC.
    public init(_ milliseconds: Int64 = 1_790_000_000_000) { self.milliseconds = Mutex(milliseconds) }

    public func now() -> Timestamp { Timestamp(milliseconds: time, offsetMinutes: 60, zone: "Europe/London") }

    /// What it shows: milliseconds UTC.
    public var time: Int64 { milliseconds.withLock { $0 } }

    /// Moves the hands.
    public func advance(by delta: Int64) { milliseconds.withLock { $0 += delta } }
}
