import DermaCRDT
import DermaCausality

/// One op of a folder, with everything that its author had really seen.
struct ModelOp {
    let id: OpID
    let author: AuthorID
    let party: AccountID
    /// The clock that its author claims, in milliseconds UTC.
    let claimed: Int64
    let op: Op
    /// Whether it adds a photo where it must not.
    let isMisplaced: Bool
    /// The entries that its author had applied.
    let seen: Set<Dot>

    /// Whether the author knew of `other`.
    func saw(_ other: ModelOp) -> Bool {
        other.id.dot == id.dot ? other.id.index < id.index : seen.contains(other.id.dot)
    }

    /// Its place in the order of causes.
    let depth: UInt64

    /// The order in which things are shown.
    static func comesBefore(_ a: ModelOp, _ b: ModelOp) -> Bool { (a.depth, a.id) < (b.depth, b.id) }

    /// Who, when and how deep, as text.
    var stamp: String { "\(id) by \(author) for \(party) at \(claimed) depth \(depth)" }
}
