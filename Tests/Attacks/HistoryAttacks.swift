import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("A relay that shows other histories")
struct HistoryAttacks {
    var scene: Scene
    private let control: FolderID

    init() throws {
        scene = try Scene.unshared()
        control = scene.phone.control.folder
    }

    @Test("A09: entries that no device signed are not taken")
    mutating func injected() throws {
        var random = SeededRandom(4)
        let stranger = DeviceSecrets(random: &random)
        let folder = scene.folder
        let origin = ReplicaOrigin(author: stranger.keys.author, nonce: .zero)
        let entry = RunEntry(kind: .content, epoch: EpochID(.zero), body: .present([1, 2, 3]))
        let run = LogRun(signing: [entry], in: folder, of: origin, by: stranger)
        let claimed = VersionVector([Dot(origin.replica(in: folder), 1)])
        let before = try scene.tablet.store.log.vector(of: folder)
        let report = try scene.world.sync(&scene.tablet) { frame in
            guard case .have(let have) = frame, have.folder == folder else { return [frame] }
            var vector = have.vector
            vector.merge(claimed)
            return [.entries(run), .have(Have(folder: folder, vector: vector))]
        }
        #expect(report.alarmKinds == [.stranger] && report.entriesReceived == 0)
        #expect(try scene.tablet.store.log.vector(of: folder) == before)
        // The phone's own name does not help.
        let borrowed = LogRun(signing: [entry], in: folder, of: try scene.phone.origin(in: folder), by: stranger)
        let second = try scene.world.sync(&scene.tablet) { frame in
            guard case .have(let have) = frame, have.folder == folder else { return [frame] }
            return [.entries(borrowed), frame]
        }
        #expect(second.alarmKinds == [.forged])
        #expect(try scene.tablet.store.log.vector(of: folder) == before)
    }

