import DermaCausality
import DermaIdentity
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("What a clinic is not told")
struct RedactionTests {
    var scene: Scene
    private var other: TestDevice
    private let otherRecord: Clinic

    init() throws {
        scene = try Scene.shared()
        other = try scene.world.clinic("Eye clinic", "RX2")
        try scene.world.sync(&other)
        otherRecord = try Scene.prove(other, to: &scene.phone, in: &scene.world)
    }

    /// The patient's control log as the relay sends it to a clinic.
    private mutating func view(of clinic: TestDevice) -> [LogRun] {
        var peer = scene.world.login(clinic)
        return scene.world.send(.everything(of: scene.phone.control.folder), as: &peer).runs
    }

    private func records(_ runs: [LogRun]) throws -> [ControlRecord] {
        try runs.flatMap(\.entries).compactMap(\.body.bytes).map { try ControlBody(decoding: $0).record }
    }

    /// Which organisations and folders the records speak of.
    private func named(_ records: [ControlRecord]) -> (organisations: Set<AccountID>, folders: Set<FolderID>) {
        var organisations: Set<AccountID> = []
        var folders: Set<FolderID> = []
        for record in records {
            switch record {
            case .grant(let grant):
                organisations.insert(grant.organisation)
                folders.insert(grant.folder)
            case .withdrawal(let withdrawal):
                organisations.insert(withdrawal.organisation)
                folders.insert(withdrawal.folder)
            case .epoch(let epoch): folders.insert(epoch.folder)
            case .genesis, .device, .generation, .revocation, .acceptance: break
            }
        }
        return (organisations, folders)
    }

    @Test("Two clinics with a folder each learn nothing of each other's")
    mutating func twoFolders() throws {
        let folder = try scene.phone.createFolder(named: "Left eye")
        _ = try scene.phone.share(folder, with: otherRecord, for: .care, until: scene.end, wording: Scene.wording)
        try scene.world.sync(&scene.phone)
        let first = named(try records(view(of: scene.clinic)))
        #expect(first.organisations == [scene.clinic.account] && first.folders == [scene.folder])
        let second = named(try records(view(of: other)))
        #expect(second.organisations == [other.account] && second.folders == [folder])

        try scene.phone.withdraw(folder, from: other.account)
        try scene.world.sync(&scene.phone)
        let third = named(try records(view(of: scene.clinic)))
        #expect(third.organisations == [scene.clinic.account] && third.folders == [scene.folder])
    }

    @Test("Two clinics on one folder are not told of each other's grants and withdrawals")
    mutating func oneFolder() throws {
        _ = try scene.phone.share(scene.folder, with: otherRecord, for: .care, until: scene.end, wording: Scene.wording)
        try scene.world.sync(&scene.phone)
        #expect(named(try records(view(of: scene.clinic))).organisations == [scene.clinic.account])
        #expect(named(try records(view(of: other))).organisations == [other.account])
        try scene.phone.withdraw(scene.folder, from: other.account)
        try scene.world.sync(&scene.phone)
        #expect(named(try records(view(of: scene.clinic))).organisations == [scene.clinic.account])
        // Not even the other's name occurs.
        let sent = view(of: scene.clinic).flatMap(\.encoded)
        let name = other.account.bytes
        #expect(!sent.indices.contains { sent[$0] == name[0] && sent[$0...].starts(with: name) })
    }

    @Test("The log that a clinic sees still verifies, and the patient's own devices see all of it")
    mutating func stillVerifies() throws {
        let folder = try scene.phone.createFolder(named: "Left eye")
        _ = try scene.phone.share(folder, with: otherRecord, for: .care, until: scene.end, wording: Scene.wording)
        try scene.world.sync(&scene.phone)
        let runs = view(of: scene.clinic)
        #expect(runs.flatMap(\.entries).contains { $0.body.bytes == nil })
        var state = ControlState(account: scene.phone.account)
        for run in runs.sorted(by: { $0.firstSequence < $1.firstSequence || $0.origin.author.raw == state.account.raw })
        {
            if state.signingKey(of: run.origin.author) == nil, run.origin.author.raw != state.account.raw { continue }
            try state.insert(state.verify(run).entries)
        }
        #expect(state.devices.keys == scene.phone.control.devices.keys)
        #expect(Set(state.grants.values.map(\.record.organisation)) == [scene.clinic.account])

        var tablet = scene.world.login(scene.tablet)
        let whole = scene.world.send(.everything(of: scene.phone.control.folder), as: &tablet).runs
        #expect(whole.flatMap(\.entries).allSatisfy { $0.body.bytes != nil })
        let report = try scene.world.sync(&scene.clinic)
        #expect(report.alarms.isEmpty)
    }

    @Test("A clinic's own control log is everyone's to read in full")
    mutating func publicRecord() throws {
        var phone = scene.world.login(scene.phone)
        let runs = scene.world.send(.everything(of: other.control.folder), as: &phone).runs
        #expect(!runs.isEmpty && runs.flatMap(\.entries).allSatisfy { $0.body.bytes != nil })
    }
}
