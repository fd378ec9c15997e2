extension TextDocument {
    /// Undoes what `agent` did as its events `sequences`: what it inserted and is still there goes; what it deleted, and
    /// nobody else did, comes back where it stood. O(runs of the text's history); the first time O(history).
    /// - Throws: `unknownEvent`; `forgotten` if U+FFFD would come back, which stands for what is forgotten; `limitExceeded`.
    public mutating func undo(_ sequences: Range<Int>) throws(TextError) {
        guard own >= 0, sequences.lowerBound >= 0, sequences.upperBound <= core.graph.authors.count(of: own) else {
            throw TextError(.unknownEvent)
        }
        var undone = IntervalSet()
        for run in core.graph.authors.runs(of: own) {
            let events = Int(run.start)..<Int(run.end)
            let first = Int(run.sequence)
            let taken = sequences.clamped(to: first..<first + events.count)
            undone.add(taken.lowerBound - first + events.lowerBound..<taken.upperBound - first + events.lowerBound)
        }
        let edits = try core.withOrder { (order) throws(TextError) in order.inverse(of: undone) }
        let texts = edits.map { $0.isDeletion ? "" : core.graph.ops.text(of: $0.events) }
        if texts.contains(where: { $0.unicodeScalars.contains("\u{FFFD}") }) { throw TextError(.forgotten) }
        for (edit, text) in zip(edits, texts).reversed() {
            if !edit.isDeletion {
                try insert(text, at: edit.position)
            } else {
                try delete(edit.position..<edit.position + edit.events.count)
            }
        }
    }
}

/// What undoes a run of insertions, or of their deletions: positions are those of the text before.
struct InverseEdit {
    let position: Int
    let events: Range<Int>
    let isDeletion: Bool
}

extension OpenWalk {
    /// What undoes `undone`, in order.
    func inverse(of undone: IntervalSet) -> [InverseEdit] {
        var restored = IntervalSet()
        var kept = IntervalSet()
        for index in 0..<walker.pieces.count {
            let piece = walker.pieces[index]
            let events = Int(piece.start)..<Int(piece.start + piece.count)
            let target = Int(piece.target)
            undone.split(events) { part, isUndone in
                let offset =
                    piece.isBackward ? events.upperBound - part.upperBound : part.lowerBound - events.lowerBound
                let targets = target + offset..<target + offset + part.count
                if isUndone { restored.add(targets) } else { kept.add(targets) }
            }
        }
        restored.sort()
        kept.sort()
        var edits: [InverseEdit] = []
        var position = 0
        forEach { events, isPresent in
            undone.split(events) { part, isUndone in
                if isPresent {
                    if isUndone { edits.append(InverseEdit(position: position, events: part, isDeletion: true)) }
                    position += part.count
                } else if !isUndone {
                    restored.split(part) { part, isRestored in
                        guard isRestored else { return }
                        kept.split(part) { part, isKept in
                            if !isKept {
                                edits.append(InverseEdit(position: position, events: part, isDeletion: false))
                            }
                        }
                    }
                }
            }
        }
        return edits
    }
}
