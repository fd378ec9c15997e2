import DermaCRDT
import DermaCausality

/// What all writes to one thing come to.
struct ModelRegister {
    let writes: [(op: ModelOp, text: String)]

    /// Those that nobody has knowingly replaced.
    var current: [(op: ModelOp, text: String)] {
        writes.filter { write in !writes.contains { $0.op.saw(write.op) } }.sorted { $0.op.id < $1.op.id }
    }

    /// What a write settled: of the writes that its author knew, the newest of each replica, without those that another of
    /// these knew.
    func replaced(by write: ModelOp) -> [(op: ModelOp, text: String)] {
        let known = writes.filter { write.saw($0.op) }
        let newest = known.filter { one in
            !known.contains { $0.op.id.dot.replica == one.op.id.dot.replica && $0.op.id > one.op.id }
        }
        return newest.filter { one in !newest.contains { $0.op.saw(one.op) } }.sorted { $0.op.id < $1.op.id }
    }

    /// Settled conflicts in the order of the writes that settled them, then the open one.
    func conflicts(at place: ConflictPlace) -> [ModelConflict] {
        var found = writes.sorted { ModelOp.comesBefore($0.op, $1.op) }.compactMap { write -> ModelConflict? in
            let sides = replaced(by: write.op)
            guard sides.count > 1 else { return nil }
            // Of a register the write itself is what settled it.
            return ModelConflict(
                place: place, how: .oneIsShown, sides: sides.map { ($0.op, $0.text) }, shown: write.text,
                settled: [write.op])
        }
        // Of the current ones that with the greatest id is shown: clocks play no part.
        if let shown = current.last, current.count > 1 {
            found.append(
                ModelConflict(
                    place: place, how: .oneIsShown, sides: current.map { ($0.op, $0.text) }, shown: shown.text,
                    settled: []))
        }
        return found
    }

    var lines: [String] {
        ["current \(current.map(\.op.id)) shown \(current.last?.text ?? "nothing")"]
            + writes.sorted { ModelOp.comesBefore($0.op, $1.op) }.map { "write \($0.text) \($0.op.stamp)" }
    }
}

/// Something that was resolved, as the model has it.
struct ModelConflict {
    let place: ConflictPlace
    let how: Resolution
    let sides: [(op: ModelOp, text: String?)]
    let shown: String?
    /// What settled it, if anything.
    let settled: [ModelOp]

    var line: String {
        let sides = sides.sorted { $0.op.id < $1.op.id }.map { "\($0.text ?? "-") \($0.op.stamp)" }
        let first = settled.min(by: ModelOp.comesBefore)
        return "conflict \(place) \(how) \(sides) shown \(shown ?? "-") settled \(first?.stamp ?? "-")"
    }
}
