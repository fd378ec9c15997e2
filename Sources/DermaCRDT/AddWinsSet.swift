import DermaCausality

/// A set in which adding wins over a removal that did not know of it.
///
/// Source: Shapiro et al., INRIA RR-7506, 2011, OR-Set.
public struct AddWinsSet<Element: Hashable & Comparable & Sendable>: Hashable, Sendable {
    private var additions: [Element: [OpStamp]] = [:]

    /// Empty.
    public init() {}

    /// The members, ascending.
    public var members: [Element] { additions.keys.sorted() }

    /// Who added a member, causes first; empty if it is none.
    public func additions(of element: Element) -> [OpStamp] { additions[element] ?? [] }

    /// Applies an addition after everything that its author had seen.
    public mutating func add(_ element: Element, _ stamp: OpStamp) {
        var stamps = (additions[element] ?? []).filter { !stamp.saw($0.id) }
        stamps.append(stamp)
        additions[element] = stamps.sorted(by: OpStamp.precedes)
    }

    /// Applies a removal: takes away the additions that its author had seen.
    public mutating func remove(_ element: Element, _ stamp: OpStamp) {
        let kept = (additions[element] ?? []).filter { !stamp.saw($0.id) }
        additions[element] = kept.isEmpty ? nil : kept
    }
}
