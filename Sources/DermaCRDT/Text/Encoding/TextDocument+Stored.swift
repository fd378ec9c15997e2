public import DermaWire

extension TextDocument where Agent: WireEncodable & WireDecodable {
    /// The document as `StoredText` reads it. O(history).
    ///
    /// Without the deleted text, each deleted scalar becomes U+FFFD: the history keeps its shape, and what was deleted is
    /// forgotten. Whoever then asks for an earlier version or takes events from it sees these instead; no deletion is undone.
    public func stored(keepingDeletedText keepsDeleted: Bool = true) throws(TextError) -> [UInt8] {
        var writer = ByteWriter()
        writer.packed(Array(text.utf8))
        writer.fixed(try history(keepingDeletedText: keepsDeleted, deflating: true))
        return writer.bytes
    }

    /// What follows the text in the document as it is stored. Without deflating, its parts are written as they are: for a place
    /// that is deflated as a whole.
    func history(keepingDeletedText keepsDeleted: Bool, deflating isDeflated: Bool) throws(TextError) -> [UInt8] {
        var rows = OpRowWriter()
        var content: [UInt8] = []
        var deleted: [UInt8] = []
        let graph = core.graph
        if graph.count > 0 {
            graph.write(0..<graph.count, to: &rows, content: &content)
            rows.flush()
            var gone: [Range<Int>] = []
            try core.withOrder(isKept: false) { (order) throws(TextError) in
                order.forEach { events, isPresent in if !isPresent { gone.append(events) } }
            }
            gone.sort { $0.lowerBound < $1.lowerBound }
            for events in gone {
                if keepsDeleted {
                    graph.write(events, content: &deleted)
                } else {
                    for _ in events { deleted.append(contentsOf: "\u{FFFD}".utf8) }
                }
            }
        }
        var runs = ByteWriter()
        var expected = [Int](repeating: 0, count: agents.count)
        for span in graph.missing(known: expected) {
            let row = graph.row(span)
            row.encode(to: &runs, expected: expected[row.agent])
            expected[row.agent] = row.sequence + row.events
        }
        var writer = ByteWriter()
        writer.list(agents)
        writer.count(rows.count)
        writer.packed(rows.heads.bytes, deflating: isDeflated)
        writer.packed(rows.positions.bytes, deflating: isDeflated)
        writer.packed(runs.bytes, deflating: isDeflated)
        writer.packed(deleted, deflating: isDeflated)
        return writer.bytes
    }
}

extension EventGraph {
    /// Adds the text that `events`, all insertions, inserted.
    func write(_ events: Range<Int>, content: inout [UInt8]) {
        var rows = OpRowWriter()
        write(events, to: &rows, content: &content)
    }
}
