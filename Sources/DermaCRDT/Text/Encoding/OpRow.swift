import DermaWire

/// An op as it is written down: without its text, its position relative to where the one before it left the cursor.
struct OpRow: BitwiseCopyable {
    var kind: OpKind
    var count: Int
    var position: Int
}

/// Op rows as two columns: count times four plus kind; position as a zigzag difference.
struct OpRowWriter {
    private(set) var heads = ByteWriter()
    private(set) var positions = ByteWriter()
    private(set) var count = 0
    private var cursor = 0
    private var open: OpRow?

    /// Adds a row, or widens the last one where that says the same.
    mutating func add(_ row: OpRow) {
        if var last = open, last.kind == .insert, row.kind == .insert, last.position + last.count == row.position {
            last.count += row.count
            open = last
            return
        }
        flush()
        open = row
    }

    mutating func flush() {
        guard let row = open else { return }
        open = nil
        heads.count(row.count << 2 | Int(row.kind.rawValue))
        let near = row.kind == .deleteBackward ? row.position + row.count : row.position
        positions.signedVarint(Int64(near - cursor))
        cursor = row.kind == .insert ? row.position + row.count : row.position
        count += 1
    }
}

extension OpRow {
    /// Reads `count` rows: all of the first column, then all of the second.
    static func rows(_ count: Int, heads: inout ByteReader, positions: inout ByteReader) throws(WireError)
        -> ContiguousArray<OpRow>
    {
        var rows: ContiguousArray<OpRow> = []
        rows.reserveCapacity(min(count, positions.remaining))
        var cursor = 0
        for _ in 0..<count {
            let start = heads.offset
            let head = try heads.varint()
            guard let kind = OpKind(rawValue: UInt8(head & 3)), head >> 2 > 0 else {
                throw WireError(.invalidValue, at: start)
            }
            guard head >> 2 <= UInt64(TextLimits.scalarsMax) else { throw WireError(.limitExceeded, at: start) }
            let length = Int(head >> 2)
            let place = positions.offset
            let difference = try positions.signedVarint()
            let limit = Int64(TextLimits.scalarsMax)
            guard difference >= -limit, difference <= limit else { throw WireError(.limitExceeded, at: place) }
            let near = cursor + Int(difference)
            let position = kind == .deleteBackward ? near - length : near
            guard position >= 0, position <= TextLimits.scalarsMax else { throw WireError(.invalidValue, at: place) }
            rows.append(OpRow(kind: kind, count: length, position: position))
            cursor = kind == .insert ? position + length : position
        }
        return rows
    }
}

extension EventGraph {
    /// Adds `events` to the rows; their inserted text to `content`.
    func write(_ events: Range<Int>, to rows: inout OpRowWriter, content: inout [UInt8]) {
        for part in ops.parts(of: events) {
            rows.add(OpRow(kind: part.run.kind, count: part.count, position: part.position))
            if part.run.kind == .insert { content.append(contentsOf: ops.content[ops.bytes(of: part)]) }
        }
    }
}
