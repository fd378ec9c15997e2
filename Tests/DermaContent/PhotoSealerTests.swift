import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaContent

private let chunk = 256 << 10

extension PhotoPlace {
    fileprivate static let sample: PhotoPlace = {
        var random = SeededRandom(77)
        return PhotoPlace(account: random.identifier(), folder: random.identifier(), photo: random.identifier())
    }()
}

extension CleanedPhoto {
    /// Random bytes as intake would hand them over.
    fileprivate static func made(_ random: inout SeededRandom, header: Int = 600, image: Int = 5000) -> CleanedPhoto {
        CleanedPhoto(
            header: random.bytes(header), imageData: random.bytes(image), orientation: .up, width: 40, height: 30,
            captureClaim: nil, removed: RemovedMetadata(), surplusBytes: 0)
    }
}

/// The parts of a manifest, to put together one that an honest device would not make.
private struct ManifestParts {
    var key: [UInt8]
    var contentHash: Bytes32
    var header: Int
    var imageData: Int
    var chunks: [ChunkID]
    var orientation: UInt8 = 1
    var width: UInt64 = 40
    var height: UInt64 = 30
    var version: UInt8 = 1

    init(_ manifest: PhotoManifest) {
        key = manifest.key.exposed
        contentHash = manifest.contentHash
        header = manifest.lengths.header
        imageData = manifest.lengths.imageData
        chunks = manifest.chunks
    }

    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.byte(version)
        writer.fixed(key)
        writer.value(contentHash)
        writer.count(header)
        writer.count(imageData)
        writer.list(chunks)
        writer.byte(orientation)
        writer.varint(width)
        writer.varint(height)
        writer.flag(false)
        return writer.bytes
    }

    var fault: WireError? {
        do throws(WireError) { _ = try PhotoManifest(decoding: bytes) } catch { return error }
        return nil
    }
}

@Suite("Sealed photos")
struct PhotoSealerTests {
    private static func seal(
        header: Int = 600, imageBytes: Int, seed: UInt64 = 1, in place: PhotoPlace = .sample
    ) throws -> (photo: CleanedPhoto, sealed: SealedPhoto) {
        var random = SeededRandom(seed)
        let photo = CleanedPhoto.made(&random, header: header, image: imageBytes)
        return (photo, try SealedPhoto(photo, in: place, random: &random))
    }

    /// The stream cut into its chunks.
    private static func chunks(_ sealed: SealedPhoto) -> [[UInt8]] {
        var rest = sealed.stream[...]
        return sealed.manifest.sealedLengths.map { length in
            defer { rest = rest.dropFirst(length) }
            return Array(rest.prefix(length))
        }
    }

    static let sizes = [1, chunk - 1, chunk, chunk + 1, 3 * chunk, 3 * chunk + 5000]

    @Test("What was sealed comes back, byte for byte, at every size", arguments: sizes)
    func roundTrip(size: Int) throws {
        for header in [1, 600, chunk + 1] where header <= 600 || size == 1 {
            let (photo, sealed) = try Self.seal(header: header, imageBytes: size)
            #expect(try sealed.manifest.open(sealed.stream, in: .sample) == photo.jpeg)
            let parts = (header + chunk - 1) / chunk + (size + chunk - 1) / chunk
            #expect(sealed.manifest.chunks.count == parts && sealed.manifest.sealedLengths.count == parts)
            #expect(sealed.stream.count == sealed.manifest.sealedLengths.reduce(0, +))
            #expect(Self.chunks(sealed).map { ChunkID(of: $0) } == sealed.manifest.chunks)
            #expect(sealed.manifest.contentHash == .hash(.photo, photo.header, photo.imageData))
            // The manifest travels inside a sealed body.
            let again = try PhotoManifest(decoding: sealed.manifest.encoded)
            #expect(again.encoded == sealed.manifest.encoded)
            #expect(try again.open(sealed.stream, in: .sample) == photo.jpeg)
        }
    }

