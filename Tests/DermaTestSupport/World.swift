public import DermaClient
import DermaIdentity
public import DermaSecrets
public import DermaServer
import DermaSync
import DermaWire

/// A device in memory.
public typealias TestDevice = Device<MemoryDeviceStore, SeededRandom, ManualClock>

/// A relay in memory and a clock that everyone shares.
public struct World: Sendable {
    public var relay = Relay(store: MemoryRelayStore())
    public internal(set) var clock = ManualClock()
    /// Every byte that devices sent to the relay, and back.
    public internal(set) var wire: [UInt8] = []
    private var seed: UInt64

    public static let passcode = SecretBytes(Array("correct horse".utf8))
    public static let host = "relay.test"

    /// An empty world; everything random in it follows from `seed`.
    public init(seed: UInt64 = 1) { self.seed = seed }

    /// What a new device takes from this world.
    public mutating func environment() -> Environment<SeededRandom, ManualClock> {
        seed += 1000
        return Environment(random: SeededRandom(seed), clock: clock)
    }

    /// The randomness of a relay's next connection.
    mutating func connectionRandom() -> SeededRandom {
        seed += 1
        return SeededRandom(seed)
    }

    /// A patient's first device.
    public mutating func patient(_ label: String = "phone") throws(DeviceError) -> TestDevice {
        try TestDevice.found(
            store: MemoryDeviceStore(), label: label, passcode: Self.passcode, environment: environment()
        ).device
    }

    /// A clinic's first device.
    public mutating func clinic(_ name: String = "Dermatology", _ number: String = "RX1") throws(DeviceError)
        -> TestDevice
    {
        try TestDevice.found(
            store: MemoryDeviceStore(), organisation: (name, number), label: "Dr Grey", passcode: Self.passcode,
            environment: environment()
        ).device
    }

    /// Another device of an account; `device` links it. Neither has synced yet.
    public mutating func linked(to device: inout TestDevice, _ label: String = "tablet") throws(DeviceError)
        -> TestDevice
    {
        var store = MemoryDeviceStore()
        var environment = environment()
        let request = try TestDevice.requestLink(store: &store, passcode: Self.passcode, environment: &environment)
        let answer = try device.link(request, label: label)
        return try TestDevice.acceptLink(answer, store: store, passcode: Self.passcode, environment: environment)
    }

    /// Syncs, and throws what went wrong.
    @discardableResult
    public mutating func sync<Store>(
        _ device: inout Device<Store, SeededRandom, ManualClock>, scope: SyncScope = .everything
    ) throws(SyncFailure) -> SyncReport {
        try exchange(&device, scope: scope, cutAfter: .max)
    }

    /// Syncs until `bytes` bytes have been carried, both ways together, then cuts the connection.
    @discardableResult
    public mutating func exchange<Store>(
        _ device: inout Device<Store, SeededRandom, ManualClock>, scope: SyncScope = .everything, cutAfter bytes: Int
    ) throws(SyncFailure) -> SyncReport {
        var relay = relay
        defer { self.relay = relay }
        return try exchange(&device, scope: scope, cutAfter: bytes, with: &relay)
    }
}
