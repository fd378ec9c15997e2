extension Walker {
    /// Applies `events`, which follow everything that was walked, without going to their version: all that is there stands
    /// in the output as they saw it. O(log n) a run.
    /// - Throws: `outOfBounds`.
    mutating func applyAfterAll(
        _ events: Range<Int>, _ graph: borrowing EventGraph, into effects: inout Effects, isKnown: Bool
    ) throws(TextError) {
        for part in graph.ops.parts(of: events) {
            if part.run.kind == .insert {
                guard part.position <= tree.effect - excess else { throw TextError(.outOfBounds) }
                insertAfterAll(id(part.event), count: Int32(part.count), at: part.position)
                if !isKnown {
                    effects.insert(at: part.position, scalars: part.count, content: graph.ops.bytes(of: part))
                }
            } else {
                guard part.position + part.count <= tree.effect - excess else { throw TextError(.outOfBounds) }
                deleteAfterAll(part)
                if !isKnown { effects.delete(at: part.position, scalars: part.count) }
            }
        }
    }

    /// Nothing is concurrent: the run stands right behind its left origin.
    private mutating func insertAfterAll(_ id: Int32, count: Int32, at position: Int) {
        var place = tree.firstPlace
        var new = Item(id: id, count: count, left: Item.start, right: Item.end, state: Item.absent, isGone: false)
        if position > 0 {
            let found = tree.findEffect(position - 1)
            let item = tree.item(found.place)
            new.left = item.id + found.offset
            place = found.place
            if found.offset + 1 < item.count {
                new.right = new.left + 1
                tree.insert(new, at: &place, offset: found.offset + 1)
                return
            }
            place.slot += 1
        }
        var next = place
        if tree.settle(&next) { new.right = tree.item(next).id }
        if place.slot > 0 {
            let before = tree.items[place.position - 1]
            if before.end == id, before.right == new.right, before.state == Item.absent, !before.isGone,
                new.left == id - 1
            {
                tree.items[place.position - 1].count += count
                tree.add(0, effect: count, to: place.leaf)
                return
            }
        }
        tree.insert(new, at: &place)
    }

    private mutating func deleteAfterAll(_ part: OpColumns.Part) {
        let isBackward = part.run.kind == .deleteBackward
        var id = id(part.event)
        var left = Int32(part.count)
        while left > 0 {
            var (place, offset) = tree.findEffect(isBackward ? part.position + Int(left) - 1 : part.position)
            let taken = isBackward ? min(left, offset + 1) : min(left, tree.item(place).count - offset)
            if isBackward { offset -= taken - 1 }
            if offset > 0 {
                place = tree.cut(place, at: offset)
                place.slot += 1
            }
            if taken < tree.item(place).count { place = tree.cut(place, at: taken) }
            tree.items[place.position].isGone = true
            tree.add(0, effect: -taken, to: place.leaf)
            note(id, count: taken, target: tree.item(place).id, isBackward: isBackward)
            id += taken
            left -= taken
        }
    }

    /// Remembers what a run of deletions deletes.
    mutating func note(_ id: Int32, count: Int32, target: Int32, isBackward: Bool) {
        tree.index.set(Int(id), to: Int32(pieces.count))
        pieces.append(Piece(start: id, count: count, target: target, isBackward: isBackward))
    }
}

extension ItemTree {
    /// Where the first item is: the first leaf is never anything but that.
    var firstPlace: Place { Place(leaf: 0, slot: 0) }

    /// The item that holds the scalar at `position` of the output, which there is, and how far into it that is.
    func findEffect(_ position: Int) -> (place: Place, offset: Int32) {
        var left = Int32(truncatingIfNeeded: position)
        var node = root
        var level = height
        while true {
            var slot = node * Self.fanout
            let last = slot + Int(nodes[node].count) - 1
            while slot < last, left >= entries[slot].effect {
                left -= entries[slot].effect
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
            if left < item.effectWidth { return (place, left) }
            left -= item.effectWidth
            place.slot += 1
        }
        preconditionFailure("the walker was asked for a position that it had not checked")
    }
}