    /// What differs from photo to photo is the number of chunks and the class of each part's last one.
    @Test("A22, A23: chunks have the same length in every photo, and sealing twice gives other bytes and ids")
    func lengths() throws {
        let (short, full) = (4096 + Envelope.overheadBytes, chunk + Envelope.overheadBytes)
        let lengths = try Self.sizes.map { try Self.seal(imageBytes: $0).sealed.manifest.sealedLengths }
        #expect(lengths.allSatisfy { $0[0] == short }, "every header looks alike")
        let images = lengths[..<5].map { Array($0.dropFirst()) }
        #expect(images == [[short], [full], [full], [full, short], [full, full, full]])
        let lasts = try [1, 600, 4096].map { try Self.seal(imageBytes: chunk + $0).sealed.manifest.sealedLengths }
        #expect(Set(lasts).count == 1, "a short last chunk does not tell its length")

        var random = SeededRandom(9)
        let photo = CleanedPhoto.made(&random)
        let first = try SealedPhoto(photo, in: .sample, random: &random)
        let second = try SealedPhoto(photo, in: .sample, random: &random)
        #expect(Set(first.manifest.chunks).isDisjoint(with: second.manifest.chunks))
        #expect(first.stream.count == second.stream.count && first.stream != second.stream)
    }

    @Test("A04, A06: chunks do not open as another photo's, nor in another folder or account")
    func places() throws {
        let (_, sealed) = try Self.seal(imageBytes: 5000)
        var random = SeededRandom(3)
        let (account, folder, photo) = (PhotoPlace.sample.account, PhotoPlace.sample.folder, PhotoPlace.sample.photo)
        for place in [
            PhotoPlace(account: random.identifier(), folder: folder, photo: photo),
            PhotoPlace(account: account, folder: random.identifier(), photo: photo),
            PhotoPlace(account: account, folder: folder, photo: random.identifier()),
        ] {
            // Even where somebody hands over the manifest, key and all, as the other photo's.
            #expect(throws: OpenFailure()) { try sealed.manifest.open(sealed.stream, in: place) }
        }
        let other = try Self.seal(imageBytes: 5000, seed: 2).sealed
        #expect(throws: OpenFailure()) { try sealed.manifest.open(other.stream, in: .sample) }
        let mixed = Self.chunks(sealed)[0] + Self.chunks(other)[1]
        #expect(throws: OpenFailure()) { try sealed.manifest.open(mixed, in: .sample) }
    }

    @Test("A07: a stream with chunks exchanged, dropped, doubled or cut is refused")
    func streams() throws {
        let (_, sealed) = try Self.seal(imageBytes: 2 * chunk)
        let chunks = Self.chunks(sealed)
        let stream = sealed.stream
        for forged in [
            chunks[0] + chunks[2] + chunks[1], chunks[0] + chunks[1], chunks[0] + chunks[1] + chunks[1],
            stream + chunks[2], chunks[1] + chunks[2], [], Array(stream.dropLast()), stream + [0],
            Array(stream.dropFirst()),
        ] {
            #expect(throws: OpenFailure()) { try sealed.manifest.open(forged, in: .sample) }
        }
    }

