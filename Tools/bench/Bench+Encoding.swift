import DermaCRDT
import DermaCausality

extension Bench {
    /// What is stored and sent: bytes, and the time it takes to read.
    static func encodingRows() throws {
        let trace = sequential("automerge-paper")
        let author = replica(1)
        var doc = TextDocument<ReplicaID>(agent: author)
        var marks: [Int] = []
        for patch in trace.patches {
            if patch.deleted > 0 { try doc.delete(patch.position..<patch.position + patch.deleted) }
            if !patch.inserted.isEmpty { try doc.insert(patch.inserted, at: patch.position) }
            marks.append(doc.eventCount)
        }
        let stored = try doc.stored()
        row("encoding.automerge-paper.stored-bytes", Double(stored.count))
        row(
            "encoding.automerge-paper.stored-forgetful-bytes",
            Double(try doc.stored(keepingDeletedText: false).count))
        row("encoding.automerge-paper.open", try median { sink += try StoredText<ReplicaID>(stored).text.utf8.count })
        row(
            "encoding.automerge-paper.open-history",
            try median { sink += try StoredText<ReplicaID>(stored).document(agent: author).count })
        let all = doc.update(since: [:], author: author)
        row("encoding.automerge-paper.update-bytes", Double(all.count))
        row(
            "encoding.automerge-paper.apply-all",
            try median {
                var d = TextDocument<ReplicaID>(agent: replica(2)); try d.apply(all, author: author); sink += d.count
            })
        for n in [1, 20, 200] {
            var sizes: [Int] = []
            for end in stride(from: 20_000, to: marks.count, by: 12_000) {
                var part = TextDocument<ReplicaID>(agent: author)
                try part.merge(
                    doc.runs(since: [:]).map {
                        TextRun(agent: $0.agent, sequence: 0, parents: [], ops: prefix($0.ops, marks[end]))
                    })
                sizes.append(part.update(since: [author: marks[end - n]], author: author).count)
            }
            print("encoding.update.\(n): max \(sizes.max() ?? 0) median \(sizes.sorted()[sizes.count / 2])")
            var last = TextDocument<ReplicaID>(agent: replica(2))
            let update = doc.update(since: [author: marks[marks.count - 1 - n]], author: author)
            let before = doc.runs(since: [:]).map {
                TextRun(agent: $0.agent, sequence: 0, parents: [], ops: prefix($0.ops, marks[marks.count - 1 - n]))
            }
            try last.merge(before)
            row("encoding.update.\(n).last-bytes", Double(update.count))
            let start = cpu()
            try last.apply(update, author: author)
            row("encoding.update.\(n).apply-us", (cpu() - start) * 1000)
            precondition(last.text == trace.end)
        }
        for name in ["friendsforever", "a1"] {
            let trace = concurrent(name)
            let runs = trace.runs.map { run in
                TextRun(
                    agent: replica(UInt64(run.agent)), sequence: run.sequence,
                    parents: run.parents.map { TextEventID(replica(UInt64($0.agent)), $0.sequence) }, ops: run.ops)
            }
            var doc = TextDocument<ReplicaID>(agent: replica(5000))
            try doc.merge(runs)
            let all = doc.update(since: [:], author: replica(5000))
            row("encoding.\(name).update-bytes", Double(all.count))
            row(
                "encoding.\(name).apply-all",
                try median {
                    var d = TextDocument<ReplicaID>(agent: replica(5000)); try d.apply(all, author: replica(5000));
                    sink += d.count
                })
            let stored = try doc.stored()
            row("encoding.\(name).stored-bytes", Double(stored.count))
            row("encoding.\(name).open", try median { sink += try StoredText<ReplicaID>(stored).text.utf8.count })
            row(
                "encoding.\(name).open-history",
                try median { sink += try StoredText<ReplicaID>(stored).document(agent: replica(5000)).count })
        }
    }
}

func prefix(_ ops: [TextOp], _ events: Int) -> [TextOp] {
    var left = events
    var out: [TextOp] = []
    for op in ops where left > 0 {
        let taken = min(left, op.count)
        left -= taken
        switch op {
        case .insert(let at, let text):
            out.append(.insert(at: at, String(String.UnicodeScalarView(text.unicodeScalars.prefix(taken)))))
        case .delete(let at, let count, let isBackward):
            out.append(.delete(at: isBackward ? at + count - taken : at, count: taken, isBackward: isBackward))
        }
    }
    return out
}
