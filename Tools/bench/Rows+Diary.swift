import DermaCRDT
import DermaCausality

extension Bench {
    static let words = sequential("automerge-paper").end.split(separator: " ").map(String.init)

    /// A thousand diary texts of two devices.
    static func diaryRows() throws {
        var random = Random(state: 11)
        var stored: [[UInt8]] = []
        var sizes: [Int] = []
        for n in 0..<1000 {
            var docs = [TextDocument<ReplicaID>(agent: replica(1)), TextDocument<ReplicaID>(agent: replica(2))]
            var text = ""
            while text.utf8.count < 330 { text += words[random.below(words.count)] + " " }
            try docs[0].insert(text, at: 0)
            for edit in 0..<20 {
                if edit % 4 == 0 || n % 4 != 0 {
                    try docs[1].merge(docs[0].runs(since: docs[1].known))
                    try docs[0].merge(docs[1].runs(since: docs[0].known))
                }
                let word = words[random.below(words.count)] + " "
                let side = random.below(2)
                let known = docs[side].known
                try docs[side].insert(word, at: random.below(docs[side].count))
                sizes.append(
                    docs[side].update(since: known, author: docs[side].agent, shared: docs.map(\.agent)).count)
            }
            try docs[0].merge(docs[1].runs(since: docs[0].known))
            stored.append(try docs[0].stored())
        }
        row("diary.bytes", Double(stored.reduce(0) { $0 + $1.count }))
        row("diary.edit", Double(sizes.sorted()[sizes.count / 2]))
        var held: [StoredText<ReplicaID>] = []
        try memory("diary.open") { held = try stored.map { try StoredText<ReplicaID>($0) } }
        sink += held.count
        row(
            "diary.open",
            try median {
                for one in stored { sink += try StoredText<ReplicaID>(one).text.utf8.count }
            })
    }

    /// 300 comments, each a document; its name and fields are not counted.
    static func threadRows() throws {
        var random = Random(state: 13)
        var sizes: [String: [Int]] = [:]
        var docs: [TextDocument<ReplicaID>] = []
        func did(_ what: String, _ payload: Int, _ n: Int, _ act: (inout TextDocument<ReplicaID>) throws -> Void) throws
        {
            let known = docs[n].known
            try act(&docs[n])
            sizes[what, default: []].append(docs[n].update(since: known, author: docs[n].agent).count - payload)
        }
        for n in 0..<300 {
            docs.append(TextDocument(agent: replica(UInt64(n % 2))))
            let text = (0..<12).map { _ in words[random.below(words.count)] }.joined(separator: " ")
            try did("add", text.utf8.count, n) { try $0.insert(text, at: 0) }
        }
        for n in 0..<300 {
            let word = words[random.below(words.count)] + " "
            let place = random.below(docs[n].count)
            try did("edit", word.utf8.count, n) { try $0.insert(word, at: place) }
        }
        for n in stride(from: 0, to: 300, by: 2) { try did("delete", 0, n) { try $0.delete(0..<$0.count) } }
        for (what, all) in sizes { row("thread." + what, Double(all.sorted()[all.count / 2])) }
    }
}
