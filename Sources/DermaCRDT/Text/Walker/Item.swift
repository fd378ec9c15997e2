/// A run of scalars in the walker's order: consecutive events of one insertion, or text from before the region.
///
/// Ids are local to a walk: the text before the region has 0, 1, …; the region's events follow.
struct Item: BitwiseCopyable, Sendable {
    /// The first scalar's id; the next ones count up.
    var id: Int32
    var count: Int32
    /// What stood before the first scalar when it was typed; every other scalar's is the one before it.
    var left: Int32
    /// What stood after the run when it was typed, deleted text counted.
    var right: Int32
    /// In the version that the walker stands at: 0 not inserted yet, 1 there, n + 1 deleted n times.
    var state: Int32
    /// Whether it is deleted in the version that the walk has output.
    var isGone: Bool

    static let start: Int32 = -1
    static let end = Int32.max
    static let absent: Int32 = 0
    static let present: Int32 = 1

    var end: Int32 { id + count }
    var width: Int32 { state == Self.present ? count : 0 }
    var effectWidth: Int32 { isGone ? 0 : count }

    /// Splits off what begins `offset` scalars in.
    func tail(from offset: Int32) -> Item {
        Item(
            id: id + offset, count: count - offset, left: id + offset - 1, right: right, state: state, isGone: isGone)
    }
}
