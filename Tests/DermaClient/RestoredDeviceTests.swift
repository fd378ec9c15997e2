import DermaCRDT
import DermaCausality
import DermaContent
import DermaIdentity
import DermaServer
import DermaSync
import DermaTestSupport
import Testing

@testable import DermaClient

@Suite("Devices and relays restored from backups")
struct RestoredDeviceTests {
    /// The phone as it was opened from an older copy of its store.
    private func restored(_ backup: TestDevice, in world: inout World) throws -> TestDevice {
        try TestDevice.open(store: backup.store, passcode: World.passcode, environment: world.environment())
    }

    @Test("C44: a device restored from a backup goes on under a new replica id and loses nothing")
    func device() throws {
        var scene = try Scene.unshared()
        let backup = scene.phone
        _ = try scene.phone.comment("lost with the phone", on: .folder, in: scene.folder)
        let folder = try scene.phone.createFolder(named: "Neck")
        _ = try scene.share(for: .care)
        try scene.world.sync(&scene.phone)

        var phone = try restored(backup, in: &scene.world)
        let report = try scene.world.sync(&phone)
        #expect(report.alarms.isEmpty && report.entriesReceived > 0)
        #expect(phone.state(of: scene.folder) == scene.phone.state(of: scene.folder))
        #expect(phone.state(of: folder) == scene.phone.state(of: folder))
        #expect(phone.control.grants.keys == scene.phone.control.grants.keys)

        // Nothing that it writes can meet what it once wrote.
        let old = try backup.position(in: scene.folder)
        #expect(try phone.position(in: scene.folder).replica != old.replica)
        #expect(
            try phone.position(in: phone.control.folder).replica != backup.position(in: phone.control.folder).replica)
        _ = try phone.comment("written after", on: .folder, in: scene.folder)
        try phone.withdraw(scene.folder, from: scene.clinic.account)
        try scene.world.sync(&phone)
        try scene.world.sync(&scene.tablet)
        #expect(
            scene.tablet.state(of: scene.folder)?.comments.map(\.text)
                == ["lost with the phone", "written after"])
        #expect(scene.tablet.state(of: scene.folder) == phone.state(of: scene.folder))
        #expect(scene.tablet.control.applied == phone.control.applied)
        #expect(scene.tablet.health(of: scene.folder)?.forks == [])
    }

    @Test("A backup that is not older than the relay changes nothing")
    func upToDate() throws {
        var scene = try Scene.unshared()
        var phone = try restored(scene.phone, in: &scene.world)
        try scene.world.sync(&phone)
        let before = try scene.phone.position(in: scene.folder).replica
        #expect(try phone.position(in: scene.folder).replica == before)
    }

    @Test("A relay that has lost everything is filled up by one sync of a device", arguments: UInt64(0)..<8)
    func emptyRelay(_ seed: UInt64) throws {
        // The ids of the tablet's replicas, and so their place among the others, depend on the seed.
        var scene = try Scene.unshared()
        scene.tablet.environment.random = SeededRandom(seed)
        for number in 0..<2 {
            _ = try scene.tablet.createFolder(named: "Neck")
            _ = try scene.tablet.comment("\(number)", on: .folder, in: scene.folder)
            try scene.world.sync(&scene.tablet)
            try scene.world.sync(&scene.phone)
            _ = try scene.phone.createFolder(named: "Leg")
        }
        try scene.world.sync(&scene.phone)
        let whole = scene.world.relay.store
        scene.world.relay = Relay(store: MemoryRelayStore())
        let report = try scene.world.sync(&scene.phone)
        // The clinic's own log is for the clinic to bring.
        #expect(report.refusals == [Refusal(.unknownFolder, folder: scene.clinic.control.folder)])
        #expect(Set(report.alarms.map(\.kind)) == [.rolledBack])
        for folder in [scene.phone.control.folder] + scene.phone.folderIDs {
            #expect(try scene.world.relay.store.log.vector(of: folder) == whole.log.vector(of: folder))
        }
        try scene.world.sync(&scene.tablet)
        #expect(scene.tablet.folderIDs == scene.phone.folderIDs)
    }

    @Test("A relay that has lost photos with their entries gets them again")
    func lostPhotos() throws {
        var scene = try Scene.unshared()
        var random = SeededRandom(1)
        let backup = scene.world.relay
        let photo = try scene.phone.add(.sample(&random), to: scene.folder)
        try scene.syncAll()
        scene.world.relay = backup
        // The tablet did not add it.
        #expect(try scene.world.sync(&scene.tablet).photosSent == 1)
        #expect(try scene.world.sync(&scene.tablet).photosSent == 0)
        var laptop = try scene.world.linked(to: &scene.phone, "laptop")
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&laptop)
        #expect(try laptop.jpeg(of: photo, in: scene.folder) == scene.phone.jpeg(of: photo, in: scene.folder))
        // The same from nothing.
        scene.world.relay = Relay(store: MemoryRelayStore())
        #expect(try scene.world.sync(&scene.phone).photosSent == 1)
        #expect(try scene.world.sync(&scene.phone).photosSent == 0)
    }

    @Test("A relay restored from an old backup is filled up by whoever still has the entries")
    func oldRelay() throws {
        var scene = try Scene.shared()
        let backup = scene.world.relay
        _ = try scene.phone.comment("from the phone", on: .folder, in: scene.folder)
        _ = try scene.clinic.comment("from the clinic", on: .folder, in: scene.folder)
        try scene.syncAll()
        let whole = try scene.world.relay.store.log.vector(of: scene.folder)
        scene.world.relay = backup
        // The tablet wrote none of it.
        let report = try scene.world.sync(&scene.tablet)
        #expect(report.entriesSent == 2)
        #expect(report.alarms == [SyncAlarm(kind: .rolledBack, folder: scene.folder)])
        #expect(try scene.world.relay.store.log.vector(of: scene.folder) == whole)
    }
}

extension TestDevice {
    /// The device's own replica of a folder.
    fileprivate func position(in folder: FolderID) throws -> (replica: ReplicaID, sequence: UInt64) {
        var copy = self
        let origin = try copy.origin(in: folder)
        return (origin.replica(in: folder), try copy.tail(of: origin, in: folder).sequence)
    }
}
