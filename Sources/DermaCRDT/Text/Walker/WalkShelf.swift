import Synchronization

/// Where a document leaves its walk between two uses, so that it need not begin anew.
///
/// Copies of a document share it as long as none of them changes: whoever changes and shares it gets an empty one. What is
/// on it is only ever a saving of work.
final class WalkShelf: Sendable {
    private let walk = Mutex<OpenWalk?>(nil)

    /// Takes the walk off, if there is one.
    func take() -> OpenWalk? { walk.withLock { $0.take() } }

    /// Leaves a walk.
    func leave(_ kept: consuming OpenWalk) {
        var kept: OpenWalk? = kept
        walk.withLock { walk in walk = kept.take() }
    }

    /// Throws the walk away if `isStale` says so.
    func clear(if isStale: (borrowing OpenWalk) -> Bool) {
        walk.withLock { walk in
            guard let held = walk.take() else { return }
            if !isStale(held) { walk = consume held }
        }
    }

    /// Works on what is there, while nobody else does.
    func use<Result>(_ body: (inout OpenWalk?) throws(TextError) -> Result) throws(TextError) -> Result {
        try walk.withLock { (walk) throws(TextError) in try body(&walk) }
    }
}