    @Test("A09: a device, a folder or a grant that no member signed is not taken")
    mutating func injectedRecords() throws {
        var random = SeededRandom(4)
        let stranger = DeviceSecrets(random: &random)
        let control = control
        let added = DeviceAdded(keys: stranger.keys, label: [], welcome: [])
        let records: [ControlRecord] = [
            .device(added), .withdrawal(Withdrawal(folder: scene.folder, organisation: scene.clinic.account)),
            .epoch(try scene.phone.newEpoch(in: FolderID(.zero), grants: [])),
        ]
        let honest = try scene.phone.run(of: records)
        let origin = ReplicaOrigin(author: stranger.keys.author, nonce: .zero)
        for run in [
            LogRun(signing: honest.entries, in: control, of: origin, by: stranger),
            LogRun(signing: honest.entries, in: control, of: honest.origin, by: stranger),
        ] {
            let before = scene.tablet.control
            let report = try scene.world.sync(&scene.tablet) { frame in
                guard case .have(let have) = frame, have.folder == control else { return [frame] }
                return [.entries(run), frame]
            }
            #expect(report.entriesReceived == 0)
            #expect(
                scene.tablet.control.applied == before.applied
                    && scene.tablet.control.devices.keys == before.devices.keys)
            #expect(scene.tablet.folderIDs == [scene.folder])
        }
    }

    @Test("A09: a clinic of one folder cannot write into another, though a relay lets it")
    mutating func otherFolder() throws {
        _ = try scene.share(for: .care)
        let secret = try scene.phone.createFolder(named: "Private")
        try scene.syncAll()
        let secrets = scene.clinic.secrets
        let run = LogRun(
            signing: [RunEntry(kind: .content, epoch: EpochID(.zero), body: .present([1]))], in: secret,
            of: ReplicaOrigin(author: scene.clinic.author, nonce: .zero), by: secrets)
        guard case .unknownAuthor = try scene.phone.receive(run) else {
            Issue.record("taken")
            return
        }
        #expect(scene.phone.health(of: secret)?.lockedCount == 0)
    }

    @Test("A10: a clinic's comment cannot be forged, amended or claimed by anyone else")
    mutating func clinicComments() throws {
        _ = try scene.share(for: .care)
        try scene.syncAll()
        let comment = try scene.clinic.comment("use the cream", on: .folder, in: scene.folder)
        try scene.syncAll()
        // The patient's own device, gone bad, writes ops about the clinic's comment.
        #expect(throws: DeviceError.notFound) {
            try scene.phone.rewriteComment(comment, as: "no cream", in: scene.folder)
        }
        try scene.phone.write([.amendComment(comment, text: "no cream")], in: scene.folder)
        try scene.phone.write([.addComment(comment, on: .folder, text: "not at all")], in: scene.folder)
        try scene.syncAll()
        for member in Scene.Member.allCases {
            let state = try #require(scene[member].state(of: scene.folder))
            let clinics = try #require(state[comment: comment, by: scene.clinic.account])
            #expect(clinics.text == "use the cream" && clinics.statement.history.count == 1)
            #expect(clinics.added.author == scene.clinic.author)
            #expect(state[comment: comment, by: scene.phone.account]?.text == "not at all")
            #expect(state.refused.count == 1)
        }
        // Nor does the clinic speak for the patient.
        try scene.clinic.write([.set(.folderName("Ours now")), .set(.title(comment, "I feel fine"))], in: scene.folder)
        try scene.syncAll()
        #expect(scene.phone.state(of: scene.folder)?.name.shown?.value == "Left forearm")
        #expect(scene.phone.state(of: scene.folder)?.diary.isEmpty == true)
        #expect(scene.phone.state(of: scene.folder)?.refused.count == 3)
    }

    @Test("A12: an entry left out of the middle is noticed, and nothing after it is taken")
    mutating func gap() throws {
        for number in 0..<4 {
            _ = try scene.phone.comment("\(number)", on: .folder, in: scene.folder)
            try scene.world.sync(&scene.phone)
        }
        let folder = scene.folder
        let origin = try scene.phone.origin(in: folder)
        let held = try scene.tablet.store.log.tail(of: origin.replica(in: folder), in: folder)?.sequence ?? 0
        let later = try #require(try scene.phone.store.log.run(of: origin, in: folder, after: held + 2))
        let report = try scene.world.sync(&scene.tablet) { $0.changingRuns { $0.folder == folder ? later : $0 } }
        #expect(report.alarmKinds == [.gap, .withheld])
        #expect(scene.tablet.comments(in: folder).isEmpty)
        try scene.world.sync(&scene.tablet)
        #expect(scene.tablet.comments(in: folder) == ["0", "1", "2", "3"])
    }

    @Test("A13: newest entries that are kept back are missed as soon as another device's heads arrive")
    mutating func tail() throws {
        let folder = scene.folder
        let before = try scene.world.relay.store.log.vector(of: folder)
        _ = try scene.phone.comment("hidden", on: .folder, in: folder)
        try scene.world.sync(&scene.phone)
        var laptop = try scene.world.linked(to: &scene.phone, "laptop")
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&laptop)
        _ = try laptop.comment("I saw it", on: .folder, in: folder)
        try scene.world.sync(&laptop)
        // The relay shows the tablet what the laptop wrote, and not what the phone did.
        let hidden = try scene.phone.origin(in: folder)
        let replica = hidden.replica(in: folder)
        func hiding(_ frame: Frame) -> [Frame] {
            if case .have(let have) = frame, have.folder == folder {
                let dots = have.vector.dots.filter { $0.replica != replica } + before.dots
                return [.have(Have(folder: folder, vector: VersionVector(dots)))]
            }
            return frame.changingRuns { $0.folder == folder && $0.origin == hidden ? nil : $0 }
        }
        let report = try scene.world.sync(&scene.tablet, toDevice: hiding)
        #expect(report.alarms == [SyncAlarm(kind: .withheld, folder: folder)])
        // Who has been told is not told again.
        #expect(try scene.world.sync(&scene.tablet, toDevice: hiding).alarms.isEmpty)
        #expect(scene.tablet.comments(in: folder).isEmpty)
        #expect(scene.tablet.health(of: folder)?.waitingCount == 1)
        try scene.world.sync(&scene.tablet)
        #expect(scene.tablet.comments(in: folder) == ["hidden", "I saw it"])
        #expect(scene.tablet.health(of: folder)?.waitingCount == 0)
    }

    @Test("A15: one number with two bodies is refused by a relay and noticed by a device")
    mutating func equivocation() throws {
        var clone = scene.phone
        _ = try scene.phone.comment("one thing", on: .folder, in: scene.folder)
        _ = try clone.comment("another thing", on: .folder, in: scene.folder)
        _ = try clone.comment("and more", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.phone)
        let origin = try clone.origin(in: scene.folder)
        let sequence = try #require(
            try scene.phone.store.log.tail(of: origin.replica(in: scene.folder), in: scene.folder)
        ).sequence
        let second = try #require(try clone.store.log.run(of: origin, in: scene.folder, after: sequence - 1))
        var peer = scene.world.login(scene.phone.secrets, of: scene.phone.account)
        #expect(
            scene.world.send(.entries(second), as: &peer) == [
                .refused(Refusal(.fork, folder: scene.folder, detail: Int64(sequence)))
            ])
        try scene.world.sync(&scene.tablet)
        let folder = scene.folder
        let report = try scene.world.sync(&scene.tablet) { frame in
            guard case .have(let have) = frame, have.folder == folder else { return [frame] }
            return [.entries(second), frame]
        }
        #expect(report.alarmKinds == [.fork])
        #expect(scene.tablet.comments(in: folder) == ["one thing"])
    }

    @Test("A14: devices that were shown different histories find out when they hear of each other")
    mutating func splitView() throws {
        // A cloned phone, so that there are two signed histories to show.
        var clone = scene.phone
        _ = try scene.phone.comment("to the tablet", on: .folder, in: scene.folder)
        _ = try clone.comment("to the laptop", on: .folder, in: scene.folder)
        var laptop = try scene.world.linked(to: &scene.tablet, "laptop")
        try scene.world.sync(&scene.tablet)
        var otherWorld = scene.world
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&scene.tablet)
        try otherWorld.sync(&clone)
        try otherWorld.sync(&laptop)
        #expect(scene.tablet.comments(in: scene.folder) == ["to the tablet"])
        #expect(laptop.comments(in: scene.folder) == ["to the laptop"])

        _ = try laptop.comment("hello", on: .folder, in: scene.folder)
        _ = try scene.tablet.comment("hello too", on: .folder, in: scene.folder)
        try scene.tablet.takeAll(of: scene.folder, from: laptop)
        try laptop.takeAll(of: scene.folder, from: scene.tablet)
        #expect(scene.tablet.health(of: scene.folder)?.forks.count == 1)
        #expect(laptop.health(of: scene.folder)?.forks.count == 1)
        // Each keeps the history that it had.
        #expect(scene.tablet.comments(in: scene.folder).contains("to the tablet"))
        #expect(laptop.comments(in: scene.folder).contains("to the laptop"))
    }

    @Test("A16: a new device that is shown an older control log stops, and builds nothing on it")
    mutating func oldControlLog() throws {
        let control = control
        let old = scene.world.relay.store.log
        let oldRuns = try old.runs(in: control)
        let oldVector = try old.vector(of: control)
        var laptop = try scene.world.linked(to: &scene.phone, "laptop")
        try scene.world.sync(&scene.phone)
        #expect(throws: SyncFailure.outdated) {
            try scene.world.sync(
                &laptop,
                toDevice: { frame in
                    switch frame {
                    case .entries(let run) where run.folder == control: []
                    case .have(let have) where have.folder == control:
                        oldRuns.map { .entries($0) } + [.have(Have(folder: control, vector: oldVector))]
                    default: [frame]
                    }
                })
        }
        #expect(laptop.folderIDs.isEmpty && !laptop.isMember)
        try scene.world.sync(&laptop)
        #expect(laptop.state(of: scene.folder) == scene.phone.state(of: scene.folder))
    }

    @Test("A16: a new device that is shown an older folder raises an alarm")
    mutating func oldFolder() throws {
        let folder = scene.folder
        let oldVector = try scene.world.relay.store.log.vector(of: folder)
        _ = try scene.phone.comment("newer", on: .folder, in: folder)
        try scene.world.sync(&scene.phone)
        let newer = try scene.phone.origin(in: folder)
        let oldRun = try #require(try scene.tablet.store.log.run(of: newer, in: folder, after: 0))
        var laptop = try scene.world.linked(to: &scene.phone, "laptop")
        try scene.world.sync(&scene.phone)
        let report = try scene.world.sync(&laptop) { frame in
            if case .have(let have) = frame, have.folder == folder {
                return [.have(Have(folder: folder, vector: oldVector))]
            }
            return frame.changingRuns { $0.folder == folder ? oldRun : $0 }
        }
        #expect(report.alarms == [SyncAlarm(kind: .outdated, folder: folder)])
        #expect(try scene.world.sync(&laptop).alarms.isEmpty)
        #expect(laptop.comments(in: folder) == ["newer"])
    }

    @Test(
        "A17: a withdrawal whose body is kept back is noticed, and taken when it is shown",
        arguments: [EntryKind.withdrawal, .epoch, .grant, .membership])
    mutating func hiddenBody(_ kind: EntryKind) throws {
        let grant = try scene.share(for: .care)
        try scene.syncAll()
        try scene.phone.withdraw(scene.folder, from: scene.clinic.account)
        _ = try scene.share(for: .teaching)
        _ = try scene.world.linked(to: &scene.phone, "laptop")
        try scene.world.sync(&scene.phone)
        let before = scene.tablet.control.applied
        let report = try scene.world.sync(&scene.tablet) { frame in
            frame.changingRuns { run in
                run.with(
                    entries: run.entries.map { entry in
                        guard entry.kind == kind else { return entry }
                        return RunEntry(
                            kind: kind, epoch: entry.epoch,
                            body: .withheld(hash: entry.body.hash, length: entry.body.length))
                    })
            }
        }
        #expect(!report.alarms.isEmpty)
        #expect(scene.tablet.control.applied == before)
        try scene.world.sync(&scene.tablet)
        #expect(scene.tablet.control.applied == scene.phone.control.applied)
        #expect(scene.tablet.control.isWithdrawn(grant))
    }

    @Test("A17: the end of a control log that is kept back is missed when an entry of a folder cites it")
    mutating func hiddenEnd() throws {
        _ = try scene.share(for: .care)
        try scene.syncAll()
        let control = control
        let before = try scene.world.relay.store.log.vector(of: control)
        try scene.phone.withdraw(scene.folder, from: scene.clinic.account)
        _ = try scene.phone.comment("withdrawn", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.phone)
        func hiding(_ frame: Frame) -> [Frame] {
            if case .have(let have) = frame, have.folder == control {
                return [.have(Have(folder: control, vector: before))]
            }
            return frame.changingRuns { $0.folder == control ? nil : $0 }
        }
        // The new epoch's key is hidden, too: the entry that cites it cannot be read.
        _ = try scene.world.sync(&scene.tablet, toDevice: hiding)
        #expect(scene.tablet.health(of: scene.folder)?.lockedCount == 1)
        // An entry that can be read and cites what is hidden.
        #expect(try scene.world.sync(&scene.tablet).alarms.isEmpty)
        let later = try scene.world.relay.store.log.vector(of: control)
        _ = try scene.phone.createFolder(named: "Neck")
        _ = try scene.phone.comment("after", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.phone)
        func hidingLater(_ frame: Frame) -> [Frame] {
            if case .have(let have) = frame, have.folder == control {
                return [.have(Have(folder: control, vector: later))]
            }
            return frame.changingRuns { $0.folder == control ? nil : $0 }
        }
        let second = try scene.world.sync(&scene.tablet, toDevice: hidingLater)
        #expect(second.alarms == [SyncAlarm(kind: .withheld, folder: scene.folder)])
        #expect(try scene.world.sync(&scene.tablet, toDevice: hidingLater).alarms.isEmpty)
        #expect(try scene.world.sync(&scene.tablet).alarms.isEmpty)
        #expect(scene.tablet.control.applied == scene.phone.control.applied)
    }

    @Test("A14: a control log that was shown to two devices in two versions is found out when one cites it")
    mutating func splitControl() throws {
        var clone = scene.phone
        clone.environment.random = SeededRandom(77)
        _ = try scene.phone.createFolder(named: "To the tablet")
        _ = try clone.createFolder(named: "To the laptop")
        var laptop = try scene.world.linked(to: &scene.tablet, "laptop")
        try scene.world.sync(&scene.tablet)
        var otherWorld = scene.world
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&scene.tablet)
        try otherWorld.sync(&clone)
        try otherWorld.sync(&laptop)
        _ = try laptop.comment("hello", on: .folder, in: scene.folder)
        #expect(try scene.world.sync(&scene.tablet).alarms.isEmpty)
        try scene.tablet.takeAll(of: scene.folder, from: laptop)
        #expect(
            try scene.world.sync(&scene.tablet).alarms == [SyncAlarm(kind: .fork, folder: scene.folder)])
        #expect(try scene.world.sync(&scene.tablet).alarms.isEmpty)
    }

    @Test("Nobody restates an entry that others hold: a comment's history cannot be taken back")
    mutating func restatedHeld() throws {
        let folder = scene.folder
        let comment = try scene.phone.comment("what I said", on: .folder, in: folder)
        try scene.syncAll()
        let origin = try scene.phone.origin(in: folder)
        let tail = try scene.phone.tail(of: origin, in: folder)
        // The phone, gone bad, says under another replica that it said something else.
        let other = ReplicaOrigin(author: scene.phone.author, nonce: .zero)
        let sealing = try scene.phone.sealing(in: folder, of: scene.phone.account)
        let body = ContentBody(
            context: CausalContext([]), membership: CausalContext([]), time: Timestamp(milliseconds: 0),
            ops: [.addComment(comment, on: .folder, text: "what I wish I had said")],
            restates: [FormerEntry(nonce: origin.nonce, sequence: tail.sequence, hash: tail.hash)])
        let entry = try scene.phone.seal(body, .content, as: Dot(other.replica(in: folder), 1), in: folder, sealing)
        try scene.phone.append(
            VerifiedRun(
                LogRun(signing: [entry], in: folder, of: other, by: scene.phone.secrets),
                signedBy: scene.phone.secrets.keys.signing))
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&scene.tablet)
        let state = try #require(scene.tablet.state(of: folder))
        #expect(state.revisions(of: .comment(comment)).map(\.value) == ["what I said"])
        #expect(try scene.tablet.store.log.tail(of: other.replica(in: folder), in: folder)?.sequence == 1)
    }

    @Test("A relay that shows another check of a log than it holds is noticed, and changes nothing")
    mutating func falseChecks() throws {
        let folder = scene.folder
        let before = scene.tablet.state(of: folder)
        let report = try scene.world.sync(&scene.tablet) { frame in
            guard case .have(let have) = frame, have.folder == folder else { return [frame] }
            return [
                .have(
                    Have(
                        folder: folder, vector: have.vector, checks: have.checks.map { _ in .zero },
                        photos: have.photos ?? 0))
            ]
        }
        #expect(report.alarms == [SyncAlarm(kind: .withheld, folder: folder)])
        #expect(scene.tablet.state(of: folder) == before)
        #expect(try scene.world.sync(&scene.tablet).alarms.isEmpty)
    }
}
