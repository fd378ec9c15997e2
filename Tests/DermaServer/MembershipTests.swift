import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("Whom a relay lets in")
struct MembershipTests {
    var scene: Scene

    init() throws { scene = try Scene.unshared() }

    /// Everything that one can ask a relay about a folder of the scene's patient.
    private func requests(_ scene: inout Scene) throws -> [Frame] {
        let name = PhotoName(folder: scene.folder, photo: PhotoID(.zero))
        let grant = GrantID(.zero)
        return [
            .everything(of: scene.folder), .everything(of: scene.phone.control.folder),
            .entries(try scene.phone.forgedRun(in: scene.folder)),
            .entries(try #require(try scene.phone.runs(in: scene.phone.control.folder).first)),
            .photoOffer(PhotoOffer(name: name, chunks: [ChunkReference(id: ChunkID(.zero), length: 5)])),
            .photoRequest(PhotoRequest(name: name, offset: 0, count: 5)),
            .halfDeposit(HalfFrame(grant: grant, half: .zero)),
        ]
    }

    @Test("A stranger who says that they are of the account gets nothing")
    mutating func stranger() throws {
        let secrets = scene.world.strangerSecrets()
        var peer = scene.world.login(secrets, of: scene.phone.account)
        let brought = Frame.entries(try #require(try scene.phone.runs(in: scene.phone.control.folder).first))
        for request in try requests(&scene) where request != brought {
            #expect(scene.world.send(request, as: &peer).refusal == .notMember, "\(request)")
        }
        let half = HalfRequest(grant: GrantID(.zero), purpose: .care, claimedTime: 0)
        let frame = HalfRequestFrame(
            account: scene.phone.account, request: half, signature: secrets.sign(.halfRequest, half.encoded))
        #expect(scene.world.send(.halfRequest(frame), as: &peer).refusal == .notMember)
    }

    @Test("Whoever says that they are of the account may bring records that members signed, and learns nothing by it")
    mutating func bringing() throws {
        let secrets = scene.world.strangerSecrets()
        var peer = scene.world.login(secrets, of: scene.phone.account)
        let folder = scene.phone.control.folder
        for run in try scene.phone.runs(in: folder) {
            let newest = Dot(run.origin.replica(in: folder), run.firstSequence + UInt64(run.entries.count) - 1)
            let answer = scene.world.send(.entries(run), as: &peer)
            #expect(answer == [.entriesStored(EntriesStored(folder: folder, dot: newest))])
        }
        let forged = Frame.entries(try scene.phone.forgedRun(in: folder))
        #expect(scene.world.send(forged, as: &peer).refusal != nil)
        #expect(scene.world.send(.everything(of: folder), as: &peer).refusal == .notMember)
    }

    @Test("A member of another account gets nothing of this one's")
    mutating func otherAccount() throws {
        var other = try scene.world.patient("other")
        try scene.world.sync(&other)
        var peer = scene.world.login(other)
        for request in try requests(&scene) {
            let code = scene.world.send(request, as: &peer).refusal
            if case .halfDeposit = request {
                #expect(code == .badHalf)
            } else {
                #expect(code == .neverGranted, "\(request)")
            }
        }
    }

    @Test("A clinic that nothing is shared with gets nothing")
    mutating func ungrantedClinic() throws {
        var peer = scene.world.login(scene.clinic)
        for request in try requests(&scene).dropLast() {
            #expect(scene.world.send(request, as: &peer).refusal == .neverGranted, "\(request)")
        }
        let own = scene.clinic.control.folder
        let vector = try scene.clinic.store.log.vector(of: own)
        let checks = try vector.dots.compactMap { try scene.clinic.store.log.hash(of: $0, in: own)?.prefix4 }
        #expect(
            scene.world.send(.everything(of: own), as: &peer).last
                == .have(Have(folder: own, vector: vector, checks: checks, photos: 0)))
    }

    @Test("Nobody has a folder that was never begun")
    mutating func unknownFolder() throws {
        var peer = scene.world.login(scene.phone)
        let folder = FolderID(.zero)
        #expect(scene.world.send(.everything(of: folder), as: &peer).refusal == .unknownFolder)
        #expect(scene.world.send(.entries(try scene.phone.forgedRun(in: folder)), as: &peer).refusal == .unknownFolder)
    }

    @Test("Whoever is new may bring their own control log, and no other")
    mutating func newcomer() throws {
        // An account that this relay has never heard of.
        let other = try scene.world.patient("other")
        let folder = other.control.folder
        let secrets = scene.world.strangerSecrets()
        var stranger = scene.world.login(secrets, of: other.account)
        #expect(
            scene.world.send(.everything(of: folder), as: &stranger) == [
                .have(Have(folder: folder, vector: VersionVector(), checks: [], photos: 0))
            ])

        // Its own log cannot begin with anyone else's keys.
        let forged = LogRun(
            signing: try #require(try other.runs(in: folder).first).entries, in: folder,
            of: ReplicaOrigin(author: AuthorID(other.account.raw), nonce: .zero), by: secrets)
        #expect(scene.world.send(.entries(forged), as: &stranger).refusal == .badSignature)
        let own = LogRun(
            signing: try #require(try other.runs(in: folder).first).entries, in: folder,
            of: ReplicaOrigin(author: secrets.keys.author, nonce: .zero), by: secrets)
        #expect(scene.world.send(.entries(own), as: &stranger).refusal == .notMember)
        let genesis = ControlBody(
            context: CausalContext([]), claimedTime: 0, record: .genesis(.account(keys: secrets.keys)))
        let anothers = LogRun(
            signing: [RunEntry(kind: .membership, epoch: EpochID(.zero), body: .present(genesis.encoded))], in: folder,
            of: ReplicaOrigin(author: AuthorID(other.account.raw), nonce: .zero), by: secrets)
        #expect(scene.world.send(.entries(anothers), as: &stranger).refusal == .notMember)

        // The stranger may even bring the real one; it makes them no member.
        for run in try other.runs(in: folder) { _ = scene.world.send(.entries(run), as: &stranger) }
        #expect(scene.world.send(.everything(of: folder), as: &stranger).refusal == .notMember)
        var member = scene.world.login(other)
        #expect(scene.world.send(.everything(of: folder), as: &member).refusal == nil)
    }

