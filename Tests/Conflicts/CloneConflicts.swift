import DermaCRDT
import DermaCausality
import DermaContent
import DermaIdentity
import DermaServer
import DermaSync
import DermaTestSupport
import Testing

@testable import DermaClient

@Suite("Cloned devices")
struct CloneConflicts {
    var scene: Scene

    init() throws { scene = try Scene.shared() }

    /// Another phone from the same backup.
    private mutating func clone() throws -> TestDevice {
        try TestDevice.open(
            store: scene.phone.store, passcode: World.passcode, environment: scene.world.environment())
    }

    /// Everyone syncs, and all who may read the folder have come to the same state, with these comments.
    private mutating func meet(_ clone: inout TestDevice, rounds: Int = 3) throws -> Set<SyncAlarm.Kind> {
        var alarms: Set<SyncAlarm.Kind> = []
        for _ in 0..<rounds {
            alarms.formUnion(try scene.world.sync(&clone).alarmKinds)
            for member in Scene.Member.allCases {
                alarms.formUnion(try scene.sync(member).alarmKinds)
            }
        }
        let state = try #require(scene.phone.state(of: scene.folder))
        for device in [clone, scene.tablet, scene.clinic] {
            #expect(device.state(of: scene.folder) == state)
            #expect(device.health(of: scene.folder) == scene.phone.health(of: scene.folder))
        }
        #expect(scene.tablet.control.applied == clone.control.applied)
        #expect(scene.phone.control.applied == clone.control.applied)
        let health = try #require(scene.phone.health(of: scene.folder))
        #expect(health.waitingCount == 0 && health.forks.isEmpty && health.unreadable.isEmpty)
        // Nobody has anything left to say.
        let last = [try scene.world.sync(&clone), try scene.world.sync(&scene.phone)]
        let areIdle = last.allSatisfy(\.isIdle)
        #expect(areIdle, "\(last)")
        return alarms
    }

    @Test(
        "C44: what two clones wrote under the same numbers reaches everyone once",
        arguments: [(1, 1), (3, 3), (1, 4), (4, 1), (40, 40), (300, 2)])
    mutating func content(_ counts: (phone: Int, clone: Int)) throws {
        var clone = try clone()
        for number in 0..<counts.phone {
            _ = try scene.phone.comment("phone \(number)", on: .folder, in: scene.folder)
        }
        for number in 0..<counts.clone {
            _ = try clone.comment("clone \(number)", on: .folder, in: scene.folder)
        }
        let claimed = try #require(clone.state(of: scene.folder)?.comments.last?.added.time)
        scene.world.clock.advance(by: 5000)
        try scene.world.sync(&scene.phone)
        // The first contact is enough.
        let report = try scene.world.sync(&clone)
        #expect(report.alarmKinds == [.cloned] && report.refusals.isEmpty)
        #expect(clone.comments(in: scene.folder).count == counts.phone + counts.clone)
        try scene.world.sync(&scene.tablet)
        #expect(scene.tablet.comments(in: scene.folder).count == counts.phone + counts.clone)
        // Both go on.
        _ = try clone.comment("clone after", on: .folder, in: scene.folder)
        _ = try scene.phone.comment("phone after", on: .folder, in: scene.folder)
        _ = try meet(&clone)
        let comments = scene.tablet.comments(in: scene.folder)
        #expect(comments.count == counts.phone + counts.clone + 2 && Set(comments).count == comments.count)
        let state = try #require(scene.tablet.state(of: scene.folder))
        #expect(state.comments.first { $0.text == "clone \(counts.clone - 1)" }?.added.time == claimed)
        #expect(state.conflicts.isEmpty && state.refused.isEmpty)
    }

    @Test("C44: both clones are told, once")
    mutating func told() throws {
        var clone = try clone()
        _ = try scene.phone.comment("phone", on: .folder, in: scene.folder)
        _ = try clone.comment("clone", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.phone)
        #expect(try scene.world.sync(&clone).alarms == [SyncAlarm(kind: .cloned, folder: scene.folder)])
        #expect(try scene.world.sync(&scene.phone).alarms == [SyncAlarm(kind: .cloned, folder: scene.folder)])
        #expect(try scene.world.sync(&scene.tablet).alarms.isEmpty)
        #expect(try scene.world.sync(&clone).alarms.isEmpty && scene.world.sync(&scene.phone).alarms.isEmpty)
        #expect(try meet(&clone).isEmpty)
    }

