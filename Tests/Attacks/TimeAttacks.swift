import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaSync
import DermaTestSupport
import Testing

@testable import DermaClient

@Suite("Attacks on the end of a grant")
struct TimeAttacks {
    var scene: Scene

    init() throws { scene = try Scene.shared() }

    /// Hands the clinic everything that the phone has, as a server would that enforces nothing.
    private mutating func leakToClinic() throws {
        try scene.clinic.takeAll(of: scene.phone.control.folder, from: scene.phone)
        try scene.clinic.takeAll(of: scene.folder, from: scene.phone)
    }

    @Test("A28: a phone without a connection seals nothing after the end to the clinic")
    mutating func offlineExpiry() throws {
        scene.world.clock.advance(by: Scene.term - 1)
        _ = try scene.phone.comment("before the end", on: .folder, in: scene.folder)
        let epoch = try #require(scene.phone.control.newestEpoch(of: scene.folder)).id
        scene.world.clock.advance(by: 1)
        _ = try scene.phone.comment("after the end", on: .folder, in: scene.folder)
        let next = try #require(scene.phone.control.newestEpoch(of: scene.folder)).id
        #expect(next != epoch)
        #expect(scene.phone.control.readers(of: next, in: scene.folder).isEmpty)
        try leakToClinic()
        #expect(scene.clinic.comments(in: scene.folder) == ["before the end"])
        #expect(scene.clinic.health(of: scene.folder)?.lockedCount == 1)
        // No second epoch for nothing.
        _ = try scene.phone.comment("later still", on: .folder, in: scene.folder)
        #expect(scene.phone.control.newestEpoch(of: scene.folder)?.id == next)
    }

    @Test("A28: a photo after the end is not for the clinic either")
    mutating func offlinePhoto() throws {
        var random = SeededRandom(5)
        scene.world.clock.advance(by: Scene.term)
        _ = try scene.phone.add(.sample(&random), to: scene.folder)
        try leakToClinic()
        #expect(scene.clinic.state(of: scene.folder)?.photos.isEmpty == true)
    }

    @Test("A29: setting the clock back does not make a grant last longer")
    mutating func clockSetBack() throws {
        // The relay's clock says that the end has come.
        scene.world.clock.advance(by: Scene.term)
        try scene.world.sync(&scene.phone)
        scene.world.clock.advance(by: -Scene.term)
        _ = try scene.phone.comment("after the end", on: .folder, in: scene.folder)
        try leakToClinic()
        #expect(scene.clinic.comments(in: scene.folder).isEmpty)
        // Also after the device was closed and opened again.
        scene.phone = try TestDevice.open(
            store: scene.phone.store, passcode: World.passcode, environment: scene.phone.environment)
        #expect(scene.phone.latestTime >= scene.end)
        _ = try scene.phone.comment("still after the end", on: .folder, in: scene.folder)
        try leakToClinic()
        #expect(scene.clinic.comments(in: scene.folder).isEmpty)
    }

    @Test("C34: the relay judges the end by its own clock, not by a phone's")
    mutating func relayJudges() throws {
        // The clinic's device believes that it is earlier.
        let behind = ManualClock(scene.world.clock.time - Scene.term)
        scene.clinic.environment.clock = behind
        scene.world.clock.advance(by: Scene.term)
        _ = try scene.clinic.comment("too late", on: .folder, in: scene.folder)
        let report = try scene.world.sync(&scene.clinic)
        #expect(report.ended[scene.folder] == .expired(scene.end))
        // Now it knows.
        #expect(throws: DeviceError.accessEnded) {
            try scene.clinic.comment("later", on: .folder, in: scene.folder)
        }
    }

    @Test("A26: an old grant's half is of no use after withdrawing and sharing again")
    mutating func oldHalf() throws {
        // A copy of the clinic's device from before: it holds both halves of the first grant.
        let before = scene.clinic
        try scene.phone.withdraw(scene.folder, from: scene.clinic.account)
        _ = try scene.phone.comment("in between", on: .folder, in: scene.folder)
        _ = try scene.share(for: .care)
        _ = try scene.phone.comment("shared again", on: .folder, in: scene.folder)
        // What opens it is the second grant's half, which only the relay has.
        scene.clinic = before
        try leakToClinic()
        #expect(scene.clinic.comments(in: scene.folder).isEmpty)
        try scene.syncAll()
        #expect(scene.clinic.comments(in: scene.folder) == ["in between", "shared again"])
    }
}
