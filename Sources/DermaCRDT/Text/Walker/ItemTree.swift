/// An order-statistics B-tree of items with two widths: in the version the walker stands at, and in what it has output.
///
/// Nodes are slices of flat slabs; leaves are linked. Finding, inserting and changing an item are O(log n).
struct ItemTree: ~Copyable, Sendable {
    static let leafItems = 32
    static let fanout = 16

    struct Leaf: BitwiseCopyable, Sendable {
        var count: Int32 = 0
        var parent: Int32 = -1
        var next: Int32 = -1
    }

    struct Node: BitwiseCopyable, Sendable {
        var count: Int32 = 0
        var parent: Int32 = -1
    }

    struct Entry: BitwiseCopyable, Sendable {
        var child: Int32
        var width: Int32
        var effect: Int32
    }

    var items = Slab<Item>(capacity: 256)
    var leaves = Slab<Leaf>()
    var nodes = Slab<Node>()
    var entries = Slab<Entry>()
    var root = 0
    var height = 0
    /// Scalars in the version that the walker stands at, and in what it has output.
    var width = 0
    var effect = 0
    /// Which leaf each item is in, by its first id.
    var index: ItemIndex

    /// A tree that holds `first`, if that has any scalars, and will hold no ids from `ids` on.
    init(first: Int, ids: Int) {
        index = ItemIndex(ids: ids)
        items.extend(by: Self.leafItems)
        leaves.append(Leaf(parent: 0))
        nodes.append(Node(count: 1))
        entries.extend(by: Self.fanout)
        entries[0] = Entry(child: 0, width: 0, effect: 0)
        if first > 0 {
            var place = Place(leaf: 0, slot: 0)
            insert(
                Item(
                    id: 0, count: Int32(first), left: Item.start, right: Item.end, state: Item.present, isGone: false),
                at: &place)
        }
    }

    /// Where an item is, or would be.
    struct Place {
        var leaf: Int
        var slot: Int
        var position: Int { leaf * ItemTree.leafItems + slot }
    }

    @inline(__always)
    func item(_ place: Place) -> Item { items[place.leaf * Self.leafItems + place.slot] }

    /// The item that holds the scalar at `position`, which there is, how far into it that is, and the effect width before it.
    func find(_ position: Int) -> (place: Place, offset: Int32, effect: Int) {
        var left = Int32(truncatingIfNeeded: position)
        var before: Int32 = 0
        var node = root
        var level = height
        while true {
            var slot = node * Self.fanout
            let last = slot + Int(nodes[node].count) - 1
            while slot < last, left >= entries[slot].width {
                left -= entries[slot].width
                before += entries[slot].effect
                slot += 1
            }
            node = Int(entries[slot].child)
            if level == 0 { break }
            level -= 1
        }
        var place = Place(leaf: node, slot: 0)
        let count = Int(leaves[node].count)
        while place.slot < count {
            let item = self.item(place)
            if left < item.width { return (place, left, Int(before) + (item.isGone ? 0 : Int(left))) }
            left -= item.width
            before += item.effectWidth
            place.slot += 1
        }
        preconditionFailure("the walker was asked for a position that it had not checked")
    }

    /// Moves on to the next item, if `place` is past its leaf's last; false at the end.
    @inline(__always)
    func settle(_ place: inout Place) -> Bool {
        while place.slot >= Int(leaves[place.leaf].count) {
            let next = Int(leaves[place.leaf].next)
            if next < 0 { return false }
            place = Place(leaf: next, slot: 0)
        }
        return true
    }

    /// Scalars of the output before the item at `place`. O(log n).
    func effect(before place: Place) -> Int {
        var total: Int32 = 0
        for slot in 0..<place.slot { total += items[place.leaf * Self.leafItems + slot].effectWidth }
        var below = Int32(place.leaf)
        var node = Int(leaves[place.leaf].parent)
        while node >= 0 {
            var slot = node * Self.fanout
            while entries[slot].child != below {
                total += entries[slot].effect
                slot += 1
            }
            below = Int32(node)
            node = Int(nodes[node].parent)
        }
        return Int(total)
    }

    /// The item that holds `id`, and how far into it that is. O(1) plus a leaf.
    @inline(__always)
    func locate(_ id: Int32) -> (place: Place, offset: Int32) {
        let start = Int32(truncatingIfNeeded: index.start(of: Int(id)))
        var place = Place(leaf: Int(index[Int(start)]), slot: 0)
        while item(place).id != start { place.slot += 1 }
        return (place, id - start)
    }

    /// Whether `a` stands before `b`. O(log n).
    func precedes(_ a: Int32, _ b: Int32) -> Bool {
        if a == b || a == Item.end || b == Item.start { return false }
        if a == Item.start || b == Item.end { return true }
        let first = locate(a)
        let second = locate(b)
        if first.place.leaf == second.place.leaf {
            return (first.place.slot, first.offset) < (second.place.slot, second.offset)
        }
        var belowA = Int32(first.place.leaf)
        var belowB = Int32(second.place.leaf)
        var nodeA = leaves[first.place.leaf].parent
        var nodeB = leaves[second.place.leaf].parent
        while nodeA != nodeB {
            (belowA, belowB) = (nodeA, nodeB)
            (nodeA, nodeB) = (nodes[Int(nodeA)].parent, nodes[Int(nodeB)].parent)
        }
        var slot = Int(nodeA) * Self.fanout
        while true {
            if entries[slot].child == belowA { return true }
            if entries[slot].child == belowB { return false }
            slot += 1
        }
    }
}
