import DermaCausality
import DermaContent
import DermaIdentity
import DermaSecrets
import DermaWire
import Testing

@Suite("Vectors: photos")
struct PhotoVectorTests {
    @Test("Intake cleans a photo as stated")
    func clean() throws {
        let vector = try Vector.named("clean", in: "photos")
        let photo = try JPEGIntake.clean(try vector["file"].bytes())
        #expect(photo.header == (try vector.expect["header"].bytes()))
        #expect(photo.imageData == (try vector.expect["imageData"].bytes()))
        #expect(.number(Int(photo.orientation.rawValue)) == vector.expect["orientation"])
        #expect(.number(photo.width) == vector.expect["width"])
        #expect(.number(photo.height) == vector.expect["height"])
        #expect(photo.captureClaim == (try vector.expect["captureClaim"].decoded()))
        #expect(.number(photo.removed.segmentCount) == vector.expect["removedSegments"])
        #expect(.number(photo.removed.trailingBytes) == vector.expect["trailingBytes"])
        #expect(photo.orientation.tagging(photo.jpeg) == (try vector.expect["upright"].bytes()))
    }

    @Test("Intake refuses what is no whole JPEG")
    func refused() throws {
        let refused = Vector.all("photos", having: "file").filter { $0.expect["error"] != .null }
        #expect(refused.count == 3)
        for vector in refused {
            let code = try #require(vector.expect["error"].text.flatMap { IntakeError.Code(rawValue: $0) })
            let offset = Int(try #require(vector.expect["offset"].integer))
            let file = try vector["file"].bytes()
            #expect(throws: IntakeError(code: code, offset: offset), "\(vector.name)") { try JPEGIntake.clean(file) }
        }
    }

    @Test("The lengths of chunks follow from those of the parts")
    func plans() throws {
        let plans = Vector.all("photos").filter { $0.name.hasPrefix("plan-") }
        #expect(plans.count == 6)
        for vector in plans {
            let stated = vector.expect["sealedLengths"].items
            var manifest = ByteWriter()
            manifest.byte(1)
            manifest.fixed([UInt8](repeating: 0, count: 64))
            for part in ["header", "imageData"] { manifest.varint(UInt64(try #require(vector[part].integer))) }
            manifest.count(stated.count)
            manifest.fixed([UInt8](repeating: 0, count: 32 * stated.count))
            manifest.fixed([1, 1, 1, 0])
            let lengths = try PhotoManifest(decoding: manifest.bytes).sealedLengths
            #expect(lengths.map { .number($0) } == stated, "\(vector.name)")
        }
    }

    @Test("A photo's stream opens to the JPEG, chunk by chunk and as a whole")
    func opening() throws {
        let vector = try Vector.named("photo", in: "photos")
        let manifest: PhotoManifest = try vector.expect["manifest"].decoded()
        let stream = try vector.expect["stream"].bytes()
        #expect(try manifest.open(stream, in: try Self.place(vector)) == (try vector.expect["jpeg"].bytes()))
        #expect(manifest.key.exposed == (try vector.expect["key"].bytes()))
        var random = Scripted(try vector["keyRandom"].bytes())
        #expect(SymmetricKey(random: &random, content: manifest.contentHash).exposed == manifest.key.exposed)
        #expect(manifest.contentHash == (try vector.expect["contentHash"].decoded()))
        #expect(manifest.chunks.map { .hex($0) } == vector.expect["chunks"].items)
        try expectChunks(stream, vector)
    }

    /// Opens every chunk with associated data made here, from `Spec/07-photos.md`.
    private func expectChunks(_ stream: [UInt8], _ vector: Vector) throws {
        let key = try #require(SymmetricKey(bytes: try vector.expect["key"].bytes()))
        let parts = [try vector["header"].bytes(), try vector["imageData"].bytes()]
        var offset = 0
        for (index, part) in parts.enumerated() {
            let length = Int(try #require(vector.expect["lengths"].items[index].integer))
            let sealed = Array(stream[offset..<offset + length])
            offset += length
            #expect(.hex(ChunkID(of: sealed)) == vector.expect["chunks"].items[index])
            var object = ByteWriter()
            object.text("chunk")
            object.fixed(try vector["photo"].bytes())
            for part in parts { object.count(part.count) }
            object.byte(UInt8(index + 1))
            object.count(0)
            let place = AssociatedData(
                account: try vector["account"].decoded(), folder: try vector["folder"].decoded(), object: object.bytes)
            let content = try Envelope.open(sealed, .chunk, under: key, for: place)
            var random = Scripted(try vector["random"].items[index].bytes())
            #expect(Envelope.seal(content, .chunk, under: key, for: place, random: &random) == sealed)
            #expect(Array(content.prefix(part.count)) == part)
            #expect(content.dropFirst(part.count).allSatisfy { $0 == 0 })
        }
        #expect(offset == stream.count)
    }

    @Test("A changed or misplaced stream does not open", arguments: Vector.all("photos", having: "base"))
    func changed(_ vector: Vector) throws {
        let base = try Vector.named(try #require(vector["base"].text), in: "photos")
        let manifest: PhotoManifest = try base.expect["manifest"].decoded()
        let original = try base.expect["stream"].bytes()
        let stream = try Self.change(original, as: vector)
        let place = try Self.place(base, changedBy: vector)
        let home = try Self.place(base)
        #expect(stream != original || place != home)
        #expect(throws: OpenFailure.self) { try manifest.open(stream, in: place) }
    }

    private static func change(_ stream: [UInt8], as vector: Vector) throws -> [UInt8] {
        var changed = stream
        if let index = vector["flip"].integer { changed[Int(index)] ^= 1 }
        if let count = vector["cut"].integer { changed.removeLast(Int(count)) }
        if let at = vector["swapAt"].integer { changed = Array(stream[Int(at)...] + stream[..<Int(at)]) }
        if let at = vector["doubleFirst"].integer { changed = Array(stream[..<Int(at)] + stream[..<Int(at)]) }
        if vector["append"] != .null { changed += try vector["append"].bytes() }
        return changed
    }

    private static func place(_ base: Vector, changedBy vector: Vector? = nil) throws -> PhotoPlace {
        func id(_ key: String) -> JSON { vector.map { $0[key] != .null ? $0[key] : base[key] } ?? base[key] }
        return PhotoPlace(
            account: try base["account"].decoded(), folder: try id("folder").decoded(), photo: try id("photo").decoded()
        )
    }
}
