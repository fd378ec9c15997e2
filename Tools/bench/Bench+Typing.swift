import DermaCRDT
import DermaCausality

extension Bench {
    /// Sequential traces, each edit its own call; and taken in as foreign runs.
    static func typedRows() throws {
        for name in ["automerge-paper", "rustcode", "sveltecomponent-unicode"] {
            let trace = sequential(name)
            var doc = Doc(agent: 1)
            row("typed.\(name)", try median { doc = try typed(trace.patches) })
            precondition(doc.text == trace.end)
            let runs = doc.runs(since: [:])
            var other = Doc(agent: 2)
            row(
                "runs.\(name)",
                try median {
                    other = Doc(agent: 2); try other.merge(runs)
                })
            precondition(other.text == trace.end)
        }
    }

    /// Single insertions.
    static func randomRows() throws {
        row(
            "random.insert",
            try median {
                var random = Random(state: 3)
                var doc = Doc(agent: 1)
                for _ in 0..<50_000 { try doc.insert("x", at: random.below(doc.count + 1)) }
                sink += doc.count
            })
        row(
            "random.prepend",
            try median {
                var doc = Doc(agent: 1)
                for _ in 0..<50_000 { try doc.insert("x", at: 0) }
                sink += doc.count
            })
    }

    /// Foreign updates of one edit, decoded and taken in.
    static func singleUpdateRows() throws {
        let trace = sequential("automerge-paper")
        var doc = Doc(agent: 1)
        var known = [1: 0]
        var updates: [[UInt8]] = []
        var other = Doc(agent: 2)
        for (place, patch) in trace.patches.prefix(120_000).enumerated() {
            if patch.deleted > 0 { try doc.delete(patch.position..<patch.position + patch.deleted) }
            if !patch.inserted.isEmpty { try doc.insert(patch.inserted, at: patch.position) }
            if place < 100_000 { continue }
            if place == 100_000 {
                try other.merge(doc.runs(since: [:]))
            } else {
                updates.append(doc.update(since: known, author: 1))
            }
            known = [1: doc.eventCount]
        }
        let start = cpu()
        for update in updates { try other.apply(update, author: 1) }
        row("encoding.single-update.apply-us", (cpu() - start) * 1000 / Double(updates.count))
        precondition(other.text == doc.text)
    }
}

func typed(_ patches: [Patch]) throws -> Doc {
    var doc = Doc(agent: 1)
    for patch in patches {
        if patch.deleted > 0 { try doc.delete(patch.position..<patch.position + patch.deleted) }
        if !patch.inserted.isEmpty { try doc.insert(patch.inserted, at: patch.position) }
    }
    return doc
}
