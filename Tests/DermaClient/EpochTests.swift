import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("Who can open what is sealed when")
struct EpochTests {
    var scene: Scene

    init() throws { scene = try Scene.shared() }

    /// Gives a device everything that another holds of a folder, past any relay: what a relay that colludes can do.
    private func leak(_ folder: FolderID, from source: TestDevice, to device: inout TestDevice) throws {
        for run in try source.store.log.runs(in: folder) { _ = try device.receive(run) }
    }

    private func comments(_ device: TestDevice) -> [String] {
        device.state(of: scene.folder)?.comments.map(\.text) ?? []
    }

    @Test("Sealing while a grant is in force does not change the epoch")
    mutating func inForce() throws {
        let before = scene.phone.control.newestEpoch(of: scene.folder)?.id
        _ = try scene.phone.comment("one", on: .folder, in: scene.folder)
        #expect(scene.phone.control.newestEpoch(of: scene.folder)?.id == before)
        try leak(scene.folder, from: scene.phone, to: &scene.clinic)
        #expect(comments(scene.clinic) == ["one"])
    }

    @Test("After a withdrawal the clinic opens nothing new, even if a relay hands it everything")
    mutating func withdrawal() throws {
        _ = try scene.phone.comment("shared", on: .folder, in: scene.folder)
        let before = try #require(scene.phone.control.newestEpoch(of: scene.folder)).id
        try scene.phone.withdraw(scene.folder, from: scene.clinic.account)
        // At once, so that another device has it as soon as it knows of the withdrawal.
        let epoch = try #require(scene.phone.control.newestEpoch(of: scene.folder)).id
        #expect(epoch != before && scene.phone.control.readers(of: epoch, in: scene.folder).isEmpty)
        _ = try scene.phone.comment("private", on: .folder, in: scene.folder)
        try leak(scene.phone.control.folder, from: scene.phone, to: &scene.clinic)
        try leak(scene.folder, from: scene.phone, to: &scene.clinic)
        #expect(comments(scene.clinic) == ["shared"])
        #expect(scene.clinic.health(of: scene.folder)?.lockedCount == 1)
        // Nor after opening everything again, with both halves of the grant at hand.
        scene.clinic = try TestDevice.open(
            store: scene.clinic.store, passcode: World.passcode, environment: scene.clinic.environment)
        #expect(comments(scene.clinic) == ["shared"])
        #expect(scene.clinic.keyring.grants.count == 1)
    }

    @Test("The other device follows a withdrawal as soon as it knows of it")
    mutating func otherDevice() throws {
        try scene.phone.withdraw(scene.folder, from: scene.clinic.account)
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&scene.tablet)
        _ = try scene.tablet.comment("private", on: .folder, in: scene.folder)
        try leak(scene.phone.control.folder, from: scene.tablet, to: &scene.clinic)
        try leak(scene.folder, from: scene.tablet, to: &scene.clinic)
        #expect(comments(scene.clinic).isEmpty)
    }

    @Test("A withdrawal leaves the other clinics in")
    mutating func others() throws {
        var other = try scene.world.clinic("Eye clinic", "RX2")
        try scene.world.sync(&other)
        let record = try Scene.prove(other, to: &scene.phone, in: &scene.world)
        _ = try scene.phone.share(scene.folder, with: record, for: .care, until: scene.end, wording: Scene.wording)
        try scene.phone.withdraw(scene.folder, from: scene.clinic.account)
        _ = try scene.phone.comment("for the other", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&other)
        #expect(comments(other) == ["for the other"])
        #expect(try scene.world.sync(&scene.clinic).ended[scene.folder] == .withdrawn)
        #expect(comments(scene.clinic).isEmpty)
    }

    @Test("A grant made by one device while another starts an epoch still lets the clinic read what comes after")
    mutating func grantWhileRotating() throws {
        // The tablet withdraws from one clinic while the phone, offline too, lets another in.
        var other = try scene.world.clinic("Eye clinic", "RX2")
        try scene.world.sync(&other)
        let record = try Scene.prove(other, to: &scene.phone, in: &scene.world)
        for seed in 0..<4 as Range<UInt64> {
            var scene = scene
            var other = other
            scene.tablet.environment.random = SeededRandom(100 + seed)
            _ = try scene.phone.share(scene.folder, with: record, for: .care, until: scene.end, wording: Scene.wording)
            try scene.tablet.withdraw(scene.folder, from: scene.clinic.account)
            for _ in 0..<2 {
                try scene.world.sync(&scene.phone)
                try scene.world.sync(&scene.tablet)
            }
            _ = try scene.phone.comment("from the phone", on: .folder, in: scene.folder)
            _ = try scene.tablet.comment("from the tablet", on: .folder, in: scene.folder)
            for _ in 0..<2 {
                try scene.world.sync(&scene.phone)
                try scene.world.sync(&scene.tablet)
            }
            try scene.world.sync(&other)
            #expect(other.health(of: scene.folder)?.lockedCount == 0)
            #expect(other.state(of: scene.folder)?.comments.count == 2)
            try leak(scene.phone.control.folder, from: scene.phone, to: &scene.clinic)
            try leak(scene.folder, from: scene.phone, to: &scene.clinic)
            #expect(scene.clinic.state(of: scene.folder)?.comments.isEmpty == true)
        }
    }

    @Test("Two devices that start an epoch without knowing of each other agree, and read each other")
    mutating func concurrentEpochs() throws {
        try scene.phone.withdraw(scene.folder, from: scene.clinic.account)
        try scene.tablet.withdraw(scene.folder, from: scene.clinic.account)
        _ = try scene.phone.comment("phone", on: .folder, in: scene.folder)
        _ = try scene.tablet.comment("tablet", on: .folder, in: scene.folder)
        try scene.syncAll()
        #expect(scene.phone.state(of: scene.folder) == scene.tablet.state(of: scene.folder))
        #expect(Set(comments(scene.phone)) == ["phone", "tablet"])
        #expect(
            scene.phone.control.newestEpoch(of: scene.folder)?.id
                == scene.tablet.control.newestEpoch(of: scene.folder)?.id)
        #expect(comments(scene.clinic).isEmpty)
    }
}
