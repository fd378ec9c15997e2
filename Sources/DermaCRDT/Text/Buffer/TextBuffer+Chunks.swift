extension TextBuffer {
    /// Tells the tree how the hot chunk has grown.
    mutating func settle() {
        if hotGrowth != 0, !tree.isEmpty { tree.add(hotGrowth, to: hotLeaf) }
        hotGrowth = 0
    }

    /// Makes the chunk hot that ends at `position` or holds it.
    mutating func seek(insertingAt position: Int) {
        seek(deletingAt: max(position - 1, 0))
    }

    /// Makes the chunk hot that holds the scalar at `position`.
    mutating func seek(deletingAt position: Int) {
        settle()
        guard !tree.isEmpty else { return }
        let found = tree.find(position)
        hotLeaf = found.leaf
        hotStart = found.start
    }

    /// Divides the full hot chunk: at `byte` if that is its end, otherwise in the middle.
    mutating func split(at byte: Int) {
        settle()
        let chunk = Self.chunkBytes
        let leaf = leaves[hotLeaf]
        let used = Int(leaf.bytes)
        let base = hotLeaf * chunk
        var cut = byte == used ? used : used / 2
        while cut < used, text[base + cut] & 0xc0 == 0x80 { cut += 1 }
        if tree.isEmpty { tree.start(with: hotLeaf, width: Int(leaf.scalars)) }
        let new = newLeaf()
        text.move(from: base + cut, to: new * chunk, count: used - cut)
        let moved = cut == used ? 0 : UTF8Count.scalars(text.span.extracting(base + cut..<base + used))
        leaves[new] = Leaf(
            bytes: Int32(used - cut), scalars: Int32(moved), next: leaf.next, previous: Int32(hotLeaf))
        if leaf.next >= 0 { leaves[Int(leaf.next)].previous = Int32(new) }
        leaves[hotLeaf].bytes = Int32(cut)
        leaves[hotLeaf].scalars -= Int32(moved)
        leaves[hotLeaf].next = Int32(new)
        tree.split(hotLeaf, new: new, moved: moved)
        if cut == used {
            hotStart += Int(leaf.scalars)
            hotLeaf = new
        }
    }

    private mutating func newLeaf() -> Int {
        if let free = freeLeaves.popLast() { return Int(free) }
        leaves.append(Leaf())
        let needed = leaves.count * Self.chunkBytes
        if text.capacity < needed { text.reserveCapacity(max(needed, text.count * 2)) }
        while text.count < needed { text.append(contentsOf: Self.zeroes) }
        return leaves.count - 1
    }

    /// Takes the hot chunk, which is empty, out, unless it is the only one.
    mutating func removeEmptyLeaf() {
        settle()
        guard !tree.isEmpty, tree.leafCount > 1 else { return }
        let leaf = leaves[hotLeaf]
        if leaf.previous >= 0 { leaves[Int(leaf.previous)].next = leaf.next } else { first = Int(leaf.next) }
        if leaf.next >= 0 { leaves[Int(leaf.next)].previous = leaf.previous }
        tree.remove(hotLeaf)
        leaves[hotLeaf] = Leaf()
        freeLeaves.append(Int32(hotLeaf))
        if leaf.previous >= 0 {
            hotLeaf = Int(leaf.previous)
            hotStart -= Int(leaves[hotLeaf].scalars)
        } else {
            hotLeaf = first
            hotStart = 0
        }
    }

    /// The text. O(n).
    var string: String {
        if leaves.count == 1 { return String(decoding: text[..<bytes], as: UTF8.self) }
        var all: [UInt8] = []
        all.reserveCapacity(bytes)
        var index = first
        while index >= 0 {
            let base = index * Self.chunkBytes
            all.append(contentsOf: text[base..<base + Int(leaves[index].bytes)])
            index = Int(leaves[index].next)
        }
        return String(decoding: all, as: UTF8.self)
    }
}
