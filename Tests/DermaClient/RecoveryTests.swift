import DermaCRDT
import DermaCausality
import DermaContent
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("Recovery from words")
struct RecoveryTests {
    /// A new device, linked by the identity key that the words make.
    private func recovered(
        _ words: String, organisation: (name: String, registryNumber: String)? = nil, in world: inout World
    ) throws -> TestDevice {
        var identity = TestDevice.identity(
            from: try RecoverySecret(words: words), organisation: organisation, store: MemoryDeviceStore(),
            environment: world.environment())
        try world.sync(&identity, scope: .controlLog)
        let device = try world.linked(to: &identity, "new phone")
        try world.sync(&identity, scope: .controlLog)
        return device
    }

    @Test("With every device lost, the words let a new one in, and everything is readable")
    func everythingLost() throws {
        var world = World()
        var random = SeededRandom(1)
        var (phone, secret) = try TestDevice.found(
            store: MemoryDeviceStore(), label: "phone", passcode: World.passcode, environment: world.environment())
        let folder = try phone.createFolder(named: "Left forearm")
        _ = try phone.comment("before", on: .folder, in: folder)
        let photo = try phone.add(.sample(&random), to: folder)
        try world.sync(&phone)

        let words = secret.words.joined(separator: " ")
        #expect(secret.words.count == 24)
        var device = try recovered(words, in: &world)
        try world.sync(&device)
        #expect(device.state(of: folder) == phone.state(of: folder))
        #expect(try device.jpeg(of: photo, in: folder) == phone.jpeg(of: photo, in: folder))
        #expect(device.label(of: phone.author) == "phone")

        // It is a device like any other: it writes, and links the next.
        _ = try device.comment("after", on: .folder, in: folder)
        var tablet = try world.linked(to: &device)
        try world.sync(&device)
        try world.sync(&tablet)
        #expect(tablet.state(of: folder)?.comments.count == 2)
        // The old phone turns up again, and nothing is wrong.
        _ = try phone.comment("found it", on: .folder, in: folder)
        try world.sync(&phone)
        try world.sync(&tablet)
        #expect(tablet.state(of: folder)?.comments.count == 3)
        #expect(tablet.state(of: folder) == phone.state(of: folder))
    }

    @Test("The words work again, and again")
    func twice() throws {
        var world = World()
        var (phone, secret) = try TestDevice.found(
            store: MemoryDeviceStore(), label: "phone", passcode: World.passcode, environment: world.environment())
        let folder = try phone.createFolder(named: "Left forearm")
        try world.sync(&phone)
        let words = secret.words.joined(separator: "  ").uppercased()
        for number in 1...2 {
            var device = try recovered(words, in: &world)
            try world.sync(&device)
            _ = try device.comment("\(number)", on: .folder, in: folder)
            try world.sync(&device)
            #expect(device.state(of: folder)?.comments.count == number)
        }
    }

    @Test("A clinic recovers with its words, name and number, and still reads what was shared")
    func clinic() throws {
        var world = World()
        var (clinic, secret) = try TestDevice.found(
            store: MemoryDeviceStore(), organisation: ("Dermatology", "RX1"), label: "Dr Grey",
            passcode: World.passcode, environment: world.environment())
        try world.sync(&clinic)
        var phone = try world.patient()
        let folder = try phone.createFolder(named: "Left forearm")
        try world.sync(&phone)
        let record = try Scene.prove(clinic, to: &phone, in: &world)
        _ = try phone.share(
            folder, with: record, for: .care, until: world.clock.time + 1000, wording: Scene.wording)
        try world.sync(&phone)

        let words = secret.words.joined(separator: " ")
        var device = try recovered(words, organisation: ("Dermatology", "RX1"), in: &world)
        try world.sync(&device)
        #expect(device.state(of: folder) == phone.state(of: folder))

        // Another name is another organisation, which this relay has never seen.
        var wrong = TestDevice.identity(
            from: secret, organisation: ("Dermatologie", "RX1"), store: MemoryDeviceStore(),
            environment: world.environment())
        #expect(throws: SyncFailure.notMember) { try world.sync(&wrong, scope: .controlLog) }
    }

    @Test("Other words open nothing")
    func otherWords() throws {
        var world = World()
        var random = SeededRandom(9)
        var phone = try world.patient()
        try world.sync(&phone)
        var identity = TestDevice.identity(
            from: RecoverySecret(random: &random), store: MemoryDeviceStore(), environment: world.environment())
        #expect(throws: SyncFailure.notMember) { try world.sync(&identity, scope: .controlLog) }
    }

    @Test("The identity key is no device: before it has synced it can link nothing")
    func notSynced() throws {
        var world = World()
        var (phone, secret) = try TestDevice.found(
            store: MemoryDeviceStore(), label: "phone", passcode: World.passcode, environment: world.environment())
        try world.sync(&phone)
        var identity = TestDevice.identity(
            from: secret, store: MemoryDeviceStore(), environment: world.environment())
        #expect(throws: DeviceError.self) { try world.linked(to: &identity) }
        try world.sync(&identity, scope: .controlLog)
        _ = try world.linked(to: &identity)
    }
}
