/// Hands out op rows event by event, with their text.
struct RowCursor {
    private let rows: ContiguousArray<OpRow>
    private let content: [UInt8]
    private var place = 0
    private var offset = 0
    private var byte = 0

    init(_ rows: ContiguousArray<OpRow>, content: [UInt8]) {
        self.rows = rows
        self.content = content
    }

    var isAtEnd: Bool { place == rows.count }

    /// Adds the next `count` events to `ops`, but not the first `skipped` of them; false if there are not so many.
    mutating func take(_ count: Int, skipping skipped: Int, into ops: inout OpColumns) -> Bool {
        var left = count
        var skipped = skipped
        while left > 0 {
            guard place < rows.count else { return false }
            let row = rows[place]
            var taken = min(left, row.count - offset)
            let isSkipped = skipped > 0
            if isSkipped { taken = min(taken, skipped) }
            if row.kind == .insert {
                let end = UTF8Count.offset(of: taken, in: content.span, from: byte)
                if !isSkipped {
                    ops.appendInsertion(
                        at: row.position + offset, content.span.extracting(byte..<end), scalars: taken)
                }
                byte = end
            } else if !isSkipped {
                let isBackward = row.kind == .deleteBackward
                let position = isBackward ? row.position + row.count - offset - taken : row.position
                ops.appendDeletion(at: position, count: taken, isBackward: isBackward)
            }
            if isSkipped { skipped -= taken }
            left -= taken
            offset += taken
            if offset == row.count {
                place += 1
                offset = 0
            }
        }
        return true
    }
}