    /// Whoever has the key could rewrite ids, lengths and hash to fit. Each chunk still knows its place and the lengths.
    @Test("A07: nor can a manifest be rewritten so that chunks fit in other places")
    func rewrittenManifests() throws {
        let (photo, sealed) = try Self.seal(imageBytes: 2 * chunk)
        let chunks = Self.chunks(sealed)
        let (header, halves) = (photo.header, [Array(photo.imageData[..<chunk]), Array(photo.imageData[chunk...])])
        let parts = ManifestParts(sealed.manifest)
        func open(_ order: [Int]) throws -> [UInt8] {
            var forged = parts
            forged.chunks = [parts.chunks[0]] + order.map { parts.chunks[$0 + 1] }
            forged.imageData = order.count * chunk
            forged.contentHash = .hash(.photo, header + order.flatMap { halves[$0] })
            let manifest = try PhotoManifest(decoding: forged.bytes)
            return try manifest.open(chunks[0] + order.flatMap { chunks[$0 + 1] }, in: .sample)
        }
        #expect(try open([0, 1]) == photo.jpeg)
        for order in [[1, 0], [0], [1], [0, 0], [0, 1, 1]] {
            #expect(throws: OpenFailure(), "\(order)") { try open(order) }
        }
        // A lie about the content alone.
        var lie = parts
        lie.contentHash = .zero
        let manifest = try PhotoManifest(decoding: lie.bytes)
        #expect(throws: OpenFailure()) { try manifest.open(sealed.stream, in: .sample) }
    }

    @Test("A08: a flipped bit anywhere in the stream is refused", arguments: Seed.first(20))
    func bitFlips(seed: Seed) throws {
        var random = seed.random
        let (_, sealed) = try Self.seal(imageBytes: 5000)
        let firstOfLast = sealed.stream.count - Self.chunks(sealed)[1].count
        let edges = [0, 2, 3, 26, 27, 58, 59, firstOfLast - 1, firstOfLast, sealed.stream.count - 1]
        for place in edges + (0..<20).map({ _ in random.below(sealed.stream.count) }) {
            var flipped = sealed.stream
            flipped[place] ^= 1 << UInt8(random.below(8))
            #expect(throws: OpenFailure(), "byte \(place)") { try sealed.manifest.open(flipped, in: .sample) }
        }
    }

    @Test("A manifest is read strictly")
    func manifests() throws {
        var random = SeededRandom(4)
        let claim = CaptureClaim(
            year: 2024, month: 2, day: 29, hour: 23, minute: 59, second: 58, offsetMinutes: -90, source: .original)
        var photo = CleanedPhoto.made(&random)
        photo.captureClaim = claim
        photo.orientation = .leftMirrored
        let manifest = try SealedPhoto(photo, in: .sample, random: &random).manifest
        let bytes = manifest.encoded
        let read = try PhotoManifest(decoding: bytes)
        #expect(
            read.captureClaim == claim && read.orientation == .leftMirrored && read.width == 40 && read.height == 30)
        #expect(read.contentHash == manifest.contentHash && read.chunks == manifest.chunks)
        for length in bytes.indices {
            #expect(throws: WireError.self) { try PhotoManifest(decoding: Array(bytes[..<length])) }
        }
        #expect(throws: WireError(.trailingBytes, at: bytes.count)) { try PhotoManifest(decoding: bytes + [0]) }
        for (bit, flipped) in bytes.bitFlips {
            if let other = try? PhotoManifest(decoding: flipped) { #expect(other.encoded == flipped, "bit \(bit)") }
        }
    }

    @Test("Numbers that no photo has are refused where they stand")
    func badManifests() throws {
        let good = ManifestParts(try Self.seal(imageBytes: 5000).sealed.manifest)
        #expect(good.fault == nil)
        func fault(_ change: (inout ManifestParts) -> Void) -> WireError? {
            var parts = good
            change(&parts)
            return parts.fault
        }
        #expect(fault { $0.version = 2 } == WireError(.invalidValue, at: 0))
        #expect(fault { $0.header = 0 } == WireError(.invalidValue, at: 65))
        #expect(fault { $0.imageData = 0 } == WireError(.invalidValue, at: 67))
        #expect(fault { $0.imageData = 128 << 20 + 1 } == WireError(.invalidValue, at: 67))
        #expect(fault { $0.imageData = chunk + 1 }?.code == .invalidValue, "three chunks' bytes, two ids")
        #expect(fault { $0.chunks.append($0.chunks[0]) } == WireError(.invalidValue, at: 69))
        #expect(fault { $0.chunks = [] } == WireError(.invalidValue, at: 69))
        let many = [ChunkID](repeating: good.chunks[0], count: Limits.chunksMax + 1)
        #expect(fault { $0.chunks = many } == WireError(.limitExceeded, at: 69))
        let tail = good.bytes.count - 4
        #expect(fault { $0.orientation = 0 } == WireError(.invalidValue, at: tail))
        #expect(fault { $0.orientation = 9 } == WireError(.invalidValue, at: tail))
        #expect(fault { $0.width = 0 } == WireError(.invalidValue, at: tail + 1))
        #expect(fault { $0.height = 65_536 } == WireError(.invalidValue, at: tail + 2))
    }