    @Test("A device that was linked but is not in the relay's log yet is no member")
    mutating func linkedButNotSynced() throws {
        var laptop = try scene.world.linked(to: &scene.phone, "laptop")
        #expect(throws: SyncFailure.notMember) { try scene.world.sync(&laptop) }
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&laptop)
        #expect(laptop.state(of: scene.folder) == scene.phone.state(of: scene.folder))
    }

    @Test("A folder cannot be taken from its owner, by an epoch or by a grant")
    mutating func squatting() throws {
        var other = try scene.world.patient("other")
        let mine = try other.createFolder(named: "mine")
        try scene.world.sync(&other)
        var peer = scene.world.login(other)
        let position = try other.position(in: other.control.folder)
        let epoch = try #require(other.control.epochs[mine]?.first).record
        let stolen = EpochStarted(
            folder: scene.folder, number: 9, commitment: epoch.commitment, generation: 1,
            sealedToAccount: epoch.sealedToAccount, grants: [])
        let grant = Grant(
            id: GrantID(.zero), folder: scene.folder, organisation: scene.clinic.account, purposes: .care,
            end: scene.end, wording: Scene.wording, generation: 1, sealedHalf: [], halfCommitment: .zero,
            sealedToAccount: [], accountGeneration: 1, epochs: [])
        for record in [ControlRecord.epoch(stolen), .grant(grant)] {
            let body = ControlBody(context: CausalContext([]), claimedTime: 0, record: record)
            let run = LogRun(
                signing: [RunEntry(kind: record.kind, epoch: EpochID(.zero), body: .present(body.encoded))],
                in: other.control.folder, of: position.origin, after: position.tail, by: other.secrets)
            #expect(scene.world.send(.entries(run), as: &peer).refusal == .folderTaken, "\(record.kind)")
        }
        // Nothing of it was kept.
        var clinic = scene.world.login(scene.clinic)
        let news = scene.world.send(.everything(of: scene.clinic.control.folder), as: &clinic)
        #expect(news.contains(.shared([])))
        try scene.world.sync(&other)
        try scene.world.sync(&scene.phone)
    }

    @Test("Logging in to a folder's relay under another name than the keys' own gives nothing")
    mutating func wrongAccount() throws {
        // The patient's own device says that it belongs to the clinic.
        var peer = scene.world.login(scene.phone.secrets, of: scene.clinic.account)
        #expect(scene.world.send(.everything(of: scene.clinic.control.folder), as: &peer).refusal == .notMember)
        #expect(scene.world.send(.everything(of: scene.folder), as: &peer).refusal == .notMember)
    }
}
