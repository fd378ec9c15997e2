/// What will happen, earliest first; of one time, what was planned first. A binary heap.
struct EventQueue<Event: Sendable>: Sendable {
    private struct Planned {
        let time: Int64
        let order: Int
        let event: Event

        func isBefore(_ other: Planned) -> Bool { (time, order) < (other.time, other.order) }
    }

    private var heap: [Planned] = []
    private var planned = 0

    var isEmpty: Bool { heap.isEmpty }

    mutating func plan(_ event: Event, at time: Int64) {
        planned += 1
        heap.append(Planned(time: time, order: planned, event: event))
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func next() -> (time: Int64, event: Event)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return (first.time, first.event) }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].isBefore(heap[least])
            {
                least = child
            }
            guard least != parent else { return (first.time, first.event) }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
