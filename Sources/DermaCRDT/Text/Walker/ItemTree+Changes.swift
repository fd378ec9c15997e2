extension ItemTree {
    /// Widens what holds `leaf` by the two growths.
    @inline(__always)
    mutating func add(_ growth: Int32, effect effectGrowth: Int32, to leaf: Int) {
        if growth == 0, effectGrowth == 0 { return }
        width += Int(growth)
        effect += Int(effectGrowth)
        var below = Int32(leaf)
        var node = Int(leaves[leaf].parent)
        while node >= 0 {
            var slot = node * Self.fanout
            while entries[slot].child != below { slot += 1 }
            entries[slot].width += growth
            entries[slot].effect += effectGrowth
            below = Int32(node)
            node = Int(nodes[node].parent)
        }
    }

    /// Puts `item` at `place`, which then is where it stands.
    mutating func insert(_ item: Item, at place: inout Place) {
        open(1, at: &place)
        put(item, at: place)
        add(item.width, effect: item.effectWidth, to: place.leaf)
    }

    /// Puts `item` into the item at `place`, `offset` scalars in; `place` is then where it stands.
    mutating func insert(_ item: Item, at place: inout Place, offset: Int32) {
        open(2, at: &place, behind: true)
        let position = place.position
        let tail = items[position].tail(from: offset)
        items[position].count = offset
        place.slot += 1
        put(item, at: place)
        put(tail, at: Place(leaf: place.leaf, slot: place.slot + 1))
        add(item.width, effect: item.effectWidth, to: place.leaf)
    }

    /// Cuts the item at `place` so that one begins `offset` scalars in; returns where the first part stands.
    mutating func cut(_ place: Place, at offset: Int32) -> Place {
        var place = place
        open(1, at: &place, behind: true)
        let position = place.position
        let tail = items[position].tail(from: offset)
        items[position].count = offset
        put(tail, at: Place(leaf: place.leaf, slot: place.slot + 1))
        return place
    }

    @inline(__always)
    private mutating func put(_ item: Item, at place: Place) {
        items[place.position] = item
        index.set(Int(item.id), to: Int32(place.leaf))
    }

    /// Makes room for `room` items at `place`, or behind the item there; the leaf is divided if it is full.
    @inline(__always)
    private mutating func open(_ room: Int, at place: inout Place, behind: Bool = false) {
        if Int(leaves[place.leaf].count) + room > Self.leafItems { divide(&place, behind: behind) }
        let slot = behind ? place.slot + 1 : place.slot
        let base = place.leaf * Self.leafItems
        let count = Int(leaves[place.leaf].count)
        items.move(from: base + slot, to: base + slot + room, length: count - slot)
        leaves[place.leaf].count += Int32(room)
    }

    private mutating func divide(_ place: inout Place, behind: Bool) {
        let leaf = place.leaf
        let count = Int(leaves[leaf].count)
        // Typing fills leaves from the left: what is typed at a leaf's end leaves that leaf as it is.
        let kept = !behind && place.slot == count ? count - 2 : count / 2
        let new = leaves.count
        items.extend(by: Self.leafItems)
        leaves.append(Leaf(count: Int32(count - kept), next: leaves[leaf].next))
        items.move(from: leaf * Self.leafItems + kept, to: new * Self.leafItems, length: count - kept)
        leaves[leaf].count = Int32(kept)
        leaves[leaf].next = Int32(new)
        var moved: Int32 = 0
        var movedEffect: Int32 = 0
        for slot in 0..<count - kept {
            let item = items[new * Self.leafItems + slot]
            moved += item.width
            movedEffect += item.effectWidth
            index.move(Int(item.id), to: Int32(new))
        }
        adopt(Entry(child: Int32(new), width: moved, effect: movedEffect), behind: Int32(leaf), level: 0)
        let isInNew = behind ? place.slot >= kept : place.slot > kept
        if isInNew { place = Place(leaf: new, slot: place.slot - kept) }
    }

    /// Puts a child behind its sibling `left`, from whose width its own is taken.
    private mutating func adopt(_ entry: Entry, behind left: Int32, level: Int) {
        var node = Int(level == 0 ? leaves[Int(left)].parent : nodes[Int(left)].parent)
        if Int(nodes[node].count) == Self.fanout {
            divide(node, level: level)
            node = Int(level == 0 ? leaves[Int(left)].parent : nodes[Int(left)].parent)
        }
        var slot = node * Self.fanout
        while entries[slot].child != left { slot += 1 }
        entries[slot].width -= entry.width
        entries[slot].effect -= entry.effect
        let end = node * Self.fanout + Int(nodes[node].count)
        entries.move(from: slot + 1, to: slot + 2, length: end - slot - 1)
        entries[slot + 1] = entry
        nodes[node].count += 1
        if level == 0 {
            leaves[Int(entry.child)].parent = Int32(node)
        } else {
            nodes[Int(entry.child)].parent = Int32(node)
        }
    }

    private mutating func divide(_ node: Int, level: Int) {
        let half = Self.fanout / 2
        let new = nodes.count
        nodes.append(Node(count: Int32(half)))
        entries.extend(by: Self.fanout)
        entries.move(from: node * Self.fanout + half, to: new * Self.fanout, length: half)
        nodes[node].count = Int32(half)
        var moved = Entry(child: Int32(new), width: 0, effect: 0)
        for slot in new * Self.fanout..<new * Self.fanout + half {
            let entry = entries[slot]
            moved.width += entry.width
            moved.effect += entry.effect
            if level == 0 {
                leaves[Int(entry.child)].parent = Int32(new)
            } else {
                nodes[Int(entry.child)].parent = Int32(new)
            }
        }
        if node == root {
            root = nodes.count
            height += 1
            nodes.append(Node(count: 1))
            entries.extend(by: Self.fanout)
            entries[root * Self.fanout] = Entry(child: Int32(node), width: Int32(width), effect: Int32(effect))
            nodes[node].parent = Int32(root)
        }
        adopt(moved, behind: Int32(node), level: level + 1)
    }
}
