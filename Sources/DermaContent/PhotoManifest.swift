public import DermaCausality
import DermaIdentity
public import DermaSecrets
public import DermaWire

/// How a photo's chunks are opened and put together. It stands inside a sealed body, as it holds the photo's key.
public struct PhotoManifest: Sendable, WireValue {
    /// The format of this manifest.
    static let formatVersion: UInt8 = 1

    /// The key that every chunk is sealed under.
    public let key: SymmetricKey
    /// The hash of the cleaned JPEG, header and image data.
    public let contentHash: Bytes32
    /// The lengths of the two parts in bytes.
    public let lengths: PartLengths
    /// The ids of the sealed chunks: the header's, then the image data's.
    public let chunks: [ChunkID]
    /// How to turn the picture upright.
    public let orientation: Orientation
    /// Pixels across, as stored.
    public let width: Int
    /// Pixels down, as stored.
    public let height: Int
    /// When the file says that the picture was taken; a claim.
    public let captureClaim: CaptureClaim?

    init(_ photo: CleanedPhoto, key: SymmetricKey, contentHash: Bytes32, chunks: [ChunkID]) {
        self.key = key
        self.chunks = chunks
        self.contentHash = contentHash
        lengths = PartLengths(header: photo.header.count, imageData: photo.imageData.count)
        orientation = photo.orientation
        width = photo.width
        height = photo.height
        captureClaim = photo.captureClaim
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        guard try reader.byte() == Self.formatVersion, let key = SymmetricKey(bytes: try reader.fixed(32)) else {
            throw WireError(.invalidValue, at: start)
        }
        self.key = key
        contentHash = try Bytes32(from: &reader)
        lengths = try PartLengths(from: &reader)
        let listStart = reader.offset
        chunks = try reader.list(of: ChunkID.self, max: Limits.chunksMax)
        guard chunks.count == lengths.chunkPlans.count else { throw WireError(.invalidValue, at: listStart) }
        orientation = try reader.registered(Orientation.self)
        width = Int(try reader.varint(in: 1...65535))
        height = Int(try reader.varint(in: 1...65535))
        captureClaim = try reader.optional(CaptureClaim.self)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.byte(Self.formatVersion)
        writer.fixed(key.exposed)
        writer.value(contentHash)
        writer.value(lengths)
        writer.list(chunks)
        writer.byte(orientation.rawValue)
        writer.count(width)
        writer.count(height)
        writer.optional(captureClaim)
    }
}

extension CaptureClaim: WireValue {
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        let year = Int(try reader.varint(in: 1...9999))
        let numbers = try reader.fixed(5).map { Int($0) }
        let offset = try reader.flag() ? Int(clamping: try reader.signedVarint()) : nil
        let source = try reader.registered(Source.self)
        guard
            let claim = CaptureClaim(
                year: year, month: numbers[0], day: numbers[1], hour: numbers[2], minute: numbers[3],
                second: numbers[4],
                offsetMinutes: offset, source: source)
        else { throw WireError(.invalidValue, at: start) }
        self = claim
    }

    public func encode(to writer: inout ByteWriter) {
        writer.count(year)
        for number in [month, day, hour, minute, second] { writer.byte(UInt8(truncatingIfNeeded: number)) }
        writer.flag(offsetMinutes != nil)
        if let offsetMinutes { writer.signedVarint(Int64(offsetMinutes)) }
        writer.byte(source.rawValue)
    }
}
