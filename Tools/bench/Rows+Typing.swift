import DermaCRDT
import DermaCausality

extension Bench {
    /// Every edit a call of its own.
    static func typedRows() throws {
        let trace = sequential("automerge-paper")
        var doc = Doc(agent: 1)
        try memory("typed") { try doc.edit(trace.patches) }
        precondition(doc.text == trace.end)
        row(
            "typed",
            try median {
                doc = Doc(agent: 1)
                try doc.edit(trace.patches)
            })
    }

    /// 50,000 single insertions at places that `place` names from how many there are.
    static func insertRows(_ name: String, _ place: (Int, inout Random) -> Int) throws {
        row(
            name,
            try median {
                var random = Random(state: 3)
                var doc = Doc(agent: 1)
                for count in 0..<50_000 { try doc.insert("x", at: place(count, &random)) }
                sink += doc.count
            })
    }

    /// Foreign updates of one edit, decoded and taken in.
    static func singleRows() throws {
        let patches = sequential("automerge-paper").patches
        var doc = Doc(agent: 1)
        try doc.edit(patches.prefix(100_000))
        var other = Doc(agent: 2)
        try other.merge(doc.runs(since: [:]))
        let updates = try patches[100_000..<110_000].map { patch in
            let known = doc.known
            try doc.edit(CollectionOfOne(patch))
            return doc.update(since: known, author: 1)
        }
        let start = cpu()
        for update in updates { try other.apply(update, author: 1) }
        row("apply-one", (cpu() - start) * 1000 / Double(updates.count))
        precondition(other.text == doc.text)
    }
}