    @Test("A photo of more chunks than the protocol allows is not sealed")
    func tooLarge() throws {
        var random = SeededRandom(1)
        var photo = CleanedPhoto.made(&random)
        // With the header's one chunk more than the limit. Refused before anything is sealed.
        photo.imageData = [UInt8](repeating: 0, count: (Limits.chunksMax - 1) * chunk + 1)
        #expect(throws: PhotoTooLarge()) { try SealedPhoto(photo, in: .sample, random: &random) }
    }
}

@Suite("The orientation that is put back for viewers")
struct OrientationTagTests {
    /// The value of the tag, and where it is, read the long way.
    private static func tag(of jpeg: [UInt8]) -> (value: UInt8, segment: Range<Int>)? {
        var position = 2
        while position + 4 <= jpeg.count, jpeg[position] == 0xff, jpeg[position + 1] >= 0xe0, jpeg[position + 1] < 0xf0
        {
            let end = position + 2 + Int(jpeg[position + 2]) << 8 + Int(jpeg[position + 3])
            let content = Array(jpeg[position + 4..<end])
            guard jpeg[position + 1] == 0xe1, content.starts(with: Array("Exif".utf8) + [0, 0, 0x4d, 0x4d, 0, 42])
            else {
                position = end
                continue
            }
            let tiff = Array(content[6...])
            // The directory is where bytes 4 to 7 say: a count, entries of 12 bytes, the next directory's place (none).
            let directory = tiff[4..<8].reduce(0) { $0 << 8 | Int($1) }
            let entry = Array(tiff[directory + 2..<directory + 14])
            guard tiff[directory...directory + 1] == [0, 1], entry[..<8] == [0x01, 0x12, 0, 3, 0, 0, 0, 1],
                tiff[(directory + 14)...] == [0, 0, 0, 0], entry[8] == 0, entry[10...] == [0, 0]
            else { return nil }
            return (entry[9], position..<end)
        }
        return nil
    }

    private static let tables: [UInt8] = [0xff, 0xdb, 0, 3, 7, 0xff, 0xd9]
    private static let plain: [UInt8] = [0xff, 0xd8] + tables
    private static let jfif: [UInt8] = [0xff, 0xd8, 0xff, 0xe0, 0, 7] + Array("JFIF".utf8) + [0] + tables

    @Test(
        "Every orientation is found again, after the JFIF segment, and no other byte changes",
        arguments: Orientation.allCases)
    func tagging(orientation: Orientation) throws {
        for jpeg in [Self.plain, Self.jfif] {
            var tagged = orientation.tagging(jpeg)
            guard orientation != .up else {
                #expect(tagged == jpeg)
                continue
            }
            let tag = try #require(Self.tag(of: tagged))
            #expect(tag.value == orientation.rawValue)
            #expect(tag.segment.lowerBound == (jpeg == Self.jfif ? 11 : 2))
            tagged.removeSubrange(tag.segment)
            #expect(tagged == jpeg)
        }
    }

    @Test("What is no photo stays as it is")
    func nonsense() {
        for bytes in [[], [0xff], [0xff, 0xd8, 0xff, 0xe0], [0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 1, 2]] as [[UInt8]] {
            #expect(Orientation.down.tagging(bytes) == bytes)
        }
    }
}
