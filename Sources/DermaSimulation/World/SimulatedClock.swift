public import DermaCausality
public import DermaClient
import Synchronization

/// A device's clock in a simulated world: the world's time, as far off as a fault has set it, in the zone in which the device is.
public final class SimulatedClock: WallClock {
    private struct Hands {
        var time: Int64
        var error: Int64 = 0
        var zone = 0
    }

    /// Where people go. To go on from the first to the second is to set the clocks back.
    private static let zones: [(name: String, offsetMinutes: Int16)] = [
        ("Europe/London", 60), ("Europe/London", 0), ("Europe/Paris", 120), ("America/New_York", -240),
        ("Asia/Kathmandu", 345), ("Pacific/Apia", 780),
    ]

    private let hands: Mutex<Hands>

    /// A clock that shows `time`: milliseconds UTC.
    init(_ time: Int64) { hands = Mutex(Hands(time: time)) }

    public func now() -> Timestamp {
        hands.withLock { hands in
            let zone = Self.zones[hands.zone]
            return Timestamp(
                milliseconds: hands.time + hands.error, offsetMinutes: zone.offsetMinutes, zone: zone.name)
        }
    }

    /// How far it is off, in milliseconds.
    var error: Int64 { hands.withLock { $0.error } }

    func set(_ time: Int64) { hands.withLock { $0.time = time } }

    func setWrong(by error: Int64) { hands.withLock { $0.error = error } }

    /// Goes to a zone: a number from 0, modulo how many there are.
    func travel(to zone: Int) { hands.withLock { $0.zone = zone % Self.zones.count } }
}
