import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("A clinic with many patients")
struct ClinicSyncTests {
    @Test("A grant whose half is missing does not keep others from being opened")
    func missingHalf() throws {
        var scene = try Scene.unshared()
        // Six folders; the half of each in turn is not there.
        var folders = [scene.folder]
        for number in 0..<5 { folders.append(try scene.phone.createFolder(named: "\(number)")) }
        for folder in folders {
            _ = try scene.phone.share(
                folder, with: scene.record, for: .care, until: scene.end, wording: Scene.wording)
        }
        try scene.world.sync(&scene.phone)
        for missing in scene.phone.control.grants.values.map(\.record) {
            var scene = scene
            var relay = scene.world.relay.store
            try relay.destroyHalf(of: missing.id)
            scene.world.relay = .init(store: relay)
            let report = try scene.world.sync(&scene.clinic)
            #expect(report.refusals.map(\.code) == [.badHalf])
            for folder in folders {
                let isOpen = scene.clinic.state(of: folder)?.name.shown != nil
                #expect(isOpen == (folder != missing.folder))
            }
        }
    }

    /// What a relay may say to one request; other codes end the session or the sync.
    private static let codes: [RefusalCode] = [
        .notMember, .neverGranted, .accessWithdrawn, .accessExpired, .badSignature, .badHalf, .purposeNotGranted,
        .limitReached,
    ]

    @Test("A half that the relay refuses for any reason does not stop the sync", arguments: codes)
    func refusedHalf(_ code: RefusalCode) throws {
        var scene = try Scene.unshared()
        _ = try scene.share(for: .care)
        try scene.world.sync(&scene.phone)
        let folder = scene.folder
        let refusal = Refusal(code, folder: code == .badSignature ? nil : folder)
        do {
            let report = try scene.world.sync(&scene.clinic) { frame in
                if case .halfReleased = frame { [.refused(refusal)] } else { [frame] }
            }
            #expect(report.refusals == [refusal])
        } catch {
            Issue.record("\(error)")
        }
        try scene.world.sync(&scene.clinic)
        #expect(scene.clinic.state(of: folder)?.name.shown != nil)
    }

    @Test("Two grants with no purpose in common give nothing, and do not stop the sync")
    func disjointPurposes() throws {
        var scene = try Scene.unshared()
        _ = try scene.share(for: .care)
        _ = try scene.tablet.follow(scene.clinic.account)
        try scene.world.sync(&scene.tablet)
        _ = try scene.tablet.share(
            scene.folder, with: scene.record, for: .research, until: scene.end, wording: Scene.wording)
        let other = try scene.phone.createFolder(named: "Neck")
        _ = try scene.phone.share(other, with: scene.record, for: .care, until: scene.end, wording: Scene.wording)
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&scene.tablet)
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&scene.clinic)
        #expect(scene.clinic.state(of: scene.folder)?.name.shown == nil)
        #expect(scene.clinic.state(of: other) == scene.phone.state(of: other))
    }

    @Test("Many patients share with one clinic, and it reads all of them")
    func manyPatients() throws {
        var scene = try Scene.shared()
        for number in 0..<3 {
            var patient = try scene.world.patient("\(number)")
            let folder = try patient.createFolder(named: "Folder \(number)")
            try scene.world.sync(&patient)
            let record = try Scene.prove(scene.clinic, to: &patient, in: &scene.world)
            _ = try patient.share(folder, with: record, for: .care, until: scene.end, wording: Scene.wording)
            try scene.world.sync(&patient)
            try scene.world.sync(&scene.clinic)
            _ = try scene.clinic.comment("seen \(number)", on: .folder, in: folder)
            try scene.world.sync(&scene.clinic)
            try scene.world.sync(&patient)
            #expect(patient.state(of: folder)?.comments.count == 1)
            #expect(patient.state(of: folder) == scene.clinic.state(of: folder))
        }
        #expect(scene.clinic.folderIDs.count == 4)
        #expect(try scene.world.sync(&scene.clinic).alarms.isEmpty)
    }
}
