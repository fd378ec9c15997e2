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

@Suite("A relay and a device that was removed")
struct RemovedPeerTests {
    var scene: Scene

    init() throws { scene = try Scene.unshared() }

    private func isRemoved(_ frames: [Frame]) -> Bool {
        guard frames.count == 1, case .refused(let refusal) = frames[0] else { return false }
        return refusal.code == .deviceRevoked && refusal.folder == nil
    }

    @Test("It is refused everything, also in a session that is open")
    mutating func openSession() throws {
        var peer = scene.world.login(scene.tablet.secrets, of: scene.tablet.account)
        let name = PhotoName(folder: scene.folder, photo: PhotoID(.zero))
        let bytes: [UInt8] = [1, 2, 3]
        let offer = PhotoOffer(name: name, chunks: [ChunkReference(id: ChunkID(of: bytes), length: 3)])
        let have = Frame.have(Have(folder: scene.folder, vector: VersionVector()))
        guard case .photoStored = scene.world.send(.photoOffer(offer), as: &peer).last,
            case .have = scene.world.send(have, as: &peer).last
        else {
            Issue.record("the tablet is a member")
            return
        }
        _ = try scene.tablet.comment("unsent", on: .folder, in: scene.folder)
        try scene.phone.revoke(scene.tablet.author)
        try scene.world.sync(&scene.phone)

        let held = try scene.world.relay.store.log.vector(of: scene.folder)
        let piece = PhotoPiece(name: name, offset: 0, bytes: bytes)
        let half = HalfRequest(grant: GrantID(.zero), purpose: .care, claimedTime: 0)
        let frames: [Frame] = [
            .photoPiece(piece), .photoOffer(offer), have,
            .have(Have(folder: scene.tablet.control.folder, vector: VersionVector())),
            .photoRequest(PhotoRequest(name: name, offset: 0, count: 1)),
            .halfDeposit(HalfFrame(grant: GrantID(.zero), half: .zero)),
            .halfRequest(
                HalfRequestFrame(
                    account: scene.phone.account, request: half,
                    signature: scene.tablet.secrets.sign(.halfRequest, half.encoded))),
        ]
        let runs = try scene.tablet.store.log.runs(in: scene.folder).map { Frame.entries($0) }
        for frame in frames + runs { #expect(isRemoved(scene.world.send(frame, as: &peer)), "\(frame)") }
        #expect(try scene.world.relay.store.log.vector(of: scene.folder) == held)
        #expect(try scene.world.relay.store.photos.holding(of: name)?.isComplete == false)
        // A new session is no better.
        var again = scene.world.login(scene.tablet.secrets, of: scene.tablet.account)
        #expect(isRemoved(scene.world.send(have, as: &again)))
    }

    @Test("What a member had got of it, the member may bring: what others wrote may cite it")
    mutating func broughtByOthers() throws {
        _ = try scene.tablet.comment("seen", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.tablet)
        try scene.world.sync(&scene.phone)
        _ = try scene.tablet.comment("unsent", on: .folder, in: scene.folder)
        try scene.phone.revoke(scene.tablet.author)
        try scene.world.sync(&scene.phone)
        for run in try scene.tablet.store.log.runs(in: scene.folder) { _ = try scene.phone.receive(run) }
        // Also to a relay that has lost everything.
        scene.world.relay = Relay(store: MemoryRelayStore())
        // The clinic's record is gone too.
        #expect(try scene.world.sync(&scene.phone).refusals.allSatisfy { $0.code == .unknownFolder })
        let held = try scene.world.relay.store.log.vector(of: scene.folder)
        #expect(try held == scene.tablet.store.log.vector(of: scene.folder))
        #expect(throws: SyncFailure.removed) { try scene.world.sync(&scene.tablet) }
    }

    @Test("A grant that only the removed device made gives no access, and its half is destroyed")
    mutating func undoneGrant() throws {
        try scene.tablet.follow(scene.clinic.account)
        try scene.world.sync(&scene.tablet)
        let grant = try scene.tablet.share(
            scene.folder, with: scene.record, for: .care, until: scene.end, wording: Scene.wording)
        try scene.world.sync(&scene.tablet)
        #expect(try scene.world.relay.store.half(of: grant) != nil)
        try scene.phone.revoke(scene.tablet.author)
        try scene.world.sync(&scene.phone)
        #expect(try scene.world.relay.store.half(of: grant) == nil)
        try scene.world.sync(&scene.clinic)
        #expect(scene.clinic.state(of: scene.folder) == nil)
    }
}
