extension TextCore {
    /// This history, whose insertions have no text yet, with `text` for what is still there and `deleted` for the rest.
    /// - Throws: `badHistory`; `outOfBounds`.
    func filled(text: String, deleted: [UInt8]) throws(TextError) -> TextCore {
        let order = try OpenWalk(graph)
        let utf8 = ContiguousArray(text.utf8)
        let scalars = UTF8Count.scalars(utf8.span)
        let inserted = graph.ops.runs.reduce(0) { $1.kind == .insert ? $0 + Int($1.count) : $0 }
        guard order.scalars == scalars,
            UTF8Count.scalars(deleted.span) == inserted - scalars
        else { throw TextError(.badHistory) }
        // Where in `text` each run of events that is still there stands, by event number.
        var present: [(event: Int, end: Int, byte: Int)] = []
        var byte = 0
        order.forEach { events, isPresent in
            guard isPresent else { return }
            present.append((events.lowerBound, events.upperBound, byte))
            byte = UTF8Count.offset(of: events.count, in: utf8.span, from: byte)
        }
        present.sort { $0.event < $1.event }
        var filled = self
        filled.graph.ops = OpColumns()
        var place = 0
        var deletedByte = 0
        var part: [UInt8] = []
        for run in graph.ops.runs {
            guard run.kind == .insert else {
                filled.graph.ops.appendDeletion(
                    at: Int(run.position), count: Int(run.count), isBackward: run.kind == .deleteBackward)
                continue
            }
            part.removeAll(keepingCapacity: true)
            var event = Int(run.start)
            while event < run.end {
                while place < present.count, present[place].end <= event { place += 1 }
                let next = place < present.count ? present[place] : (event: Int.max, end: Int.max, byte: 0)
                if event < next.event {
                    let count = min(next.event, run.end) - event
                    let end = UTF8Count.offset(of: count, in: deleted.span, from: deletedByte)
                    part.append(contentsOf: deleted[deletedByte..<end])
                    deletedByte = end
                    event += count
                } else {
                    let count = min(next.end, run.end) - event
                    let end = UTF8Count.offset(of: count, in: utf8.span, from: next.byte)
                    part.append(contentsOf: utf8[next.byte..<end])
                    event += count
                    // What is left of it: no byte is counted twice.
                    present[place] = (event, next.end, end)
                }
            }
            filled.graph.ops.appendInsertion(at: Int(run.position), part.span, scalars: Int(run.count))
        }
        filled.buffer.insert(utf8.span, scalars: scalars, at: 0)
        return filled
    }
}
