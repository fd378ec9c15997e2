/// The order of every scalar that was ever inserted, deleted ones too: the same wherever it is computed.
///
/// O(k log k) for the k runs of the history, and more where branches alternate; see `Walker`.
struct FullOrder: ~Copyable {
    private(set) var walker: Walker

    /// - Throws: `outOfBounds` if an event lies outside of the text at its version.
    init(_ graph: borrowing EventGraph) throws(TextError) {
        walker = Walker(scalars: 0, events: 0..<graph.count)
        let plan = Plan(graph.parents, from: [], to: graph.parents.heads, firstNew: 0)
        var last: Int32?
        var none = Effects()
        for index in plan.order {
            let slice = plan.slices[index]
            walker.stand(after: &last, before: slice, graph)
            try walker.apply(Int(slice.start)..<Int(slice.end), graph, into: &none, isKnown: true)
            last = slice.end - 1
        }
    }

    /// Scalars in the text.
    var scalars: Int { walker.tree.effect }

    /// Passes each run of consecutive events in order, and whether they are in the text.
    func forEach(_ body: (Range<Int>, Bool) -> Void) {
        var place = ItemTree.Place(leaf: 0, slot: 0)
        while walker.tree.settle(&place) {
            let item = walker.tree.item(place)
            body(Int(item.id)..<Int(item.end), !item.isGone)
            place.slot += 1
        }
    }

    /// Scalars of the text before `event`, which is an insertion, and whether it is in the text itself. O(log n).
    func position(of event: Int) -> (position: Int, isPresent: Bool) {
        let (place, offset) = walker.tree.locate(Int32(event))
        let item = walker.tree.item(place)
        let before = walker.tree.effect(before: place)
        return (item.isGone ? before : before + Int(offset), !item.isGone)
    }
}
