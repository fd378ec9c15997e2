import DermaCausality
import DermaContent
import DermaIdentity
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("What a relay lets a clinic do")
struct ClinicAccessTests {
    var scene: Scene
    /// A photo that is in the shared folder, and everywhere.
    let photo: PhotoName

    init() throws {
        scene = try Scene.shared()
        var random = SeededRandom(3)
        photo = PhotoName(
            folder: scene.folder, photo: try scene.phone.add(.sample(&random), to: scene.folder))
        try scene.syncAll()
    }

    private func bytes(of photo: PhotoName) -> Frame { .photoRequest(PhotoRequest(name: photo, offset: 0, count: 100)) }

    @Test("While the grant is in force it reads, comments and gets photos, and changes nothing else")
    mutating func inForce() throws {
        var clinic = scene.world.login(scene.clinic)
        #expect(scene.world.send(.everything(of: scene.folder), as: &clinic).refusal == nil)
        #expect(scene.world.send(.everything(of: scene.phone.control.folder), as: &clinic).refusal == nil)
        guard case .photoPiece(let piece) = scene.world.send(bytes(of: photo), as: &clinic).first else {
            Issue.record("no bytes")
            return
        }
        #expect(piece.bytes.count == 100)
        #expect(scene.world.send(.entries(try scene.clinic.forgedRun(in: scene.folder)), as: &clinic).refusal == nil)

        // Not in the patient's control log, not for anyone else, and no photos.
        let control = scene.phone.control.folder
        let record = ControlRecord.withdrawal(Withdrawal(folder: scene.folder, organisation: scene.clinic.account))
        let body = ControlBody(context: CausalContext([]), claimedTime: 0, record: record).encoded
        let act = try scene.clinic.forgedRun([body], in: control, kind: .withdrawal)
        #expect(scene.world.send(.entries(act), as: &clinic).refusal == .notMember)
        #expect(
            scene.world.send(.entries(try scene.phone.forgedRun(in: scene.folder)), as: &clinic).refusal == .notMember)
        let offer = PhotoOffer(
            name: PhotoName(folder: scene.folder, photo: PhotoID(.zero)),
            chunks: [ChunkReference(id: ChunkID(.zero), length: 5)])
        #expect(scene.world.send(.photoOffer(offer), as: &clinic).refusal == .notMember)
        // Nor in folders of the patient that were not shared.
        let other = try scene.phone.createFolder(named: "private")
        try scene.world.sync(&scene.phone)
        #expect(scene.world.send(.everything(of: other), as: &clinic).refusal == .neverGranted)
    }

    @Test("A27: after withdrawal, no log, no photo by its address, and no writing")
    mutating func withdrawn() throws {
        var clinic = scene.world.login(scene.clinic)
        try scene.phone.withdraw(scene.folder, from: scene.clinic.account)
        try scene.world.sync(&scene.phone)
        let requests: [Frame] = [
            bytes(of: photo), .everything(of: scene.folder), .everything(of: scene.phone.control.folder),
            .entries(try scene.clinic.forgedRun(in: scene.folder)),
        ]
        for request in requests {
            let answers = scene.world.send(request, as: &clinic)
            #expect(answers.refusal == .accessWithdrawn, "\(request)")
        }
        // The owner's own devices go on as before.
        var tablet = scene.world.login(scene.tablet)
        #expect(scene.world.send(bytes(of: photo), as: &tablet).refusal == nil)
    }

    @Test("From the instant that a grant ends, nothing more")
    mutating func expired() throws {
        var clinic = scene.world.login(scene.clinic)
        scene.world.clock.advance(by: Scene.term - 1)
        #expect(scene.world.send(bytes(of: photo), as: &clinic).refusal == nil)
        scene.world.clock.advance(by: 1)
        let refused: [Frame] = [.refused(Refusal(.accessExpired, folder: scene.folder, detail: scene.end))]
        #expect(scene.world.send(bytes(of: photo), as: &clinic) == refused)
        #expect(scene.world.send(.everything(of: scene.folder), as: &clinic) == refused)
        #expect(scene.world.send(.entries(try scene.clinic.forgedRun(in: scene.folder)), as: &clinic) == refused)
        let news = scene.world.send(.everything(of: scene.clinic.control.folder), as: &clinic)
        #expect(news.contains(.shared([])))
    }

    @Test("C20: a photo that is being read stops at the end of the grant")
    mutating func expiredWhileReading() throws {
        var clinic = scene.world.login(scene.clinic)
        #expect(scene.world.send(bytes(of: photo), as: &clinic).refusal == nil)
        scene.world.clock.advance(by: Scene.term)
        let next = Frame.photoRequest(PhotoRequest(name: photo, offset: 100, count: 100))
        #expect(scene.world.send(next, as: &clinic).refusal == .accessExpired)
    }

    @Test("A member of a clinic's staff cannot read as somebody else")
    mutating func otherClinic() throws {
        var other = try scene.world.clinic("Eye clinic", "RX2")
        try scene.world.sync(&other)
        var peer = scene.world.login(other)
        #expect(scene.world.send(bytes(of: photo), as: &peer).refusal == .neverGranted)
        #expect(scene.world.send(.everything(of: scene.folder), as: &peer).refusal == .neverGranted)
        var liar = scene.world.login(other.secrets, of: scene.clinic.account)
        #expect(scene.world.send(bytes(of: photo), as: &liar).refusal == .notMember)
    }

    @Test("Another folder's photo cannot be had by naming it in this folder")
    mutating func wrongFolder() throws {
        var random = SeededRandom(4)
        let folder = try scene.phone.createFolder(named: "private")
        let hidden = try scene.phone.add(.sample(&random), to: folder)
        try scene.world.sync(&scene.phone)
        var clinic = scene.world.login(scene.clinic)
        #expect(
            scene.world.send(bytes(of: PhotoName(folder: folder, photo: hidden)), as: &clinic).refusal == .neverGranted)
        let named = PhotoName(folder: scene.folder, photo: hidden)
        #expect(scene.world.send(bytes(of: named), as: &clinic).refusal == .unknownPhoto)
    }
}
