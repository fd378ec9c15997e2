public import DermaClient

/// A device in a simulated world.
public typealias SimulatedDevice = Device<FaultyDeviceStore, SeededRandom, SimulatedClock>
typealias Conversation = SyncConversation<FaultyDeviceStore, SeededRandom, SimulatedClock>

/// A device with what surrounds it: its keys in the platform's key store, its clock, its backups.
public struct Actor: Sendable {
    /// Whether the device can do something.
    public enum Condition: Hashable, Sendable {
        case running
        /// The process died; it starts again at this time.
        case down(until: Int64)
        /// Nobody has it any more.
        case lost
    }

    /// The device as it runs, or as it was when it last ran.
    public internal(set) var device: SimulatedDevice
    /// What it can do.
    public internal(set) var condition = Condition.running
    let keys: UnlockedKeys
    let clock: SimulatedClock
    var conversation: Conversation?
    var connection: Int?
    /// What a process that is about to die leaves on its disk, and for how long it is down, in milliseconds.
    var survival: Survival?
    var downtime: Int64 = 0
    var fullUntil: Int64 = 0
    var backups: [FaultyDeviceStore] = []
    /// How often the process was started.
    var generation = 0
    var link = Link()
    /// When it syncs again by itself, and what that is worked out from.
    var retry = SyncRetry()
    var retryAt: Int64?
    var isAwaitingNetwork = false
    /// Whether another device shares its keys: one of the two was made from the other's backup.
    public internal(set) var isCloned = false
    /// When it was last restored from a backup: it may have forgotten what it acknowledged before. Milliseconds since the
    /// story began.
    public internal(set) var restoredAt: Int64?

    init(device: SimulatedDevice, keys: UnlockedKeys, clock: SimulatedClock) {
        self.device = device
        self.keys = keys
        self.clock = clock
    }

    /// The same with randomness, a disk and a clock of its own.
    func copied(random: SeededRandom, now: Int64) -> Actor {
        let clock = SimulatedClock(now)
        var device = device
        device.store = device.store.copied()
        device.environment = Environment(random: random, clock: clock)
        return Actor(device: device, keys: keys, clock: clock)
    }

    /// Whether it runs.
    public var isRunning: Bool { condition == .running }
}
