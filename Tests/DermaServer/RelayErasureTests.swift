import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("Erasures at a relay")
struct RelayErasureTests {
    var scene: Scene
    private var peer: TestPeer
    private let name: PhotoName
    private let photoRun: LogRun
    private let chunks: [ChunkReference]
    private let stream: [UInt8]

    init() throws {
        scene = try Scene.shared()
        peer = scene.world.login(scene.phone)
        var random = SeededRandom(5)
        name = PhotoName(folder: scene.folder, photo: random.identifier())
        stream = random.bytes(100_000)
        chunks = [ChunkReference(id: ChunkID(of: stream), length: stream.count)]
        photoRun = try scene.phone.forgedRun([[1, 2, 3], [4, 5]], in: scene.folder, kind: .photo)
    }

    private var heads: [ReplicaHead] { photoRun.headers.map { ReplicaHead($0.dot, $0.hash) } }

    private func frame(_ heads: [ReplicaHead]) -> Frame { .erase(PhotoErasure(name: name, entries: heads)) }

    private func refused(_ code: RefusalCode) -> [Frame] { [.refused(Refusal(code, folder: scene.folder))] }

    private func bodies() throws -> [RunBody] {
        let replica = heads[0].dot.replica
        return try scene.world.relay.store.log.entries(
            of: replica, in: scene.folder, after: heads[0].dot.sequence - 1, limit: 9, bytesMax: .max
        ).map(\.entry.body)
    }

    @Test("Chunks and bodies go, the chain stays, and asking again changes nothing")
    mutating func erased() throws {
        _ = scene.world.send(.photoOffer(PhotoOffer(name: name, chunks: chunks)), as: &peer)
        _ = scene.world.send(.photoPiece(PhotoPiece(name: name, offset: 0, bytes: Array(stream[..<9]))), as: &peer)
        _ = scene.world.send(.entries(photoRun), as: &peer)
        for _ in 0..<2 {
            #expect(scene.world.send(frame([heads[0]]), as: &peer) == [.erased(name)])
            #expect(try bodies() == [photoRun.entries[0].withoutBody.body, photoRun.entries[1].body])
            #expect(try scene.world.relay.store.photos.holding(of: name) == nil)
        }
        let answer = scene.world.send(.everything(of: scene.folder), as: &peer)
        guard case .have(let have) = answer.last else {
            Issue.record("\(answer)")
            return
        }
        #expect(have.erased == 1 && have.photos == 0)
        #expect(answer.runs.contains { $0.entries.last == photoRun.entries[1] && $0.signature == photoRun.signature })
        // The second entry is named later.
        #expect(scene.world.send(frame([heads[1]]), as: &peer) == [.erased(name)])
        #expect(try bodies().allSatisfy { $0.bytes == nil })
        #expect(try scene.world.relay.store.erasure(of: name)?.entries == heads.sorted())
    }

    @Test("What comes after its erasure is stripped, and its bytes are refused, also in the middle")
    mutating func lateComers() throws {
        var other = scene.world.login(scene.tablet)
        _ = scene.world.send(.photoOffer(PhotoOffer(name: name, chunks: chunks)), as: &other)
        #expect(scene.world.send(frame(heads), as: &peer) == [.erased(name)])
        let piece = Frame.photoPiece(PhotoPiece(name: name, offset: 0, bytes: Array(stream[..<9])))
        #expect(scene.world.send(piece, as: &other) == refused(.photoErased))
        // The rest of the upload is answered once.
        #expect(scene.world.send(piece, as: &other) == [])
        let offer = Frame.photoOffer(PhotoOffer(name: name, chunks: chunks))
        #expect(scene.world.send(offer, as: &other) == refused(.photoErased))
        let stored = Frame.entriesStored(EntriesStored(folder: scene.folder, dot: heads[1].dot))
        #expect(scene.world.send(.entries(photoRun), as: &other) == [stored])
        #expect(try bodies() == photoRun.entries.map(\.withoutBody.body))
    }

    @Test("A photo's body may be missing when it comes from the owner, no other body may")
    mutating func missingBodies() throws {
        func run(_ run: LogRun) -> LogRun {
            LogRun(
                folder: run.folder, origin: run.origin, firstSequence: run.firstSequence, previous: run.previous,
                entries: run.entries.map(\.withoutBody), signature: run.signature)
        }
        let words = try scene.phone.forgedRun(in: scene.folder)
        #expect(scene.world.send(.entries(run(words)), as: &peer) == refused(.badBody))
        var clinic = scene.world.login(scene.clinic)
        let theirs = try scene.clinic.forgedRun(in: scene.folder, kind: .photo)
        #expect(scene.world.send(.entries(run(theirs)), as: &clinic) == refused(.badBody))
        let stored = Frame.entriesStored(EntriesStored(folder: scene.folder, dot: heads[1].dot))
        #expect(scene.world.send(.entries(run(photoRun)), as: &peer) == [stored])
    }

    @Test("Only the owner's devices erase, only what adds photos, and not in a control log")
    mutating func rights() throws {
        _ = scene.world.send(.entries(photoRun), as: &peer)
        var clinic = scene.world.login(scene.clinic)
        #expect(scene.world.send(frame(heads), as: &clinic) == refused(.notMember))
        let words = try scene.tablet.forgedRun(in: scene.folder)
        var other = scene.world.login(scene.tablet)
        _ = scene.world.send(.entries(words), as: &other)
        let said = words.headers.map { ReplicaHead($0.dot, $0.hash) }
        #expect(scene.world.send(frame(heads + said), as: &peer) == refused(.badBody))
        #expect(try bodies() == photoRun.entries.map(\.body))
        #expect(try scene.world.relay.store.erasure(of: name) == nil)
        // Under another hash it is another entry: nothing of it goes.
        #expect(scene.world.send(frame(said.map { ReplicaHead($0.dot, .zero) }), as: &peer) == [.erased(name)])
        let control = PhotoErasure(
            name: PhotoName(folder: scene.phone.control.folder, photo: name.photo), entries: [])
        #expect(
            scene.world.send(.erase(control), as: &peer)
                == [.refused(Refusal(.notMember, folder: scene.phone.control.folder))])
        try scene.phone.revoke(scene.tablet.author)
        try scene.world.sync(&scene.phone)
        #expect(scene.world.send(frame(heads), as: &other).refusal == .deviceRevoked)
        #expect(try bodies() == photoRun.entries.map(\.body))
    }

    @Test("What a relay keeps of erasures is bounded")
    mutating func bounded() throws {
        var random = SeededRandom(3)
        let many = (1...UInt64(Limits.erasureEntriesMax)).map {
            ReplicaHead(Dot(ReplicaID(.zero), $0), random.fixed())
        }
        #expect(scene.world.send(frame(many), as: &peer) == [.erased(name)])
        #expect(scene.world.send(frame(heads), as: &peer) == refused(.limitReached))
        #expect(scene.world.send(frame([many[3]]), as: &peer) == [.erased(name)])
        #expect(try scene.world.relay.store.erasure(of: name)?.entries == many)
    }
}
