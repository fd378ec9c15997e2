/// What a run of events does.
enum OpKind: UInt8, Sendable {
    /// Each event inserts one scalar, the next one right after it.
    case insert
    /// Each event deletes the scalar at one and the same position (the delete key).
    case deleteForward
    /// Each event deletes the scalar before the last deleted one (the backspace key).
    case deleteBackward
}

/// Consecutive events that are written down as one.
///
/// Source: Gentle, Kleppmann, "Collaborative Text Editing with Eg-walker", 2024, section 3.8.
struct OpRun: Hashable, Sendable, BitwiseCopyable {
    var start: Int32
    var count: Int32
    /// The first inserted scalar's position, or the lowest position of what is deleted, in the author's text before it.
    var position: Int32
    /// The inserted text in the content buffer, in bytes.
    var content: Int32
    var bytes: Int32
    var kind: OpKind

    var end: Int { Int(start) + Int(count) }
    var isASCII: Bool { bytes == count }

    /// Where `count` events from the `offset`th on insert or delete, in the text just before them.
    @inline(__always)
    func position(offset: Int, count: Int) -> Int {
        switch kind {
        case .insert: Int(position) + offset
        case .deleteForward: Int(position)
        case .deleteBackward: Int(position) + Int(self.count) - offset - count
        }
    }
}
