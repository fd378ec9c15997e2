import DermaSecrets
public import DermaWire

/// The part of a photo that a chunk belongs to. The two are chunked apart, so that a copy with other metadata shares the
/// image data's boundaries.
public enum PhotoPart: UInt8, Sendable {
    case header = 1
    case imageData = 2
}

/// The lengths of a photo's two parts in bytes. Everything about its chunks follows from them.
public struct PartLengths: Hashable, Sendable, WireValue {
    /// At least 1.
    public let header: Int
    /// At least 1.
    public let imageData: Int

    static let partBytesMax = 128 << 20

    init(header: Int, imageData: Int) {
        self.header = header
        self.imageData = imageData
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        header = Int(try reader.varint(in: 1...UInt64(Self.partBytesMax)))
        imageData = Int(try reader.varint(in: 1...UInt64(Self.partBytesMax)))
    }

    public func encode(to writer: inout ByteWriter) {
        writer.count(header)
        writer.count(imageData)
    }

    /// The chunks, in the order of the stream.
    var chunkPlans: [ChunkPlan] {
        ChunkPlan.plans(of: .header, length: header) + ChunkPlan.plans(of: .imageData, length: imageData)
    }
}

/// One chunk before it is sealed: which bytes of which part.
struct ChunkPlan: Hashable, Sendable {
    /// Bytes of a part in one chunk. All but a part's last are this long.
    static let contentBytes = 256 << 10
    /// The least that a part's last chunk is padded to, in bytes.
    private static let lastBytesMin = 4096

    let part: PhotoPart
    let index: Int
    let range: Range<Int>

    static func plans(of part: PhotoPart, length: Int) -> [ChunkPlan] {
        stride(from: 0, to: length, by: contentBytes).enumerated().map { index, start in
            ChunkPlan(part: part, index: index, range: start..<min(start + contentBytes, length))
        }
    }

    /// The length that is sealed: a full chunk, or the padding class of what is left.
    var paddedLength: Int { min(Self.contentBytes, max(Self.lastBytesMin, Padding.paddedLength(range.count))) }

    /// The length of the sealed chunk.
    var sealedLength: Int { paddedLength + Envelope.overheadBytes }
}
