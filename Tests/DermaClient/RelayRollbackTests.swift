import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaServer
import DermaSync
import DermaTestSupport
import Testing

@testable import DermaClient

@Suite("A relay that went back to an older state")
struct RelayRollbackTests {
    var scene: Scene

    init() throws { scene = try Scene.unshared() }

    @Test("A11: whoever knew the newer state is told, once, and brings it back")
    mutating func told() throws {
        let backup = scene.world.relay
        _ = try scene.phone.comment("newer", on: .folder, in: scene.folder)
        try scene.syncAll()
        let whole = try scene.world.relay.store.log.vector(of: scene.folder)
        scene.world.relay = backup
        let alarm = SyncAlarm(kind: .rolledBack, folder: scene.folder)
        #expect(try scene.world.sync(&scene.phone).alarms == [alarm])
        #expect(scene.phone.state(of: scene.folder)?.comments.count == 1)
        #expect(try scene.world.relay.store.log.vector(of: scene.folder) == whole)
        #expect(try scene.world.sync(&scene.phone).alarms.isEmpty)
        // The tablet comes when everything is there again.
        #expect(try scene.world.sync(&scene.tablet).alarms.isEmpty)
        scene.world.relay = backup
        #expect(try scene.world.sync(&scene.tablet).alarms == [alarm])
    }

    @Test("A11: someone who stays behind is told even if the sync was cut when the relay was filled up already")
    mutating func toldLater() throws {
        let backup = scene.world.relay
        var random = SeededRandom(1)
        _ = try scene.phone.add(.sample(&random), to: scene.folder)
        try scene.syncAll()
        scene.world.relay = backup
        let start = scene
        let before = scene.world.wire.count
        #expect(try scene.world.sync(&scene.phone).photosSent == 1)
        let length = scene.world.wire.count - before - Frame.bye.bytes.count
        for bytes in stride(from: 0, to: length, by: 211) {
            var scene = start
            #expect(throws: SyncFailure.session(.closedEarly)) {
                try scene.world.exchange(&scene.phone, cutAfter: bytes)
            }
            let alarms = try scene.world.sync(&scene.phone).alarms
            #expect(alarms == [SyncAlarm(kind: .rolledBack, folder: scene.folder)], "cut after \(bytes)")
        }
    }

    @Test("A11: a photo comes back, wherever the sync that brings it back is cut")
    mutating func photo() throws {
        let backup = scene.world.relay
        var random = SeededRandom(1)
        let photo = try scene.phone.add(.sample(&random), to: scene.folder)
        try scene.syncAll()
        scene.world.relay = backup
        let start = scene
        let before = scene.world.wire.count
        try scene.world.sync(&scene.tablet)
        let length = scene.world.wire.count - before - Frame.bye.bytes.count
        let name = PhotoName(folder: scene.folder, photo: photo)
        for bytes in stride(from: 0, to: length, by: 211) {
            var scene = start
            _ = try? scene.world.exchange(&scene.tablet, cutAfter: bytes)
            try scene.world.sync(&scene.tablet)
            #expect(try scene.world.relay.store.photos.holding(of: name)?.isComplete == true, "cut after \(bytes)")
            #expect(try scene.world.sync(&scene.tablet).photosSent == 0)
        }
    }

    @Test("A11: halves of grants that the relay has lost are given to it again")
    mutating func halves() throws {
        let backup = scene.world.relay
        let grant = try scene.share(for: .care)
        try scene.world.sync(&scene.phone)
        #expect(try scene.world.relay.store.half(of: grant) != nil)
        scene.world.relay = backup
        try scene.world.sync(&scene.phone)
        #expect(try scene.world.relay.store.half(of: grant) != nil)
        try scene.world.sync(&scene.clinic)
        #expect(scene.clinic.state(of: scene.folder)?.name.shown?.value == "Left forearm")
    }
}
