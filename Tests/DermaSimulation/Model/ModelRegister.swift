import DermaCRDT
import DermaCausality

/// What all writes to one thing come to.
struct ModelRegister {
    let writes: [ModelOp]

    /// Those that nobody has knowingly replaced.
    var current: [ModelOp] {
        writes.filter { write in !writes.contains { $0.saw(write) } }.sorted { $0.id < $1.id }
    }

    /// Of the current ones that with the greatest id: clocks play no part.
    var shown: ModelOp? { current.last }

    /// What a write settled: of the writes that its author knew, the newest of each replica, without those that another of
    /// these knew.
    func replaced(by write: ModelOp) -> [ModelOp] {
        let known = writes.filter { write.saw($0) }
        let newest = known.filter { one in
            !known.contains { $0.id.dot.replica == one.id.dot.replica && $0.id > one.id }
        }
        return newest.filter { one in !newest.contains { $0.saw(one) } }.sorted { $0.id < $1.id }
    }

    /// Settled conflicts in the order of the writes that settled them, then the open one.
    var conflicts: (settled: [String], open: [String]) {
        let settled = writes.sorted(by: ModelOp.comesBefore).compactMap { write -> String? in
            let versions = replaced(by: write)
            return versions.count > 1 ? Self.line(versions, shown: write) : nil
        }
        guard let shown, current.count > 1 else { return (settled, []) }
        return (settled, [Self.line(current, shown: shown)])
    }

    private static func line(_ versions: [ModelOp], shown: ModelOp) -> String {
        let versions = versions.map { "\($0.text) \($0.stamp)" }.joined(separator: " | ")
        return "[\(versions)] shown \(shown.text) \(shown.stamp)"
    }

    var lines: [String] {
        ["shown \(shown?.text ?? "nothing")", "current \(current.map(\.id))"]
            + writes.sorted(by: ModelOp.comesBefore).map { "write \($0.text) \($0.stamp)" }
    }
}
