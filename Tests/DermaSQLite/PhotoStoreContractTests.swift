import DermaCausality
import DermaSecrets
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@Suite("Photo stores: one contract")
struct PhotoStoreContractTests {
    let directory: TemporaryDirectory
    let name = Given.photo(1)
    let bytes: [UInt8]
    let chunks: [ChunkReference]

    init() throws {
        directory = try TemporaryDirectory()
        var random = SeededRandom(6)
        bytes = random.bytes(1000)
        chunks = [
            ChunkReference(id: ChunkID(random.fixed()), length: 400),
            ChunkReference(id: ChunkID(random.fixed()), length: 600),
        ]
    }

    @Test("A photo that was never begun is not there, and takes nothing", arguments: Backing.allCases)
    func neverBegun(_ backing: Backing) throws {
        var photos = try backing.photos(in: directory)
        #expect(try photos.holding(of: name) == nil)
        #expect(try photos.read(name, at: 0, count: 10).isEmpty)
        #expect(throws: StoreError.self) { try photos.write([1], at: 0, to: name) }
        #expect(throws: StoreError.self) { try photos.commit(name, offset: 0) }
        try photos.remove(name)
        #expect(try photos.holding(of: name) == nil)
    }

    @Test("Beginning again changes nothing", arguments: Backing.allCases)
    func beginAgain(_ backing: Backing) throws {
        var photos = try backing.photos(in: directory)
        try photos.begin(name, chunks: chunks)
        #expect(try photos.holding(of: name) == PhotoHolding(chunks: chunks, offset: 0))
        try photos.write(bytes, at: 0, to: name)
        try photos.commit(name, offset: 700)
        try photos.begin(name, chunks: chunks.reversed())
        #expect(try photos.holding(of: name) == PhotoHolding(chunks: chunks, offset: 700))
        #expect(try photos.read(name, at: 0, count: 700) == Array(bytes[..<700]))
    }

    @Test("What was written is read, whatever pieces it came in", arguments: Backing.allCases)
    func readsBack(_ backing: Backing) throws {
        var photos = try backing.photos(in: directory)
        try photos.begin(name, chunks: chunks)
        for offset in stride(from: 0, to: 1000, by: 130) {
            try photos.write(Array(bytes[offset..<min(offset + 130, 1000)]), at: offset, to: name)
        }
        try photos.commit(name, offset: 1000)
        #expect(try photos.holding(of: name)?.isComplete == true)
        for (offset, count) in [(0, 1000), (0, 5000), (999, 1), (999, 5), (1000, 1), (5000, 1), (3, 0), (17, 600)] {
            let from = min(offset, 1000)
            let expected = Array(bytes[from..<min(from + count, 1000)])
            #expect(try photos.read(name, at: offset, count: count) == expected, "\(count) from \(offset)")
        }
    }

    @Test("What is not durable may be written again, what is durable may not", arguments: Backing.allCases)
    func rewrite(_ backing: Backing) throws {
        var photos = try backing.photos(in: directory)
        try photos.begin(name, chunks: chunks)
        try photos.write([UInt8](repeating: 9, count: 500), at: 0, to: name)
        try photos.write(Array(bytes[..<300]), at: 0, to: name)
        try photos.commit(name, offset: 300)
        try photos.write([9, 9, 9], at: 300, to: name)
        try photos.write(Array(bytes[300...]), at: 300, to: name)
        for offset in [0, 1, 299] {
            #expect(throws: StoreError.self) { try photos.write([0], at: offset, to: name) }
        }
        #expect(throws: StoreError.self) { try photos.write([0], at: 1001, to: name) }
        #expect(try photos.holding(of: name)?.offset == 300)
        try photos.commit(name, offset: 1000)
        #expect(try photos.read(name, at: 0, count: 1000) == bytes)
    }

    @Test("A durable offset never goes back, and never beyond what was written", arguments: Backing.allCases)
    func commits(_ backing: Backing) throws {
        var photos = try backing.photos(in: directory)
        try photos.begin(name, chunks: chunks)
        try photos.write(Array(bytes[..<600]), at: 0, to: name)
        #expect(throws: StoreError.self) { try photos.commit(name, offset: 601) }
        #expect(try photos.holding(of: name)?.offset == 0)
        try photos.commit(name, offset: 600)
        try? photos.commit(name, offset: 10)
        #expect(try photos.holding(of: name)?.offset == 600)
        try photos.commit(name, offset: 600)
    }

    @Test("A removed photo is gone, and can begin anew", arguments: Backing.allCases)
    func remove(_ backing: Backing) throws {
        var photos = try backing.photos(in: directory)
        try photos.begin(name, chunks: chunks)
        try photos.write(bytes, at: 0, to: name)
        try photos.commit(name, offset: 1000)
        try photos.remove(name)
        #expect(try photos.holding(of: name) == nil)
        #expect(try photos.read(name, at: 0, count: 1000).isEmpty)
        #expect(try directory.files(holding: Array(bytes[..<200])).isEmpty)
        try photos.begin(name, chunks: chunks)
        #expect(try photos.holding(of: name)?.offset == 0)
        #expect(try photos.read(name, at: 0, count: 1000).isEmpty)
    }

    @Test("Photos are apart, and so are folders", arguments: Backing.allCases)
    func apart(_ backing: Backing) throws {
        var photos = try backing.photos(in: directory)
        let names = [
            name, PhotoName(folder: Given.folder(2), photo: name.photo),
            PhotoName(folder: name.folder, photo: Given.photo(2).photo),
        ]
        for (index, name) in names.enumerated() {
            try photos.begin(name, chunks: chunks)
            try photos.write([UInt8(index)], at: 0, to: name)
            try photos.commit(name, offset: 1)
        }
        try photos.remove(names[1])
        #expect(try photos.read(names[0], at: 0, count: 9) == [0])
        #expect(try photos.holding(of: names[1]) == nil)
        #expect(try photos.read(names[2], at: 0, count: 9) == [2])
    }

    @Test("A folder's photos are listed, ascending, from the first that is begun", arguments: Backing.allCases)
    func listed(_ backing: Backing) throws {
        var photos = try backing.photos(in: directory)
        #expect(try photos.photos(in: name.folder).isEmpty)
        let names = (1...6).map { Given.photo($0) }
        for name in names { try photos.begin(name, chunks: chunks) }
        try photos.begin(PhotoName(folder: Given.folder(2), photo: name.photo), chunks: chunks)
        try photos.remove(names[3])
        #expect(try photos.photos(in: name.folder) == names.filter { $0 != names[3] }.map(\.photo).sorted())
        #expect(try photos.photos(in: Given.folder(2)) == [name.photo])
    }

    @Test("A photo of the most chunks there can be is described in full", arguments: Backing.allCases)
    func manyChunks(_ backing: Backing) throws {
        var photos = try backing.photos(in: directory)
        let many = (0..<Limits.chunksMax).map { ChunkReference(id: chunks[$0 % 2].id, length: $0 + 1) }
        try photos.begin(name, chunks: many)
        #expect(try photos.holding(of: name) == PhotoHolding(chunks: many, offset: 0))
    }
}
