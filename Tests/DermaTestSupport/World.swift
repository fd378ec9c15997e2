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
    public let clock = ManualClock()
    /// Every byte that devices sent to the relay, and back.
    public private(set) var wire: [UInt8] = []
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

    /// A patient's first device.
    public mutating func patient(_ label: String = "phone") throws(DeviceError) -> TestDevice {
        try TestDevice.found(
            store: MemoryDeviceStore(), label: label, passcode: Self.passcode, environment: environment()
        ).device
    }

    /// A clinic's first device.
    public mutating func clinic(_ name: String = "Dermatology", _ number: String = "RX1") throws(DeviceError) -> TestDevice {
        try TestDevice.found(
            store: MemoryDeviceStore(), organisation: (name, number), label: "Dr Grey", passcode: Self.passcode,
            environment: environment()
        ).device
    }

    /// Another device of an account; `device` links it. Neither has synced yet.
    public mutating func linked(to device: inout TestDevice, _ label: String = "tablet") throws(DeviceError) -> TestDevice {
        var store = MemoryDeviceStore()
        var environment = environment()
        let request = try TestDevice.requestLink(store: &store, passcode: Self.passcode, environment: &environment)
        let answer = try device.link(request, label: label)
        return try TestDevice.acceptLink(answer, store: store, passcode: Self.passcode, environment: environment)
    }

    /// Syncs, and throws what went wrong.
    @discardableResult
    public mutating func sync(
        _ device: inout TestDevice, scope: SyncScope = .everything
    ) throws(SyncFailure) -> SyncReport {
        try exchange(&device, scope: scope, cutAfter: .max)
    }

    /// Syncs until `bytes` bytes have gone to either side, then cuts the connection.
    @discardableResult
    public mutating func exchange(
        _ device: inout TestDevice, scope: SyncScope = .everything, cutAfter bytes: Int
    ) throws(SyncFailure) -> SyncReport {
        seed += 1
        var random = SeededRandom(seed)
        var conversation = SyncConversation(of: device, host: Self.host, scope: scope)
        var connection = RelayConnection(hosts: [Self.host], challenge: random.fixed())
        var effects = conversation.start(&device)
        var allowance = bytes
        while !effects.isEmpty {
            var toDevice: [UInt8] = []
            for effect in effects {
                switch effect {
                case .finished: return conversation.report
                case .failed(let failure): throw failure
                case .send(let bytes):
                    let carried = Array(bytes.prefix(allowance))
                    allowance -= carried.count
                    wire += carried
                    for effect in connection.receive(carried, for: &relay, at: clock.time) {
                        if case .send(let bytes) = effect { toDevice += bytes }
                    }
                }
            }
            toDevice = Array(toDevice.prefix(allowance))
            allowance -= toDevice.count
            wire += toDevice
            effects = allowance == 0 ? conversation.connectionEnded(&device) : conversation.receive(toDevice, &device)
        }
        throw .session(.closedEarly)
    }
}
