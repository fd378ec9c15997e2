public import DermaWire

/// What an author did to a text in one go, in positions of the text as it then was.
///
/// It says nothing of what its author had seen: that follows from the entry that it stands in. Never empty. Written so that
/// one letter takes 4 bytes and more.
public struct TextEdit: Hashable, Sendable {
    /// In the order in which they were done; none is empty, none continues the one before it.
    public let ops: [TextOp]

    /// Joins what belongs together; nil if nothing is left.
    public init?(_ ops: [TextOp]) {
        var joined: [TextOp] = []
        for op in ops where op.count > 0 {
            switch (joined.last, op) {
            case (.insert(let start, let text), .insert(let position, let more))
            where start + text.scalarCount == position:
                joined[joined.count - 1] = .insert(at: start, text + more)
            case (_, .delete(let position, count: 1, isBackward: true)):
                joined.append(.delete(at: position, count: 1))
            default: joined.append(op)
            }
        }
        guard !joined.isEmpty else { return nil }
        self.ops = joined
    }

    /// Bytes of UTF-8 that it inserts.
    public var insertedBytes: Int {
        ops.reduce(0) { sum, op in
            if case .insert(_, let text) = op { sum + text.utf8.count } else { sum }
        }
    }
}

extension TextEdit: WireValue {
    /// rows, their heads, their positions, what they insert (`Spec/14-text.md`).
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        let count = try reader.count(max: Limits.bodyBytesMax)
        guard count <= reader.remaining else { throw WireError(.truncated, at: start) }
        var positions = reader
        for _ in 0..<count { _ = try positions.varint() }
        let rows = try OpRow.rows(count, heads: &reader, positions: &positions)
        let place = positions.offset
        let text = try positions.text(max: Limits.textBytesMax)
        reader = positions
        let inserted = rows.reduce(0) { $1.kind == .insert ? $0 + $1.count : $0 }
        guard text.scalarCount == inserted else { throw WireError(.invalidValue, at: place) }
        guard Self.isJoined(rows) else { throw WireError(.invalidValue, at: start) }
        ops = TextOp.ops(rows, text)
    }

    /// Whether `init` would leave these rows as they are. O(n), also where a stranger wrote thousands of them to be joined.
    private static func isJoined(_ rows: ContiguousArray<OpRow>) -> Bool {
        var end: Int?
        for row in rows {
            if row.kind == .insert, end == row.position { return false }
            if row.kind == .deleteBackward, row.count == 1 { return false }
            end = row.kind == .insert ? row.position + row.count : nil
        }
        return !rows.isEmpty
    }

    public func encode(to writer: inout ByteWriter) {
        var rows = OpRowWriter()
        var text = ""
        for op in ops {
            switch op {
            case .insert(let position, let inserted):
                rows.add(OpRow(kind: .insert, count: inserted.scalarCount, position: position))
                text += inserted
            case .delete(let position, let count, let isBackward):
                rows.add(OpRow(kind: isBackward ? .deleteBackward : .deleteForward, count: count, position: position))
            }
        }
        rows.flush()
        writer.count(rows.count)
        writer.fixed(rows.heads.bytes)
        writer.fixed(rows.positions.bytes)
        writer.text(text)
    }
}

extension TextOp {
    fileprivate static func ops(_ rows: ContiguousArray<OpRow>, _ text: String) -> [TextOp] {
        var rest = text.unicodeScalars[...]
        return rows.map { row in
            guard row.kind == .insert else {
                return .delete(at: row.position, count: row.count, isBackward: row.kind == .deleteBackward)
            }
            let inserted = rest.prefix(row.count)
            rest = rest[inserted.endIndex...]
            return .insert(at: row.position, String(inserted))
        }
    }
}

extension String {
    /// Unicode scalars. O(n).
    var scalarCount: Int { withUTF8Span(UTF8Count.scalars) }
}

/// Says how much, never what a person wrote: descriptions end up in logs.
extension TextEdit: CustomStringConvertible, CustomReflectable {
    public var description: String { "TextEdit(\(ops.count) ops)" }

    public var customMirror: Mirror { Mirror(self, children: []) }
}
