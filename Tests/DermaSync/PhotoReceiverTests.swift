import DermaCausality
import DermaIdentity
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@Suite("Receiving a photo's stream")
struct PhotoReceiverTests {
    /// Three chunks of unlike lengths.
    private let stream: [UInt8]
    private let chunks: [ChunkReference]
    private let store: MemoryPhotos
    private static let lengths = [300, 1000, 57]

    init() throws {
        var random = SeededRandom(3)
        let sealed = Self.lengths.map { random.bytes($0) }
        stream = sealed.flatMap { $0 }
        chunks = sealed.map { ChunkReference(id: ChunkID(of: $0), length: $0.count) }
        var photos = MemoryPhotos()
        try photos.begin(Sample.name, chunks: chunks)
        store = photos
    }

    private func piece(_ range: Range<Int>, of bytes: [UInt8]? = nil) -> PhotoPiece {
        PhotoPiece(name: Sample.name, offset: UInt64(range.lowerBound), bytes: Array((bytes ?? stream)[range]))
    }

    private func receiver(in store: MemoryPhotos) throws -> PhotoReceiver {
        try PhotoReceiver(Sample.name, try #require(try store.holding(of: Sample.name)), in: store)
    }

    /// Random places to cut the stream at, first and last byte included.
    private func cuts(_ random: inout SeededRandom) -> [Int] {
        let count = random.below(12)
        return [0] + (0..<count).map { _ in random.below(stream.count) }.sorted() + [stream.count]
    }

    @Test("Any cutting into pieces gives the same stream", arguments: UInt64(0)..<60)
    func anyPieces(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        var store = store
        var receiver = try receiver(in: store)
        let cuts = cuts(&random)
        for (from, to) in zip(cuts, cuts.dropFirst()) {
            #expect(!receiver.isComplete || from == stream.count)
            try receiver.take(piece(from..<to), into: &store)
            #expect(receiver.offset == to)
        }
        #expect(receiver.isComplete && receiver.length == stream.count)
        try store.commit(Sample.name, offset: receiver.offset)
        #expect(try store.read(Sample.name, at: 0, count: .max) == stream)
        #expect(try store.holding(of: Sample.name)?.isComplete == true)
    }

    @Test("It goes on from any durable offset, and still finds a chunk that was cut to be wrong")
    func resume() throws {
        for durable in 0...stream.count {
            var store = store
            var first = try receiver(in: store)
            try first.take(piece(0..<durable), into: &store)
            try store.commit(Sample.name, offset: durable)

            var second = try receiver(in: store)
            #expect(second.offset == durable)
            #expect(second.isComplete == (durable == stream.count))
            var third = second
            try second.take(piece(durable..<stream.count), into: &store)
            #expect(second.isComplete)
            guard durable < stream.count else { continue }
            var damaged = stream
            damaged[durable] ^= 1
            #expect(throws: PhotoReceiver.Fault.badChunk(goodOffset: start(ofChunkWith: durable))) {
                try third.take(piece(durable..<stream.count, of: damaged), into: &store)
            }
        }
    }

    private func start(ofChunkWith offset: Int) -> Int {
        var start = 0
        for length in Self.lengths {
            if start + length > offset { break }
            start += length
        }
        return start
    }

    @Test("A piece that is not the next one is refused and changes nothing")
    func wrongOffsets() throws {
        var store = store
        var receiver = try receiver(in: store)
        try receiver.take(piece(0..<400), into: &store)
        for offset in [0, 1, 399, 401, 1000, stream.count] {
            let wrong = PhotoPiece(name: Sample.name, offset: UInt64(offset), bytes: [1])
            #expect(throws: PhotoReceiver.Fault.wrongOffset(expected: 400)) { try receiver.take(wrong, into: &store) }
        }
        let huge = PhotoPiece(name: Sample.name, offset: .max, bytes: [1])
        #expect(throws: PhotoReceiver.Fault.wrongOffset(expected: 400)) { try receiver.take(huge, into: &store) }
        try receiver.take(piece(400..<stream.count), into: &store)
        #expect(receiver.isComplete)
    }

    @Test("A piece beyond the stream's end is refused")
    func tooLong() throws {
        var store = store
        var receiver = try receiver(in: store)
        let long = PhotoPiece(name: Sample.name, offset: 0, bytes: stream + [0])
        #expect(throws: PhotoReceiver.Fault.tooLong) { try receiver.take(long, into: &store) }
        try receiver.take(piece(0..<stream.count), into: &store)
        let more = PhotoPiece(name: Sample.name, offset: UInt64(stream.count), bytes: [0])
        #expect(throws: PhotoReceiver.Fault.tooLong) { try receiver.take(more, into: &store) }
    }

    @Test("A chunk with any byte changed is refused before it is written")
    func badChunk() throws {
        for index in stream.indices {
            var store = store
            var receiver = try receiver(in: store)
            var damaged = stream
            damaged[index] ^= 0x80
            #expect(throws: PhotoReceiver.Fault.badChunk(goodOffset: start(ofChunkWith: index))) {
                try receiver.take(piece(0..<stream.count, of: damaged), into: &store)
            }
            #expect(try store.read(Sample.name, at: 0, count: .max).isEmpty)
        }
    }

    @Test("A07: chunks in another order, doubled or left out are refused")
    func reordered() throws {
        let first = Array(stream[..<300])
        let second = Array(stream[300..<1300])
        let third = Array(stream[1300...])
        for wrong in [second + first + third, first + first + second, first + third, second + third] {
            var store = store
            var receiver = try receiver(in: store)
            let bytes = (wrong + first + second).prefix(stream.count)
            let piece = PhotoPiece(name: Sample.name, offset: 0, bytes: Array(bytes))
            #expect(throws: PhotoReceiver.Fault.self) { try receiver.take(piece, into: &store) }
            #expect(!receiver.isComplete)
        }
    }

    @Test("A store that lost durable bytes is found out")
    func lostBytes() throws {
        let holding = PhotoHolding(chunks: chunks, offset: 400)
        #expect(throws: StoreError.self) { try PhotoReceiver(Sample.name, holding, in: store) }
    }
}
