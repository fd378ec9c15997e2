extension OpenWalk {
    /// Passes each run of consecutive events in the order of all scalars that were ever inserted, and whether they are in the
    /// text. The order is the same wherever it is computed. Only of a walk of everything.
    func forEach(_ body: (Range<Int>, Bool) -> Void) {
        var place = walker.tree.firstPlace
        while walker.tree.settle(&place) {
            let item = walker.tree.item(place)
            body(Int(item.id)..<Int(item.end), !item.isGone)
            place.slot += 1
        }
    }

    /// The insertion of the scalar at `position` of the text. O(log n).
    func event(at position: Int) -> Int {
        let (place, offset) = walker.tree.findEffect(position)
        return Int(walker.tree.item(place).id + offset)
    }

    /// Scalars of the text before `event`, which is an insertion, and whether it is in the text itself. O(log n).
    func position(of event: Int) -> (position: Int, isPresent: Bool) {
        let (place, offset) = walker.tree.locate(Int32(event))
        let item = walker.tree.item(place)
        let before = walker.tree.effect(before: place)
        return (item.isGone ? before : before + Int(offset), !item.isGone)
    }
}
