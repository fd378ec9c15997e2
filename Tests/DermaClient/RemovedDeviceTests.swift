import DermaCRDT
import DermaCausality
import DermaContent
import DermaIdentity
import DermaSecrets
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("Removing a lost device")
struct RemovedDeviceTests {
    var scene: Scene

    init() throws { scene = try Scene.unshared() }

    private func isOpen(_ epoch: EpochID?, to device: TestDevice) -> Bool {
        epoch.map { device.keyring.epochs[$0] != nil } ?? false
    }

    /// A device takes another's control log, past any honest relay.
    private func takeControl(of device: TestDevice, _ taker: inout TestDevice) throws {
        for run in try device.store.log.runs(in: device.control.folder) { _ = try taker.receive(run) }
    }

    @Test("What is sealed afterwards does not open with what it holds, in any folder, also without a connection")
    mutating func sealed() throws {
        let other = try scene.phone.createFolder(named: "Knee")
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&scene.tablet)
        let before = [scene.folder, other].map { scene.phone.control.newestEpoch(of: $0)?.id }
        #expect(before.allSatisfy { isOpen($0, to: scene.tablet) })
        try scene.phone.revoke(scene.tablet.author)
        let after = [scene.folder, other].map { scene.phone.control.newestEpoch(of: $0)?.id }
        _ = try scene.phone.comment("private", on: .folder, in: scene.folder)
        #expect([scene.folder, other].map { scene.phone.control.newestEpoch(of: $0)?.id } == after)

