extension EventGraph {
    /// Adds what an agent did, without what is known of it. Positions are checked when they are walked.
    ///
    /// `place` is the run's, for errors. What was added before an error stays until `restore`.
    mutating func append(
        _ ops: [TextOp], agent: Int, sequence: Int, parents: [Int32], place: Int
    ) throws(TextError) {
        guard sequence >= 0 else { throw TextError(.outOfBounds, run: place) }
        let held = authors.count(of: agent)
        guard sequence <= held else { throw TextError(.missingParents, run: place) }
        var skipped = held - sequence
        var isFirst = true
        for op in ops {
            let count = op.count
            guard count > 0 else { throw TextError(.outOfBounds, run: place) }
            guard skipped < count else {
                skipped -= count
                continue
            }
            guard count <= TextLimits.scalarsMax, count <= TextLimits.eventsMax - self.count else {
                throw TextError(.limitExceeded, run: place)
            }
            try append(op, skipping: skipped, count: count, place: place)
            if !isFirst {
                self.parents.extend(count: count - skipped)
            } else if held > sequence, let last = authors.event(agent: agent, sequence: held - 1) {
                self.parents.append(count: count - skipped, parents: [Int32(last)])
            } else {
                self.parents.append(count: count - skipped, parents: self.parents.dominators(parents))
            }
            authors.append(count: count - skipped, agent: agent)
            isFirst = false
            skipped = 0
        }
    }

    private mutating func append(_ op: TextOp, skipping skipped: Int, count: Int, place: Int) throws(TextError) {
        switch op {
        case .insert(let position, let text):
            guard (0...TextLimits.scalarsMax).contains(position) else { throw TextError(.outOfBounds, run: place) }
            text.withUTF8Span { utf8 in
                let rest = utf8.extracting(UTF8Count.offset(of: skipped, in: utf8, from: 0)...)
                ops.appendInsertion(at: position + skipped, rest, scalars: count - skipped)
            }
        case .delete(let position, _, let isBackward):
            guard (0...TextLimits.scalarsMax).contains(position) else { throw TextError(.outOfBounds, run: place) }
            ops.appendDeletion(at: position, count: count - skipped, isBackward: isBackward)
        }
    }
}
