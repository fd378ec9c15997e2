/// Holds what arrived before its causes and lets it go, causes first.
///
/// `Element` is anything with a dot and the dots it depends on. What comes out is a topological order of what
/// went in; two buffers that were given the same elements have released the same set.
/// Each element is looked at once per cause it waits for: O(n · causes) in total.
public struct CausalBuffer<Element: Sendable>: Sendable {
    private struct Waiting {
        let dot: Dot
        let element: Element
        var causes: [Dot]
    }

    private var waiting: [Dot: [Waiting]] = [:]
    private var held: Set<Dot> = []
    /// What was released, per replica.
    public private(set) var released = VersionVector()

    /// An empty buffer.
    public init() {}

    /// How many elements wait for a cause.
    public var waitingCount: Int { held.count }

    /// What elements wait for and was never given. O(w log w) in the elements that wait.
    public var missing: [Dot] { waiting.keys.filter { !held.contains($0) }.sorted() }

    /// Takes an element and returns what can now be applied, in order.
    ///
    /// The previous entry of the same replica is always a cause. An element whose dot was seen is passed over.
    public mutating func insert(_ element: Element, dot: Dot, causes: [Dot]) -> [Element] {
        guard !released.contains(dot), held.insert(dot).inserted else { return [] }
        var all = causes
        if dot.sequence > 1 { all.append(Dot(dot.replica, dot.sequence - 1)) }
        var ready: [Element] = []
        var queue = [Waiting(dot: dot, element: element, causes: all)]
        while var next = queue.popLast() {
            while let cause = next.causes.last, released.contains(cause) { next.causes.removeLast() }
            if let cause = next.causes.last {
                waiting[cause, default: []].append(next)
                continue
            }
            held.remove(next.dot)
            released.advance(to: next.dot)
            ready.append(next.element)
            queue.append(contentsOf: waiting.removeValue(forKey: next.dot) ?? [])
        }
        return ready
    }
}
