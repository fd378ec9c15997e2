import DermaCRDT
import DermaCausality

extension Bench {
    /// A thousand diary entries of two devices.
    static func diaryRows() throws {
        var random = Random(state: 11)
        let words = sequential("automerge-paper").end.split(separator: " ").map(String.init)
        var stored: [[UInt8]] = []
        for n in 0..<1000 {
            var a = TextDocument<ReplicaID>(agent: replica(1))
            var b = TextDocument<ReplicaID>(agent: replica(2))
            var text = ""
            while text.utf8.count < 330 { text += words[random.below(words.count)] + " " }
            try a.insert(text, at: 0)
            for edit in 0..<20 {
                if edit % 4 == 0 || n % 4 != 0 {
                    try b.merge(a.runs(since: b.known)); try a.merge(b.runs(since: a.known))
                }
                let word = words[random.below(words.count)] + " "
                if random.below(2) == 0 {
                    try a.insert(word, at: random.below(a.count))
                } else {
                    try b.insert(word, at: random.below(b.count))
                }
            }
            try a.merge(b.runs(since: a.known))
            stored.append(try a.stored())
        }
        row("diary.bytes", Double(stored.reduce(0) { $0 + $1.count }))
        row(
            "diary.open-text",
            try median { for one in stored { sink += try StoredText<ReplicaID>(one).text.utf8.count } })
        row(
            "diary.open-history",
            try median {
                for one in stored { sink += try StoredText<ReplicaID>(one).document(agent: replica(1)).count }
            })
    }

    /// How time grows with what is given.
    static func growthRows() throws {
        for n in [10_000, 20_000, 40_000] {
            let (doc, runs) = try branches(n, scattered: true)
            row(
                "growth.branches.\(n)",
                try median(of: 3) {
                    var copy = doc; try copy.merge(runs); sink += copy.count
                })
            row(
                "growth.random-inserts.\(n * 5)",
                try median(of: 3) {
                    var random = Random(state: 3)
                    var doc = Doc(agent: 1)
                    for _ in 0..<n * 5 { try doc.insert("x", at: random.below(doc.count + 1)) }
                    sink += doc.count
                })
        }
        for replicas in [4, 8, 16, 32] {
            var base = Doc(agent: 0)
            try base.insert(String(repeating: "lorem ipsum ", count: 500), at: 0)
            var random = Random(state: 5)
            var runs = base.runs(since: [:])
            for agent in 1...replicas {
                var doc = Doc(agent: agent)
                try doc.merge(base.runs(since: [:]))
                for _ in 0..<1000 { try doc.insert("x", at: random.below(doc.count)) }
                runs += doc.runs(since: base.known)
            }
            row(
                "growth.replicas.\(replicas)",
                try median(of: 3) {
                    var doc = Doc(agent: 99); try doc.merge(runs); sink += doc.count
                })
        }
    }
}
