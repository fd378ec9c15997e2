/// Walks a concurrent region of the event graph and says what each event does to the text as it has been output.
///
/// It stands at one version; events that this does not follow are retreated, those that it lacks advanced. One step costs
/// O(log n) per run of scalars that it touches; a region of n runs on b branches that alternate O(b n log n), at worst
/// O(n² log n). Ordering is FugueMax's.
/// Sources: Eg-walker, sections 3.3 to 3.6; Weidner, Kleppmann, "The Art of the Fugue", 2023.
struct Walker: ~Copyable, Sendable {
    /// What a run of deletions deletes: consecutive ids.
    struct Piece: BitwiseCopyable, Sendable {
        var start: Int32
        var count: Int32
        var target: Int32
        var isBackward: Bool
    }

    var tree: ItemTree
    var pieces = Slab<Piece>()
    /// What to subtract from an event number to get an id.
    let shift: Int
    /// Scalars at the end that are not in the text: its length at the region's start may be over-estimated.
    var excess = 0

    /// A walker over `events`, that begins at a text of at most `scalars` scalars.
    init(scalars: Int, events: Range<Int>) {
        shift = events.lowerBound - scalars
        tree = ItemTree(first: scalars, ids: scalars + events.count)
    }

    func id(_ event: Int) -> Int32 { Int32(truncatingIfNeeded: event - shift) }

    /// Says that the text is now `scalars` long in truth.
    mutating func calibrate(to scalars: Int) { excess = tree.effect - scalars }

    /// Goes from the version of events before to one that lacks or holds `events`.
    mutating func move(over events: Range<Int>, _ graph: borrowing EventGraph, by step: Int32) {
        for part in graph.ops.parts(of: events) {
            if part.run.kind == .insert {
                shift(id(part.event)..<id(part.end), by: step)
            } else {
                shiftTargets(of: id(part.event)..<id(part.end), by: step)
            }
        }
    }

    private mutating func shiftTargets(of deletions: Range<Int32>, by step: Int32) {
        var id = deletions.lowerBound
        while id < deletions.upperBound {
            let piece = pieces[Int(tree.index[tree.index.start(of: Int(id))])]
            let offset = id - piece.start
            let count = min(piece.count - offset, deletions.upperBound - id)
            let first = piece.isBackward ? piece.target + piece.count - offset - count : piece.target + offset
            shift(first..<first + count, by: step)
            id += count
        }
    }

    /// Adds `step` to the state of the scalars with these ids.
    private mutating func shift(_ ids: Range<Int32>, by step: Int32) {
        var id = ids.lowerBound
        while id < ids.upperBound {
            var (place, offset) = tree.locate(id)
            if offset > 0 {
                place = tree.cut(place, at: offset)
                place.slot += 1
            }
            var growth: Int32 = 0
            repeat {
                var item = tree.item(place)
                if item.end > ids.upperBound {
                    // Cutting may move the item to a leaf of its own.
                    tree.add(growth, effect: 0, to: place.leaf)
                    growth = 0
                    place = tree.cut(place, at: ids.upperBound - item.id)
                    item = tree.item(place)
                }
                let before = item.width
                item.state += step
                growth += item.width - before
                tree.items[place.position] = item
                id = item.end
                place.slot += 1
            } while id < ids.upperBound && place.slot < Int(tree.leaves[place.leaf].count) && tree.item(place).id == id
            tree.add(growth, effect: 0, to: place.leaf)
        }
    }
}