    @Test("C44: ops keep what they knew of: an amendment replaces, writes made apart stay apart")
    mutating func meaning() throws {
        let comment = try scene.phone.comment("first", on: .folder, in: scene.folder)
        try scene.syncAll()
        var clone = try clone()
        try clone.rewriteComment(comment, as: "by the clone", in: scene.folder)
        try clone.rewriteComment(comment, as: "by the clone again", in: scene.folder)
        try scene.phone.rewriteComment(comment, as: "by the phone", in: scene.folder)
        try scene.tablet.rewriteComment(comment, as: "by the tablet", in: scene.folder)
        try scene.world.sync(&scene.phone)
        _ = try meet(&clone)
        let state = try #require(scene.clinic.state(of: scene.folder))
        #expect(state.conflicts.map(\.texts) == [["by the clone again", "by the phone", "by the tablet"]])
        let revisions = state.revisions(of: .comment(comment)).map(\.value)
        #expect(
            Set(revisions) == ["first", "by the clone", "by the clone again", "by the phone", "by the tablet"])
        #expect(revisions.count == 5)
    }

    @Test("C44: a clone's photo reaches everyone")
    mutating func photo() throws {
        var clone = try clone()
        var random = SeededRandom(5)
        let photo = try clone.add(.sample(&random), to: scene.folder)
        _ = try clone.comment("on it", on: .photo(photo), in: scene.folder)
        _ = try scene.phone.comment("phone", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.phone)
        _ = try meet(&clone)
        #expect(try scene.clinic.jpeg(of: photo, in: scene.folder) == clone.jpeg(of: photo, in: scene.folder))
        #expect(try scene.phone.jpeg(of: photo, in: scene.folder) != nil)
    }

    @Test("C44: what clones wrote in the control log counts, with what it knew of")
    mutating func control() throws {
        var clone = try clone()
        let neck = try clone.createFolder(named: "Neck")
        _ = try clone.comment("in it", on: .folder, in: neck)
        let leg = try scene.phone.createFolder(named: "Leg")
        // The clone shares anew without knowing of the withdrawal: that stays so.
        try scene.phone.withdraw(scene.folder, from: scene.clinic.account)
        let grant = try clone.share(
            scene.folder, with: scene.record, for: .care, until: scene.world.clock.time + Scene.term,
            wording: Scene.wording)
        try scene.world.sync(&scene.phone)
        let report = try scene.world.sync(&clone)
        #expect(report.alarmKinds == [.cloned] && report.refusals.isEmpty)
        for _ in 0..<3 {
            for member in Scene.Member.allCases { try scene.sync(member) }
            try scene.world.sync(&clone)
        }
        for device in [clone, scene.phone, scene.tablet] {
            #expect(Set(device.folderIDs) == [scene.folder, neck, leg])
            #expect(device.comments(in: neck) == ["in it"])
            #expect(device.control.isWithdrawn(grant) && device.control.refused.isEmpty)
            #expect(device.control.applied == clone.control.applied)
        }
        let reopened = try TestDevice.open(
            store: clone.store, passcode: World.passcode, environment: scene.world.environment())
        #expect(reopened.control.applied == clone.control.applied && reopened.folderIDs == clone.folderIDs)
    }

    @Test("C44: a device that a clone let in belongs to the account")
    mutating func linked() throws {
        var clone = try clone()
        var laptop = try scene.world.linked(to: &clone, "laptop")
        _ = try scene.phone.createFolder(named: "Leg")
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&clone)
        try scene.world.sync(&laptop)
        _ = try laptop.comment("new here", on: .folder, in: scene.folder)
        try scene.world.sync(&laptop)
        try scene.world.sync(&scene.tablet)
        #expect(scene.tablet.comments(in: scene.folder) == ["new here"])
    }

    @Test("C44: a sync that heals a clone, cut after every few bytes", arguments: [0, 1])
    mutating func cut(_ kind: Int) throws {
        var clone = try clone()
        for number in 0..<3 { _ = try scene.phone.comment("phone \(number)", on: .folder, in: scene.folder) }
        for number in 0..<3 { _ = try clone.comment("clone \(number)", on: .folder, in: scene.folder) }
        if kind == 1 {
            _ = try clone.createFolder(named: "Neck")
            _ = try scene.phone.createFolder(named: "Leg")
        }
        try scene.world.sync(&scene.phone)
        var whole = (scene, clone)
        let before = whole.0.world.wire.count
        try whole.0.world.sync(&whole.1)
        let length = whole.0.world.wire.count - before
        let start = (self, clone)
        for bytes in stride(from: 300, to: length, by: kind == 1 ? 197 : 97) {
            var copy = start
            _ = try? copy.0.scene.world.exchange(&copy.1, cutAfter: bytes)
            copy.1 = try TestDevice.open(
                store: copy.1.store, passcode: World.passcode, environment: copy.0.scene.world.environment())
            _ = try copy.1.comment("in between", on: .folder, in: copy.0.scene.folder)
            _ = try copy.0.meet(&copy.1)
            let comments = copy.0.scene.tablet.comments(in: copy.0.scene.folder)
            #expect(comments.count == 7 && Set(comments).count == 7, "cut after \(bytes)")
        }
    }

    @Test("C44: a relay restored from a backup, and a clone: everyone ends with everything")
    mutating func relayRestored() throws {
        let backup = scene.world.relay
        var clone = try clone()
        for number in 0..<2 { _ = try clone.comment("clone \(number)", on: .folder, in: scene.folder) }
        try scene.world.sync(&clone)
        try scene.world.sync(&scene.tablet)
        _ = try scene.tablet.comment("I saw the clone", on: .folder, in: scene.folder)
        // The relay loses what the clone wrote, and gets other entries under the same numbers.
        scene.world.relay = backup
        _ = try scene.phone.comment("phone", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.phone)
        let report = try scene.world.sync(&scene.tablet)
        #expect(report.alarmKinds.contains(.fork))
        _ = try meet(&clone)
        let comments = scene.clinic.comments(in: scene.folder)
        #expect(Set(comments) == ["clone 0", "clone 1", "phone", "I saw the clone"] && comments.count == 4)
        #expect(scene.clinic.state(of: scene.folder)?.conflicts.isEmpty == true)
    }

    @Test("C44: three clones of one backup")
    mutating func three() throws {
        var clone = try clone()
        var third = try self.clone()
        _ = try clone.comment("clone", on: .folder, in: scene.folder)
        _ = try third.comment("third", on: .folder, in: scene.folder)
        _ = try third.comment("third too", on: .folder, in: scene.folder)
        _ = try scene.phone.comment("phone", on: .folder, in: scene.folder)
        for _ in 0..<2 {
            try scene.world.sync(&third)
            _ = try third.comment("more", on: .folder, in: scene.folder)
            try scene.world.sync(&scene.phone)
            _ = try meet(&clone, rounds: 1)
        }
        try scene.world.sync(&third)
        _ = try meet(&clone)
        #expect(
            scene.tablet.comments(in: scene.folder).sorted() == [
                "clone", "more", "more", "phone", "third", "third too",
            ])
        let replicas = try scene.world.relay.store.log.origins(in: scene.folder).count { $0.author == clone.author }
        #expect(replicas == 3)
    }
}

extension Scene {
    @discardableResult
    fileprivate mutating func sync(_ member: Member) throws -> SyncReport {
        var device = self[member]
        defer { self[member] = device }
        return try world.sync(&device)
    }
}

extension SyncReport {
    /// The kinds of what was wrong.
    fileprivate var alarmKinds: Set<SyncAlarm.Kind> { Set(alarms.map(\.kind)) }

    /// Whether nothing was exchanged and nothing was wrong.
    fileprivate var isIdle: Bool {
        entriesReceived == 0 && entriesSent == 0 && alarms.isEmpty && refusals.isEmpty && photosSent == 0
    }
}

extension TestDevice {
    /// The comments of a folder, as a person sees them.
    fileprivate func comments(in folder: FolderID) -> [String] {
        state(of: folder)?.comments.map(\.text) ?? []
    }
}
