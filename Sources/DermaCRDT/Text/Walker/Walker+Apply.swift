extension Walker {
    /// Applies `events`, whose version the walker stands at; what they do is added to `effects`, unless it is known.
    /// - Throws: `outOfBounds`.
    mutating func apply(
        _ events: Range<Int>, _ graph: borrowing EventGraph, into effects: inout Effects, isKnown: Bool
    ) throws(TextError) {
        for part in graph.ops.parts(of: events) {
            if part.run.kind == .insert {
                guard part.position <= tree.width - excess else { throw TextError(.outOfBounds) }
                let target = insert(id(part.event), count: Int32(part.count), at: part.position, graph)
                if !isKnown { effects.insert(at: target, scalars: part.count, content: graph.ops.bytes(of: part)) }
            } else {
                guard part.position + part.count <= tree.width - excess else { throw TextError(.outOfBounds) }
                delete(part, into: &effects, isKnown: isKnown)
            }
        }
    }

    /// Inserts a run and returns where it comes to stand in the output.
    private mutating func insert(_ id: Int32, count: Int32, at position: Int, _ graph: borrowing EventGraph) -> Int {
        var place = ItemTree.Place(leaf: 0, slot: 0)
        var new = Item(
            id: id, count: count, left: Item.start, right: Item.end, state: Item.present, isGone: false)
        var effect = 0
        if position > 0 {
            let found = tree.find(position - 1)
            let item = tree.item(found.place)
            new.left = item.id + found.offset
            effect = found.effect + (item.isGone ? 0 : 1)
            place = found.place
            if found.offset + 1 < item.count {
                new.right = new.left + 1
                tree.insert(new, at: &place, offset: found.offset + 1)
                return effect
            }
            place.slot += 1
        }
        let isDirect = findRight(of: place, &new.right)
        if isDirect {
            if place.slot > 0 {
                let position = place.position - 1
                let item = tree.items[position]
                if item.end == id, item.right == new.right, item.state == Item.present, !item.isGone, new.left == id - 1
                {
                    tree.items[position].count += count
                    tree.add(count, effect: count, to: place.leaf)
                    return effect
                }
            }
            tree.insert(new, at: &place)
            return effect
        }
        integrate(new, at: &place, graph)
        effect = tree.effect(before: place)
        tree.insert(new, at: &place)
        return effect
    }

    /// Finds what stands after `place` in the walker's version, deleted or not; false if something concurrent is between.
    private func findRight(of place: ItemTree.Place, _ right: inout Int32) -> Bool {
        var next = place
        var isDirect = true
        while tree.settle(&next) {
            let item = tree.item(next)
            if item.state != Item.absent {
                right = item.id
                return isDirect
            }
            isDirect = false
            next.slot += 1
        }
        right = Item.end
        return isDirect
    }

    /// Moves `place` past the concurrent runs that stand before `new`.
    ///
    /// Source: the order of FugueMax, found as in YjsMod (Gentle, reference-crdts), to which it is equal.
    private func integrate(_ new: Item, at place: inout ItemTree.Place, _ graph: borrowing EventGraph) {
        var next = place
        var isScanning = false
        while tree.settle(&next) {
            let other = tree.item(next)
            if other.state != Item.absent { break }
            if other.left == new.left {
                if other.right == new.right {
                    if graph.tieBreaks(Int(new.id) + shift, before: Int(other.id) + shift) { break }
                    isScanning = false
                } else if tree.precedes(other.right, new.right) {
                    if !isScanning { place = next }
                    isScanning = true
                } else {
                    isScanning = false
                }
            } else if tree.precedes(other.left, new.left) {
                break
            }
            next.slot += 1
            if !isScanning { place = next }
        }
    }

    private mutating func delete(_ part: OpColumns.Part, into effects: inout Effects, isKnown: Bool) {
        let isBackward = part.run.kind == .deleteBackward
        var id = id(part.event)
        var left = Int32(part.count)
        while left > 0 {
            var (place, offset, effect) = tree.find(isBackward ? part.position + Int(left) - 1 : part.position)
            var item = tree.item(place)
            let taken = isBackward ? min(left, offset + 1) : min(left, item.count - offset)
            if isBackward {
                offset -= taken - 1
                if !item.isGone { effect -= Int(taken) - 1 }
            }
            if offset > 0 {
                place = tree.cut(place, at: offset)
                place.slot += 1
            }
            if taken < tree.item(place).count { place = tree.cut(place, at: taken) }
            item = tree.item(place)
            if !isKnown, !item.isGone { effects.delete(at: effect, scalars: Int(taken)) }
            let effectGrowth = -item.effectWidth
            item.state += 1
            item.isGone = true
            tree.items[place.position] = item
            tree.add(-taken, effect: effectGrowth, to: place.leaf)
            note(id, count: taken, target: item.id, isBackward: isBackward)
            id += taken
            left -= taken
        }
    }
}
