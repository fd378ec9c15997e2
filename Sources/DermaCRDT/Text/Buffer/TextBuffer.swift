/// Text that is edited by scalar positions: chunks of UTF-8 under an order-statistics tree of their scalar counts.
///
/// Up to a chunk it is a flat buffer; above, an edit costs O(log n + chunk). The chunk that was edited last is
/// remembered, so that typing does not walk the tree: its change in width reaches the tree when the cursor leaves it.
/// Source: Boehm, Atkinson, Plass, "Ropes: an alternative to strings", 1995.
struct TextBuffer: Sendable {
    static let chunkBytes = 1024
    /// An empty chunk: copied as a whole, which is fast also where nothing is optimised.
    static let zeroes = ContiguousArray<UInt8>(repeating: 0, count: chunkBytes)
    /// Half a chunk, less what the middle may move to stand between two scalars.
    private static let pieceBytes = chunkBytes / 2 - 4

    struct Leaf: Sendable {
        var bytes: Int32 = 0
        var scalars: Int32 = 0
        var next: Int32 = -1
        var previous: Int32 = -1
    }

    var text: ContiguousArray<UInt8> = []
    var leaves: ContiguousArray<Leaf> = [Leaf()]
    var freeLeaves: [Int32] = []
    var first = 0
    var tree = WidthTree()

    /// The chunk edited last, where it starts, and by how much it has grown since the tree was told.
    var hotLeaf = 0
    var hotStart = 0
    var hotGrowth = 0

    /// Scalars in the text.
    private(set) var scalars = 0
    /// UTF-8 bytes in the text.
    private(set) var bytes = 0

    init() { text = ContiguousArray(repeating: 0, count: 64) }

    /// Inserts well-formed UTF-8. `position` is at most `scalars`.
    mutating func insert(_ utf8: Span<UInt8>, scalars inserted: Int, at position: Int) {
        if utf8.count <= Self.pieceBytes {
            insertPiece(utf8, scalars: inserted, at: position)
            return
        }
        var byte = 0
        var place = position
        while byte < utf8.count {
            var end = min(byte + Self.pieceBytes, utf8.count)
            while end < utf8.count, utf8[end] & 0xc0 == 0x80 { end -= 1 }
            let piece = utf8.extracting(byte..<end)
            let count = utf8.count == inserted ? piece.count : UTF8Count.scalars(piece)
            insertPiece(piece, scalars: count, at: place)
            place += count
            byte = end
        }
    }

    private mutating func insertPiece(_ utf8: Span<UInt8>, scalars inserted: Int, at position: Int) {
        if position < hotStart || position > hotStart + Int(leaves[hotLeaf].scalars) {
            seek(insertingAt: position)
        }
        var byte = byteOffset(of: position - hotStart)
        var used = Int(leaves[hotLeaf].bytes)
        if used + utf8.count > Self.chunkBytes {
            split(at: byte)
            if position > hotStart + Int(leaves[hotLeaf].scalars) { seek(insertingAt: position) }
            byte = byteOffset(of: position - hotStart)
            used = Int(leaves[hotLeaf].bytes)
        } else if leaves.count == 1, used + utf8.count > text.count {
            growOnlyLeaf(to: used + utf8.count)
        }
        let base = hotLeaf * Self.chunkBytes
        text.move(from: base + byte, to: base + byte + utf8.count, count: used - byte)
        text.write(utf8, at: base + byte)
        leaves[hotLeaf].bytes += Int32(utf8.count)
        leaves[hotLeaf].scalars += Int32(inserted)
        hotGrowth += inserted
        scalars += inserted
        bytes += utf8.count
    }

    /// Deletes `count` scalars; `position + count` is at most `scalars`.
    mutating func delete(at position: Int, count: Int) {
        var left = count
        while left > 0 {
            if position < hotStart || position >= hotStart + Int(leaves[hotLeaf].scalars) {
                seek(deletingAt: position)
            }
            let offset = position - hotStart
            let held = Int(leaves[hotLeaf].scalars)
            let used = Int(leaves[hotLeaf].bytes)
            let taken = min(left, held - offset)
            precondition(taken > 0)
            let from = byteOffset(of: offset)
            let to = held == used ? from + taken : byteOffset(of: offset + taken)
            let base = hotLeaf * Self.chunkBytes
            text.move(from: base + to, to: base + from, count: used - to)
            leaves[hotLeaf].bytes -= Int32(to - from)
            leaves[hotLeaf].scalars -= Int32(taken)
            hotGrowth -= taken
            scalars -= taken
            bytes -= to - from
            left -= taken
            if held == taken { removeEmptyLeaf() }
        }
    }

    /// The byte in the hot chunk where its scalar `offset` begins.
    @inline(__always)
    private func byteOffset(of offset: Int) -> Int {
        let leaf = leaves[hotLeaf]
        if leaf.bytes == leaf.scalars || offset == 0 { return offset }
        if offset == Int(leaf.scalars) { return Int(leaf.bytes) }
        let base = hotLeaf * Self.chunkBytes
        return UTF8Count.offset(of: offset, in: text.span, from: base) - base
    }

    private mutating func growOnlyLeaf(to needed: Int) {
        let room = min(Self.chunkBytes, max(needed, text.count * 2))
        text.append(contentsOf: repeatElement(0, count: room - text.count))
    }
}
