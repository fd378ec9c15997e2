import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("Attacks on the removal of a device")
struct RevocationAttacks {
    var scene: Scene

    init() throws { scene = try Scene.unshared() }

    @Test("A17: a relay cannot withhold a removal: what comes after it in its log is missing, and that shows")
    mutating func withheldBody() throws {
        try scene.phone.revoke(scene.tablet.author)
        try scene.world.sync(&scene.phone)
        var laptop = try scene.world.linked(to: &scene.phone, "laptop")
        try scene.world.sync(&scene.phone)
        let folder = scene.phone.control.folder
        // The body withheld: refused as a whole. The entry left out: a gap.
        let tricks: [(LogRun) -> LogRun?] = [
            { run in
                let entries = run.entries.map { entry in
                    let isRemoval = entry.body.bytes.flatMap { try? ControlBody(decoding: $0) }?.isRemoval == true
                    let body = RunBody.withheld(hash: entry.body.hash, length: entry.body.length)
                    return isRemoval ? RunEntry(kind: entry.kind, epoch: entry.epoch, body: body) : entry
                }
                return run.with(entries: entries)
            },
            { run in
                let isRemoval = run.entries.contains {
                    $0.body.bytes.flatMap { try? ControlBody(decoding: $0) }?.isRemoval == true
                }
                return isRemoval ? nil : run
            },
        ]
        for trick in tricks {
            var device = laptop
            #expect(throws: SyncFailure.outdated) {
                try scene.world.sync(&device) { frame in
                    guard case .entries(let run) = frame, run.folder == folder else { return [frame] }
                    return trick(run).map { [.entries($0)] } ?? []
                }
            }
            #expect(device.control.epochs.isEmpty)
        }
        try scene.world.sync(&laptop)
        #expect(laptop.control.isRevoked(scene.tablet.author))
    }

    @Test("A17: nobody has to tell a device that a key is due: it sees the removal and renews what the remover did not")
    mutating func unrenewed() throws {
        // The phone is stopped right after the removal was written.
        let removal = DeviceRevoked(device: scene.tablet.author, heads: CausalContext([]))
        try scene.phone.appendControl([.revocation(removal)])
        let before = try #require(scene.phone.control.newestEpoch(of: scene.folder)).id
        #expect(scene.phone.control.isRotationDue(for: scene.folder, at: scene.world.clock.time))
        // Without a connection, before anything is sealed.
        _ = try scene.phone.comment("private", on: .folder, in: scene.folder)
        let after = try #require(scene.phone.control.newestEpoch(of: scene.folder)).id
        #expect(after != before)
        for folder in [scene.phone.control.folder, scene.folder] {
            for run in try scene.phone.store.log.runs(in: folder) { _ = try scene.tablet.receive(run) }
        }
        #expect(scene.tablet.keyring.epochs[before] != nil && scene.tablet.keyring.epochs[after] == nil)
        #expect(scene.tablet.state(of: scene.folder)?.comments.isEmpty == true)
    }

    /// What the tablet signs after its removal, with an earlier date and without citing the removal.
    private mutating func backdated() throws -> (control: [LogRun], content: [LogRun]) {
        try scene.tablet.follow(scene.clinic.account)
        try scene.world.sync(&scene.tablet)
        try scene.phone.revoke(scene.tablet.author)
        try scene.world.sync(&scene.phone)
        scene.tablet.environment.clock = ManualClock(scene.world.clock.time - 1_000_000)
        _ = try scene.tablet.share(
            scene.folder, with: scene.record, for: .care, until: scene.end, wording: Scene.wording)
        try scene.tablet.appendControl([.epoch(try scene.tablet.newEpoch(in: scene.folder, grants: []))])
        _ = try scene.world.linked(to: &scene.tablet, "thief's own")
        _ = try scene.tablet.comment("yesterday", on: .folder, in: scene.folder)
        return (
            try scene.tablet.store.log.runs(in: scene.phone.control.folder),
            try scene.tablet.store.log.runs(in: scene.folder)
        )
    }

    @Test("A18: what a removed device signs with an earlier date lets nobody in, opens nothing and is not shown")
    mutating func earlierDate() throws {
        let before = scene.phone.control
        let (control, content) = try backdated()
        let epoch = try #require(scene.phone.control.newestEpoch(of: scene.folder))
        // A relay that colludes with it hands it all to the phone.
        for run in control + content { _ = try scene.phone.receive(run) }
        let now = scene.phone.control
        #expect(now.undone.count >= 3)
        #expect(now.grants.isEmpty && now.devices.keys == before.devices.keys)
        #expect(now.activeDevices == [scene.phone.author])
        #expect(now.newestEpoch(of: scene.folder)?.id == epoch.id)
        #expect(scene.phone.state(of: scene.folder)?.comments.isEmpty == true)
        #expect(scene.phone.quarantined(in: scene.folder).count == 1)
        // In the other order of arrival it is the same.
        var laptop = try scene.world.linked(to: &scene.phone, "laptop")
        for run in try control + scene.phone.store.log.runs(in: scene.phone.control.folder) + content {
            _ = try laptop.receive(run)
        }
        for run in try scene.phone.store.log.runs(in: scene.phone.control.folder) { _ = try laptop.receive(run) }
        try laptop.openKnownFolders()
        for run in try scene.phone.store.log.runs(in: scene.folder) + content { _ = try laptop.receive(run) }
        #expect(laptop.control.activeDevices == [scene.phone.author, laptop.author].sorted())
        #expect(laptop.control.grants.isEmpty)
        #expect(laptop.state(of: scene.folder) == scene.phone.state(of: scene.folder))
    }

    @Test("A18: an honest relay takes none of it")
    mutating func honestRelay() throws {
        let (control, content) = try backdated()
        let before = try [scene.phone.control.folder, scene.folder].map {
            try scene.world.relay.store.log.vector(of: $0)
        }
        var peer = scene.world.login(scene.tablet.secrets, of: scene.tablet.account)
        for run in control + content where run.origin.author == scene.tablet.author {
            #expect(scene.world.send(.entries(run), as: &peer) == [.refused(Refusal(.deviceRevoked))])
        }
        let after = try [scene.phone.control.folder, scene.folder].map {
            try scene.world.relay.store.log.vector(of: $0)
        }
        #expect(before == after)
    }
}

extension ControlBody {
    fileprivate var isRemoval: Bool {
        if case .revocation = record { true } else { false }
    }
}
