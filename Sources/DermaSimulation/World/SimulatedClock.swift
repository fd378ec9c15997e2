public import DermaCausality
public import DermaClient
import Synchronization

/// A device's clock in a simulated world: the world's time, as far off as a fault has set it.
public final class SimulatedClock: WallClock {
    private struct Hands {
        var time: Int64
        var error: Int64 = 0
    }

    private let hands: Mutex<Hands>

    /// A clock that shows `time`: milliseconds UTC.
    init(_ time: Int64) { hands = Mutex(Hands(time: time)) }

    public func now() -> Timestamp {
        hands.withLock { Timestamp(milliseconds: $0.time + $0.error, offsetMinutes: 60, zone: "Europe/London") }
    }

    /// How far it is off, in milliseconds.
    var error: Int64 { hands.withLock { $0.error } }

    func set(_ time: Int64) { hands.withLock { $0.time = time } }

    func setWrong(by error: Int64) { hands.withLock { $0.error = error } }
}
