public import DermaCausality

/// How much of a photo's stream of sealed chunks is held.
public struct PhotoHolding: Hashable, Sendable {
    /// The stream's chunks, in order.
    public let chunks: [ChunkReference]
    /// Bytes held durably.
    public let offset: Int

    /// Makes a holding.
    public init(chunks: [ChunkReference], offset: Int) {
        self.chunks = chunks
        self.offset = offset
    }

    /// The stream's length in bytes.
    public var length: Int { chunks.reduce(0) { $0 + $1.length } }

    /// Whether everything is held, and so was verified.
    public var isComplete: Bool { offset == length }
}

/// Keeps the sealed chunks of photos, one stream each.
///
/// Bytes are appended first and become durable with `commit`; what a call threw from is as if it had not been made.
public protocol PhotoStore: Sendable {
    /// The photos of a folder of which anything is held, ascending.
    func photos(in folder: FolderID) throws(StoreError) -> [PhotoID]
    /// How many photos of a folder are held in full.
    func completeCount(in folder: FolderID) throws(StoreError) -> Int
    /// What is held of a photo; nil if it was never begun.
    func holding(of name: PhotoName) throws(StoreError) -> PhotoHolding?
    /// Makes room for a photo of which nothing is held. Beginning one again changes nothing.
    mutating func begin(_ name: PhotoName, chunks: [ChunkReference]) throws(StoreError)
    /// Writes bytes at `offset`, which is at or after the durable offset and without a gap.
    mutating func write(_ bytes: [UInt8], at offset: Int, to name: PhotoName) throws(StoreError)
    /// Makes everything before `offset` durable. An offset that was committed never goes back.
    mutating func commit(_ name: PhotoName, offset: Int) throws(StoreError)
    /// Up to `count` bytes from `offset`, fewer only at the end of what was written.
    func read(_ name: PhotoName, at offset: Int, count: Int) throws(StoreError) -> [UInt8]
    /// Forgets a photo and its bytes.
    mutating func remove(_ name: PhotoName) throws(StoreError)
}
