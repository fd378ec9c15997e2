import DermaCausality
import DermaIdentity
import DermaWire

/// Takes a photo's stream, piece by piece, and verifies each chunk as it completes. Holds at most one chunk.
public struct PhotoReceiver: Sendable {
    /// The photo.
    public let name: PhotoName
    /// Bytes taken so far: the only offset that the next piece may have.
    public private(set) var offset: Int
    private let chunks: [ChunkReference]
    private var index: Int
    private var partial: [UInt8]

    /// A fault in what was received.
    public enum Fault: Error, Hashable, Sendable {
        /// The piece is not the next one.
        case wrongOffset(expected: Int)
        /// The piece goes beyond the stream's end.
        case tooLong
        /// A chunk's bytes do not have its id; everything up to `goodOffset` does.
        case badChunk(goodOffset: Int)
        /// The store could not.
        case store(StoreError)
    }

    /// Goes on where `store` left off: reads back the bytes of a chunk that was cut.
    public init(_ name: PhotoName, _ holding: PhotoHolding, in store: some PhotoStore) throws(StoreError) {
        self.name = name
        chunks = holding.chunks
        offset = holding.offset
        index = 0
        var start = 0
        while index < chunks.count, start + chunks[index].length <= holding.offset {
            start += chunks[index].length
            index += 1
        }
        partial = try store.read(name, at: start, count: holding.offset - start)
        guard partial.count == holding.offset - start else { throw StoreError(.corrupt, "photo \(name.photo)") }
    }

    /// The stream's length in bytes.
    public var length: Int { chunks.reduce(0) { $0 + $1.length } }

    /// Whether every chunk has arrived and was verified.
    public var isComplete: Bool { index == chunks.count }

    /// Takes a piece and writes it to `store`; the caller commits.
    public mutating func take(_ piece: PhotoPiece, into store: inout some PhotoStore) throws(Fault) {
        guard piece.offset == UInt64(offset) else { throw .wrongOffset(expected: offset) }
        guard piece.bytes.count <= length - offset else { throw .tooLong }
        try verify(piece.bytes)
        do throws(StoreError) {
            try store.write(piece.bytes, at: offset, to: name)
        } catch {
            throw .store(error)
        }
        offset += piece.bytes.count
    }

    private mutating func verify(_ bytes: [UInt8]) throws(Fault) {
        var rest = bytes[...]
        while index < chunks.count, !rest.isEmpty {
            let wanted = chunks[index].length - partial.count
            partial.append(contentsOf: rest.prefix(wanted))
            rest = rest.dropFirst(wanted)
            guard partial.count == chunks[index].length else { return }
            guard ChunkID(of: partial) == chunks[index].id else {
                throw .badChunk(goodOffset: chunks[..<index].reduce(0) { $0 + $1.length })
            }
            partial.removeAll(keepingCapacity: true)
            index += 1
        }
    }
}
