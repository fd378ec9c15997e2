import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("Two clinics on one folder")
struct TwoClinics {
    var scene: Scene
    private var other: TestDevice

    init() throws {
        scene = try Scene.shared()
        other = try scene.world.clinic("Eye clinic", "RX2")
        try scene.world.sync(&other)
        let record = try Scene.prove(other, to: &scene.phone, in: &scene.world)
        _ = try scene.phone.share(
            scene.folder, with: record, for: .care, until: scene.end, wording: Scene.wording)
        try scene.syncAll()
        try scene.world.sync(&other)
    }

    private mutating func syncEveryone() throws -> [SyncReport] {
        var reports: [SyncReport] = []
        for _ in 0..<2 {
            for member in Scene.Member.allCases {
                var device = scene[member]
                reports.append(try scene.world.sync(&device))
                scene[member] = device
            }
            reports.append(try scene.world.sync(&other))
        }
        return reports
    }

    private func comments(_ device: TestDevice) -> Set<String> {
        Set(device.state(of: scene.folder)?.comments.map(\.text) ?? [])
    }

    @Test("C42: each sees the patient's words and its own, the patient sees all")
    mutating func separate() throws {
        _ = try scene.clinic.comment("from the skin clinic", on: .folder, in: scene.folder)
        _ = try other.comment("from the eye clinic", on: .folder, in: scene.folder)
        for report in try syncEveryone() { #expect(report.alarms.isEmpty && report.refusals.isEmpty) }
        // The patient answers, having seen both.
        _ = try scene.phone.comment("thank you both", on: .folder, in: scene.folder)
        _ = try scene.tablet.comment("from the tablet", on: .folder, in: scene.folder)
        for report in try syncEveryone() { #expect(report.alarms.isEmpty && report.refusals.isEmpty) }
        _ = try scene.phone.comment("and again", on: .folder, in: scene.folder)
        _ = try syncEveryone()

        let patients: Set = ["thank you both", "from the tablet", "and again"]
        #expect(comments(scene.phone) == patients.union(["from the skin clinic", "from the eye clinic"]))
        #expect(comments(scene.tablet) == comments(scene.phone))
        #expect(comments(scene.clinic) == patients.union(["from the skin clinic"]))
        #expect(comments(other) == patients.union(["from the eye clinic"]))
        for device in [scene.phone, scene.tablet, scene.clinic, other] {
            let health = FolderHealth(lockedCount: 0, waitingCount: 0, unreadable: [], withheld: [], forks: [])
            #expect(device.health(of: scene.folder) == health)
            // The same after opening again.
            let reopened = try TestDevice.open(
                store: device.store, passcode: World.passcode, environment: device.environment)
            #expect(reopened.state(of: scene.folder) == device.state(of: scene.folder))
        }
    }

    @Test("C42: not a byte of one clinic's entries goes to the other, nor that there are any")
    mutating func nothingSent() throws {
        _ = try scene.clinic.comment("from the skin clinic", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.clinic)
        try scene.world.sync(&scene.phone)
        var peer = scene.world.login(other.secrets, of: other.account)
        let frames = scene.world.send(
            .have(Have(folder: scene.folder, vector: VersionVector())), as: &peer)
        let hidden = try scene.clinic.origin(in: scene.folder).replica(in: scene.folder)
        let patients = try scene.phone.origin(in: scene.folder).replica(in: scene.folder)
        for frame in frames {
            switch frame {
            case .entries(let run): #expect(run.origin.replica(in: scene.folder) != hidden)
            case .have(let have): #expect(have.vector[hidden] == 0 && have.vector[patients] > 0)
            default: Issue.record("\(frame)")
            }
        }
    }

    @Test("C42: concurrent edits of the patient read the same for a clinic that sees only part of the history")
    mutating func concurrentEdits() throws {
        let entry = try scene.phone.writeDiary(DiaryDraft(text: "itchy"), in: scene.folder)
        _ = try syncEveryone()
        _ = try other.comment("seen", on: .diary(entry), in: scene.folder)
        try scene.world.sync(&other)
        try scene.world.sync(&scene.phone)
        try scene.phone.rewriteDiary(entry, as: "itchy and red", in: scene.folder)
        try scene.tablet.rewriteDiary(entry, as: "itchy and dry", in: scene.folder)
        // The clinic hears of the phone's edit before the tablet's has come.
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&scene.clinic)
        try scene.world.sync(&scene.tablet)
        try scene.world.sync(&scene.clinic)
        _ = try syncEveryone()
        let patients = try #require(scene.phone.state(of: scene.folder)?[diary: entry])
        for device in [scene.tablet, scene.clinic, other] {
            let state = try #require(device.state(of: scene.folder))
            #expect(state[diary: entry] == patients)
            #expect(
                Set(state.revisions(of: .diary(entry)).map(\.value)) == ["itchy", "itchy and red", "itchy and dry"])
        }
    }

    @Test("A clinic whose sync is cut reads what the patient reads once it has synced again", arguments: UInt64(0)..<4)
    mutating func cut(_ seed: UInt64) throws {
        // The place of the tablet's replica among the others depends on the seed.
        scene.tablet.environment.random = SeededRandom(seed)
        let entry = try scene.phone.writeDiary(DiaryDraft(text: "one"), in: scene.folder)
        try scene.syncAll()
        try scene.tablet.rewriteDiary(entry, as: "two", in: scene.folder)
        try scene.world.sync(&scene.tablet)
        try scene.world.sync(&scene.phone)
        try scene.phone.rewriteDiary(entry, as: "three", in: scene.folder)
        try scene.world.sync(&scene.phone)
        let start = scene
        let before = scene.world.wire.count
        try scene.world.sync(&scene.clinic)
        // The goodbye is sent when everything is done: cutting it changes nothing.
        let length = scene.world.wire.count - before - Frame.bye.bytes.count
        for bytes in stride(from: 0, to: length, by: 7) {
            var scene = start
            #expect(throws: SyncFailure.session(.closedEarly)) {
                try scene.world.exchange(&scene.clinic, cutAfter: bytes)
            }
            try scene.world.sync(&scene.clinic)
            #expect(scene.clinic.state(of: scene.folder) == scene.phone.state(of: scene.folder), "after \(bytes)")
        }
    }
}
