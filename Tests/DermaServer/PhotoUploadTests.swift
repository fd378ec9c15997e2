import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("Photos on their way to a relay")
struct PhotoUploadTests {
    var scene: Scene
    private var peer: TestPeer
    private let name: PhotoName
    private let stream: [UInt8]
    private let chunks: [ChunkReference]

    init() throws {
        scene = try Scene.unshared()
        peer = scene.world.login(scene.phone)
        var random = SeededRandom(5)
        name = PhotoName(folder: scene.folder, photo: random.identifier())
        // The first chunk is longer than what the relay writes before it makes it durable.
        let sealed = [random.bytes(Limits.chunkBytesMax), random.bytes(1000)]
        stream = sealed.flatMap { $0 }
        chunks = sealed.map { ChunkReference(id: ChunkID(of: $0), length: $0.count) }
    }

    private mutating func offer() -> [Frame] {
        scene.world.send(.photoOffer(PhotoOffer(name: name, chunks: chunks)), as: &peer)
    }

    private mutating func send(_ range: Range<Int>, of bytes: [UInt8]? = nil) -> [Frame] {
        let piece = PhotoPiece(name: name, offset: UInt64(range.lowerBound), bytes: Array((bytes ?? stream)[range]))
        return scene.world.send(.photoPiece(piece), as: &peer)
    }

    /// Sends from an offset to the end in pieces, and gives all answers.
    private mutating func sendAll(from start: Int = 0, of bytes: [UInt8]? = nil) -> [Frame] {
        var answers: [Frame] = []
        for offset in stride(from: start, to: stream.count, by: Limits.photoPieceBytesMax) {
            answers += send(offset..<min(offset + Limits.photoPieceBytesMax, stream.count), of: bytes)
        }
        return answers
    }

    private func stored(_ offset: Int) -> Frame { .photoStored(PhotoStored(name: name, offset: UInt64(offset))) }

    @Test("It is acknowledged as it becomes durable, and at its end")
    mutating func acknowledged() throws {
        #expect(offer() == [stored(0)])
        #expect(sendAll() == [stored(4 * Limits.photoPieceBytesMax), stored(stream.count)])
        #expect(try scene.world.relay.store.photos.read(name, at: 0, count: .max) == stream)
        // Offered again, it is there.
        #expect(offer() == [stored(stream.count)])
    }

    @Test("After a cut it goes on at the byte that is durable")
    mutating func resumed() throws {
        _ = offer()
        _ = send(0..<40_000)
        // A process that was killed made nothing durable; a connection that ended did.
        var killed = self
        killed.peer = killed.scene.world.login(killed.scene.phone)
        #expect(killed.offer() == [stored(0)])
        scene.world.hangUp(&peer)
        peer = scene.world.login(scene.phone)
        #expect(offer() == [stored(40_000)])
        #expect(sendAll(from: 40_000).last == stored(stream.count))
        #expect(try scene.world.relay.store.photos.read(name, at: 0, count: .max) == stream)
    }

    @Test("A piece that is not the next one is refused with the offset that is wanted")
    mutating func wrongOffset() {
        _ = offer()
        _ = send(0..<1000)
        #expect(send(2000..<3000) == [.refused(Refusal(.gap, folder: scene.folder, detail: 1000))])
        #expect(offer() == [stored(0)])
        #expect(sendAll().last == stored(stream.count))
    }

    @Test("A piece of a photo that was not offered is refused")
    mutating func notOffered() {
        #expect(send(0..<1000).refusal == .unknownPhoto)
    }

    @Test("A photo that was begun with other chunks keeps them")
    mutating func otherChunks() {
        _ = offer()
        let other = PhotoOffer(name: name, chunks: chunks.reversed())
        #expect(scene.world.send(.photoOffer(other), as: &peer).refusal == .badChunk)
        #expect(offer() == [stored(0)])
    }

    @Test("A bad chunk is refused; if some of it was acknowledged, the photo begins anew", arguments: [10, 263_000])
    mutating func badChunk(_ place: Int) throws {
        var damaged = stream
        damaged[place] ^= 1
        _ = offer()
        let answers = sendAll(of: damaged)
        #expect(answers.filter { $0 == .refused(Refusal(.badChunk, folder: scene.folder)) }.count == 1)
        #expect(try scene.world.relay.store.photos.holding(of: name)?.isComplete != true)
        // In the second chunk: what was acknowledged is good, and stays.
        let durable = place < Limits.chunkBytesMax ? 0 : 4 * Limits.photoPieceBytesMax
        #expect(offer() == [stored(durable)])
        #expect(sendAll(from: durable).last == stored(stream.count))
        #expect(try scene.world.relay.store.photos.read(name, at: 0, count: .max) == stream)
    }

    @Test("A photo is handed out when it is whole, and not before")
    mutating func whole() throws {
        let request = Frame.photoRequest(PhotoRequest(name: name, offset: 0, count: 1000))
        _ = offer()
        _ = send(0..<40_000)
        #expect(scene.world.send(request, as: &peer).refusal == .unknownPhoto)
        #expect(sendAll(from: 40_000).last == stored(stream.count))
        #expect(
            scene.world.send(request, as: &peer) == [
                .photoPiece(PhotoPiece(name: name, offset: 0, bytes: Array(stream[..<1000])))
            ])
        // Cut at the end; nothing beyond it.
        let tail = Frame.photoRequest(PhotoRequest(name: name, offset: UInt64(stream.count) - 10, count: 1000))
        #expect(
            scene.world.send(tail, as: &peer) == [
                .photoPiece(
                    PhotoPiece(name: name, offset: UInt64(stream.count) - 10, bytes: Array(stream.suffix(10))))
            ])
        for offset in [UInt64(stream.count), .max] {
            let beyond = Frame.photoRequest(PhotoRequest(name: name, offset: offset, count: 1))
            #expect(scene.world.send(beyond, as: &peer).refusal == .unknownPhoto)
        }
    }
}