        // It gets everything, from a relay that keeps nothing from it.
        try takeControl(of: scene.phone, &scene.tablet)
        for run in try scene.phone.store.log.runs(in: scene.folder) { _ = try scene.tablet.receive(run) }
        #expect(after.allSatisfy { isOpen($0, to: scene.phone) && !isOpen($0, to: scene.tablet) })
        #expect(before.allSatisfy { isOpen($0, to: scene.tablet) })
        #expect(scene.tablet.state(of: scene.folder)?.comments.isEmpty == true)
        #expect(scene.tablet.keyring.generations.count == 1 && scene.phone.keyring.generations.count == 2)
        #expect(scene.tablet.standing == .removed(isProven: true))
        let log = try scene.tablet.store.log.runs(in: scene.phone.control.folder)
        #expect(log.map(\.entries.count).reduce(0, +) > 0)
    }

    @Test("The others, the identity keys and devices that are linked later have the new key")
    mutating func others() throws {
        var laptop = try scene.world.linked(to: &scene.phone, "laptop")
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&laptop)
        try scene.phone.revoke(scene.tablet.author)
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&laptop)
        var watch = try scene.world.linked(to: &laptop, "watch")
        try scene.world.sync(&laptop)
        try scene.world.sync(&watch)
        _ = try watch.comment("hello", on: .folder, in: scene.folder)
        try scene.world.sync(&watch)
        try scene.world.sync(&scene.phone)
        #expect(scene.phone.state(of: scene.folder)?.comments.count == 1)
        let key = try #require(scene.phone.control.newestGeneration?.record)
        let identity = try #require(scene.phone.control.genesis?.author)
        #expect(key.recipients.map(\.recipient) == [scene.phone.author, laptop.author, identity].sorted())
        #expect(watch.keyring.secret(of: key) != nil)
        #expect(laptop.devices.filter(\.isRemoved).map(\.label) == ["tablet"])
        // Nothing more is due: syncs bring nothing.
        for _ in 0..<2 {
            #expect(try scene.world.sync(&scene.phone).entriesSent == 0)
            #expect(try scene.world.sync(&laptop).entriesSent == 0)
        }
    }

    @Test("Only active devices can be removed, and not the last one")
    mutating func limits() throws {
        #expect(throws: DeviceError.notFound) { try scene.phone.revoke(AuthorID(.zero)) }
        #expect(throws: DeviceError.notFound) {
            try scene.phone.revoke(try #require(scene.phone.control.genesis).author)
        }
        try scene.phone.revoke(scene.tablet.author)
        #expect(throws: DeviceError.notFound) { try scene.phone.revoke(scene.tablet.author) }
        #expect(throws: DeviceError.lastDevice) { try scene.phone.revoke(scene.phone.author) }
    }

    @Test("A device that removes itself makes no key; the next that syncs does")
    mutating func itself() throws {
        try scene.tablet.revoke(scene.tablet.author)
        #expect(scene.tablet.control.newestGeneration == nil)
        #expect(scene.tablet.standing == .removed(isProven: true))
        #expect(throws: SyncFailure.removed) { try scene.world.sync(&scene.tablet) }
        try scene.world.sync(&scene.phone)
        #expect(scene.phone.control.isRevoked(scene.tablet.author))
        let epoch = try #require(scene.phone.control.newestEpoch(of: scene.folder)).id
        try takeControl(of: scene.phone, &scene.tablet)
        #expect(scene.phone.control.newestGeneration != nil && !isOpen(epoch, to: scene.tablet))
        // What became due at the sync was sent in it.
        var atRelay = ControlState(account: scene.phone.account)
        try atRelay.read(from: scene.world.relay.store.log)
        #expect(atRelay.newestEpoch(of: scene.folder)?.id == epoch)
    }

    @Test("Two devices remove two others at once: the key that is used in the end opens for neither of them")
    mutating func twoAtOnce() throws {
        var laptop = try scene.world.linked(to: &scene.phone, "laptop")
        var watch = try scene.world.linked(to: &scene.phone, "watch")
        for _ in 0..<2 {
            try scene.world.sync(&scene.phone)
            try scene.world.sync(&laptop)
            try scene.world.sync(&watch)
        }
        try scene.phone.revoke(scene.tablet.author)
        try laptop.revoke(watch.author)
        for _ in 0..<3 {
            try scene.world.sync(&scene.phone)
            try scene.world.sync(&laptop)
        }
        _ = try scene.phone.comment("for two", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&laptop)
        #expect(laptop.state(of: scene.folder)?.comments.count == 1)
        #expect(laptop.control.newestGeneration == scene.phone.control.newestGeneration)
        let epoch = try #require(scene.phone.control.newestEpoch(of: scene.folder)).id
        for var lost in [scene.tablet, watch] {
            try takeControl(of: scene.phone, &lost)
            #expect(!isOpen(epoch, to: lost))
        }
        #expect(isOpen(epoch, to: laptop))
    }

    @Test("A device that was let in while another renewed the key is handed it")
    mutating func leftOut() throws {
        var laptop = try scene.world.linked(to: &scene.phone, "laptop")
        for _ in 0..<2 {
            try scene.world.sync(&scene.phone)
            try scene.world.sync(&laptop)
        }
        try scene.phone.revoke(scene.tablet.author)
        _ = try scene.phone.comment("under the new key", on: .folder, in: scene.folder)
        var watch = try scene.world.linked(to: &laptop, "watch")
        try scene.world.sync(&laptop)
        try scene.world.sync(&watch)
        for _ in 0..<2 {
            try scene.world.sync(&scene.phone)
            try scene.world.sync(&laptop)
            try scene.world.sync(&watch)
        }
        #expect(watch.state(of: scene.folder)?.comments.count == 1)
        #expect(watch.state(of: scene.folder) == scene.phone.state(of: scene.folder))
        _ = try watch.comment("and back", on: .folder, in: scene.folder)
        try scene.world.sync(&watch)
        try scene.world.sync(&scene.phone)
        #expect(scene.phone.state(of: scene.folder)?.comments.count == 2)
    }

    @Test("A clinic follows: it writes under the new epoch, and passes over what does not count")
    mutating func clinic() throws {
        scene = try Scene.shared()
        _ = try scene.tablet.comment("unseen", on: .folder, in: scene.folder)
        try scene.phone.revoke(scene.tablet.author)
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&scene.clinic)
        for run in try scene.tablet.store.log.runs(in: scene.folder) { _ = try scene.clinic.receive(run) }
        #expect(scene.clinic.state(of: scene.folder)?.comments.isEmpty == true)
        _ = try scene.clinic.comment("from the clinic", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.clinic)
        try scene.world.sync(&scene.phone)
        #expect(scene.phone.state(of: scene.folder)?.comments.count == 1)
        let epoch = try #require(scene.clinic.control(of: scene.phone.account)?.newestEpoch(of: scene.folder)).id
        try takeControl(of: scene.phone, &scene.tablet)
        #expect(isOpen(epoch, to: scene.clinic) && !isOpen(epoch, to: scene.tablet))
    }

    @Test("Photos of entries in quarantine are kept, and shown once they are accepted")
    mutating func photos() throws {
        var random = SeededRandom(5)
        let sample = CleanedPhoto.sample(&random)
        var laptop = try scene.world.linked(to: &scene.phone, "laptop")
        try scene.world.sync(&scene.phone)
        let photo = try scene.tablet.add(sample, to: scene.folder)
        try scene.world.sync(&scene.tablet)
        // The laptop has the photo before it hears of the removal.
        try scene.world.sync(&laptop)
        try scene.phone.revoke(scene.tablet.author)
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&laptop)
        #expect(laptop.state(of: scene.folder)?.photos.isEmpty == true)
        var reopened = try TestDevice.open(
            store: laptop.store, passcode: World.passcode, environment: laptop.environment)
        #expect(reopened.quarantined(in: scene.folder).count == 1)
        try reopened.accept(reopened.quarantined(in: scene.folder).map(\.dot), in: scene.folder)
        #expect(try reopened.jpeg(of: photo, in: scene.folder) == sample.jpeg)
    }

    @Test("The words remove lost devices and let a new one in")
    mutating func recovery() throws {
        var world = World()
        let keys = try TestDevice.found(
            store: MemoryDeviceStore(), label: "phone", passcode: World.passcode, environment: world.environment())
        var phone = keys.device
        let folder = try phone.createFolder(named: "Knee")
        try world.sync(&phone)
        var identity = TestDevice.identity(
            from: keys.recovery, store: MemoryDeviceStore(), environment: world.environment())
        // What the words have not seen of a device does not count.
        try world.sync(&identity)
        try identity.revoke(phone.author)
        var new = try world.linked(to: &identity, "new phone")
        try world.sync(&identity, scope: .controlLog)
        try world.sync(&new)
        _ = try new.comment("mine again", on: .folder, in: folder)
        try world.sync(&new)
        #expect(new.folderIDs == [folder] && new.quarantinedFolders.isEmpty)
        #expect(throws: SyncFailure.removed) { try world.sync(&phone) }
        try takeControl(of: new, &phone)
        #expect(phone.standing == .removed(isProven: true))
        #expect(isOpen(new.control.newestEpoch(of: folder)?.id, to: new))
        #expect(!isOpen(new.control.newestEpoch(of: folder)?.id, to: phone))
    }
}
