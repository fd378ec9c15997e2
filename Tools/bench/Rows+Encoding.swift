import DermaCRDT
import DermaCausality

extension Bench {
    private static func paper() throws -> TextDocument<ReplicaID> {
        var doc = TextDocument<ReplicaID>(agent: replica(1))
        try doc.edit(sequential("automerge-paper").patches)
        return doc
    }

    /// Reading the text of what is stored.
    static func opening(_ name: String, _ stored: [UInt8]) throws {
        var held: StoredText<ReplicaID>?
        try memory(name) { held = try StoredText<ReplicaID>(stored) }
        sink += held?.text.utf8.count ?? 0
        row(name, try median(of: 25) { sink += try StoredText<ReplicaID>(stored).text.utf8.count })
    }

    static func openRows() throws {
        let stored = try paper().stored()
        try opening("open", stored)
        row("open.history", try median { sink += try StoredText<ReplicaID>(stored).document(agent: replica(1)).count })
    }

    /// All of a history that someone else wrote.
    static func historyRows() throws {
        let author = replica(1)
        let all = try paper().update(since: [:], author: author)
        var doc = TextDocument<ReplicaID>(agent: replica(2))
        try memory("history") { try doc.apply(all, author: author) }
        row(
            "history",
            try median {
                doc = TextDocument<ReplicaID>(agent: replica(2))
                try doc.apply(all, author: author)
            })
    }

    static func storedRows() throws {
        let doc = try paper()
        row("stored", Double(try doc.stored().count))
        row("stored.forgetful", Double(try doc.stored(keepingDeletedText: false).count))
    }

    /// 200, 20 and one edit at 20 places of the trace.
    static func updateRows() throws {
        let patches = sequential("automerge-paper").patches
        let author = replica(1)
        var doc = TextDocument<ReplicaID>(agent: author)
        var sizes: [Int: [Int]] = [:]
        var done = 0
        for start in Array(stride(from: 20_000, to: patches.count - 12_000, by: 12_000)) + [patches.count - 221] {
            try doc.edit(patches[done..<start])
            done = start
            for count in [200, 20, 1] {
                let known = doc.known
                try doc.edit(patches[done..<done + count])
                sizes[count, default: []].append(doc.update(since: known, author: author).count)
                done += count
            }
        }
        for (count, all) in sizes {
            row("updates.\(count)", Double(all.max() ?? 0))
            row("updates.\(count).median", Double(all.sorted()[all.count / 2]))
        }
    }
}
