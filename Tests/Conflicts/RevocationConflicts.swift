import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaServer
import DermaSync
import DermaTestSupport
import Testing

@testable import DermaClient

/// A device is removed while it, or somebody else, writes without knowing of it.
@Suite("What a removed device wrote")
struct RevocationConflicts {
    var scene: Scene

    init() throws { scene = try Scene.unshared() }

    private func texts(_ device: TestDevice) -> [String] {
        device.state(of: scene.folder)?.comments.map(\.text) ?? []
    }

    /// The tablet writes, syncs, writes again and is lost; the phone removes it.
    private mutating func lose() throws {
        _ = try scene.tablet.comment("seen", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.tablet)
        try scene.world.sync(&scene.phone)
        _ = try scene.tablet.comment("unsent", on: .folder, in: scene.folder)
        try scene.phone.revoke(scene.tablet.author)
        try scene.world.sync(&scene.phone)
    }

    @Test("C39: what it had not sent is not taken by the relay, and it keeps it")
    mutating func refused() throws {
        try lose()
        #expect(throws: SyncFailure.removed) { try scene.world.sync(&scene.tablet) }
        #expect(scene.tablet.standing == .removed(isProven: false))
        #expect(texts(scene.tablet) == ["seen", "unsent"])
        try scene.world.sync(&scene.phone)
        #expect(texts(scene.phone) == ["seen"] && scene.phone.quarantinedFolders.isEmpty)
        let reopened = try TestDevice.open(
            store: scene.tablet.store, passcode: World.passcode, environment: scene.tablet.environment)
        #expect(reopened.standing == .removed(isProven: false) && texts(reopened) == ["seen", "unsent"])
    }

    @Test("C39: where it turns up it waits in quarantine, and counts everywhere when the owner accepts it")
    mutating func accepted() throws {
        try lose()
        var laptop = try scene.world.linked(to: &scene.phone, "laptop")
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&laptop)
        try scene.phone.takeAll(of: scene.folder, from: scene.tablet)
        #expect(texts(scene.phone) == ["seen"])
        let waiting = try #require(scene.phone.quarantined(in: scene.folder).first)
        #expect(scene.phone.quarantined(in: scene.folder).count == 1)
        #expect(waiting.author == scene.tablet.author && waiting.time != nil)
        guard case .addComment(_, on: .folder, text: "unsent") = waiting.ops.first else {
            Issue.record("the comment is not in quarantine")
            return
        }
        #expect(scene.phone.health(of: scene.folder)?.unreadable == [])
        #expect(throws: DeviceError.notFound) {
            try scene.phone.accept([Dot(waiting.dot.replica, 99)], in: scene.folder)
        }
        // The phone passes it on: it waits in quarantine on every device.
        #expect(try scene.world.sync(&scene.phone).refusals.isEmpty)
        try scene.world.sync(&laptop)
        #expect(laptop.quarantined(in: scene.folder) == [waiting] && texts(laptop) == ["seen"])

        try scene.phone.accept([waiting.dot], in: scene.folder)
        #expect(scene.phone.quarantinedFolders.isEmpty)
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&laptop)
        for device in [scene.phone, laptop] {
            #expect(texts(device) == ["seen", "unsent"])
            let comment = try #require(device.state(of: scene.folder)?.comments.last)
            #expect(comment.added.author == scene.tablet.author && comment.added.time == waiting.time)
        }
        #expect(scene.phone.state(of: scene.folder) == laptop.state(of: scene.folder))
    }

    @Test("What another wrote who had seen it stays, also after the removal reaches back")
    mutating func citedByOthers() throws {
        var laptop = try scene.world.linked(to: &scene.phone, "laptop")
        for _ in 0..<2 {
            try scene.world.sync(&scene.phone)
            try scene.world.sync(&laptop)
        }
        // The laptop sees what the phone does not, answers, and hears of the removal later.
        _ = try scene.tablet.comment("from the tablet", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.tablet)
        try scene.world.sync(&laptop)
        _ = try laptop.comment("an answer", on: .folder, in: scene.folder)
        try scene.phone.revoke(scene.tablet.author)
        try scene.world.sync(&scene.phone)
        #expect(texts(laptop) == ["from the tablet", "an answer"])
        for _ in 0..<2 {
            try scene.world.sync(&laptop)
            try scene.world.sync(&scene.phone)
        }
        for device in [scene.phone, laptop] {
            #expect(texts(device) == ["an answer"])
            #expect(device.quarantined(in: scene.folder).count == 1)
            #expect(device.health(of: scene.folder)?.waitingCount == 0)
        }
        // Both accept it: once is enough.
        let dots = laptop.quarantined(in: scene.folder).map(\.dot)
        try laptop.accept(dots, in: scene.folder)
        try scene.phone.accept(dots, in: scene.folder)
        for _ in 0..<2 {
            try scene.world.sync(&laptop)
            try scene.world.sync(&scene.phone)
        }
        #expect(texts(laptop) == ["from the tablet", "an answer"])
        #expect(scene.phone.state(of: scene.folder) == laptop.state(of: scene.folder))
        #expect(scene.phone.state(of: scene.folder)?.conflicts.isEmpty == true)
        let reopened = try TestDevice.open(
            store: laptop.store, passcode: World.passcode, environment: laptop.environment)
        #expect(reopened.state(of: scene.folder) == laptop.state(of: scene.folder))
    }

    @Test("A key and a folder that the removed device made are no dead end for what others sealed to them")
    mutating func goodFaith() throws {
        var laptop = try scene.world.linked(to: &scene.phone, "laptop")
        for _ in 0..<2 {
            try scene.world.sync(&scene.phone)
            try scene.world.sync(&laptop)
        }
        try scene.tablet.appendControl([.epoch(try scene.tablet.newEpoch(in: scene.folder, grants: []))])
        let other = try scene.tablet.createFolder(named: "Knee")
        try scene.world.sync(&scene.tablet)
        try scene.world.sync(&laptop)
        _ = try laptop.comment("in its epoch", on: .folder, in: scene.folder)
        _ = try laptop.comment("in its folder", on: .folder, in: other)
        try scene.phone.revoke(scene.tablet.author)
        for _ in 0..<3 {
            try scene.world.sync(&laptop)
            try scene.world.sync(&scene.phone)
        }
        for device in [scene.phone, laptop] {
            #expect(texts(device) == ["in its epoch"])
            #expect(device.state(of: other)?.comments.map(\.text) == ["in its folder"])
            #expect(device.quarantinedFolders == [other])
        }
        // It goes on in a key of its own.
        _ = try scene.phone.comment("mine", on: .folder, in: other)
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&laptop)
        #expect(laptop.state(of: other) == scene.phone.state(of: other))
        #expect(laptop.state(of: other)?.comments.count == 2)
    }

    @Test("Nor are they for a clinic: what it wrote in the removed device's epoch stays readable")
    mutating func goodFaithOfClinic() throws {
        scene = try Scene.shared()
        let grants = scene.tablet.control.grantsInForce(at: scene.world.clock.time)
        try scene.tablet.appendControl([.epoch(try scene.tablet.newEpoch(in: scene.folder, grants: grants))])
        try scene.world.sync(&scene.tablet)
        try scene.world.sync(&scene.clinic)
        _ = try scene.clinic.comment("in its epoch", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.clinic)
        try scene.phone.revoke(scene.tablet.author)
        for _ in 0..<2 {
            try scene.world.sync(&scene.phone)
            try scene.world.sync(&scene.clinic)
        }
        let reopened = try TestDevice.open(
            store: scene.clinic.store, passcode: World.passcode, environment: scene.clinic.environment)
        for device in [scene.phone, scene.clinic, reopened] { #expect(texts(device) == ["in its epoch"]) }
    }

    @Test("Two devices remove each other: both are out, and the words let a new one in")
    mutating func eachOther() throws {
        // Seen apart: the relay would have let only the first do it.
        try scene.phone.revoke(scene.tablet.author)
        try scene.tablet.revoke(scene.phone.author)
        var control = scene.phone.control
        for run in try scene.tablet.store.log.runs(in: control.folder) {
            try control.insert(control.verify(run).entries)
        }
        #expect(control.activeDevices.isEmpty)
        try scene.phone.takeAll(of: control.folder, from: scene.tablet)
        #expect(scene.phone.standing == .removed(isProven: true))
        #expect(throws: DeviceError.removed) { try scene.phone.comment("too late", on: .folder, in: scene.folder) }
        #expect(throws: DeviceError.removed) { try scene.phone.createFolder(named: "too late") }
    }

    @Test("C27, but for a clinic that changes its key by itself: a leaver opens nothing that is sealed after a sync")
    mutating func leaver() throws {
        scene = try Scene.shared()
        var leaver = try scene.world.linked(to: &scene.clinic, "Dr Blue")
        try scene.world.sync(&scene.clinic)
        for _ in 0..<2 { try scene.world.sync(&leaver) }
        let old = try #require(scene.phone.control.newestEpoch(of: scene.folder)).id
        #expect(leaver.keyring.epochs[old] != nil)
        let terms = try access().get()

        try scene.clinic.revoke(leaver.author)
        try scene.world.sync(&scene.clinic)
        // The phone was offline; it finds out for itself, and tells the relay in the same sync.
        try scene.world.sync(&scene.phone)
        let new = try #require(scene.phone.control.newestEpoch(of: scene.folder)).id
        let renewed = try access().get()
        #expect(new != old && renewed.grants != terms.grants)
        #expect(renewed.purposes == terms.purposes && renewed.end == terms.end && renewed.grants.count == 1)
        _ = try scene.phone.comment("after the leaver", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&scene.clinic)
        #expect(texts(scene.clinic) == ["after the leaver"])
        #expect(scene.clinic.keyring.epochs[new] != nil)

        // With a relay that gives the leaver everything, its half of the key too.
        #expect(throws: SyncFailure.removed) { try scene.world.sync(&leaver) }
        for folder in [scene.clinic.control.folder, scene.phone.control.folder, scene.folder] {
            try leaver.takeAll(of: folder, from: folder == scene.clinic.control.folder ? scene.clinic : scene.phone)
        }
        let half = try #require(try scene.world.relay.store.half(of: renewed.grants[0].id))
        _ = try leaver.keep(half, of: renewed.grants[0].id)
        #expect(leaver.keyring.epochs[new] == nil && leaver.keyring.epochs[old] != nil)
        // Nothing more is due.
        let before = scene.phone.control.applied
        try scene.world.sync(&scene.phone)
        #expect(scene.phone.control.applied == before)
    }

    private func access() -> Result<Access, AccessDenied> {
        scene.phone.control.access(of: scene.clinic.account, to: scene.folder, at: scene.world.clock.time)
    }
}
