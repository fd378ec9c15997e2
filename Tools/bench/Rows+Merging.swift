import DermaCRDT
import DermaCausality

extension Bench {
    /// A concurrent trace, taken in at once: as bytes and as values.
    static func concurrentRows(_ name: String) throws {
        let trace = concurrent(name)
        let author = replica(5000)
        let runs = named(trace.runs)
        var doc = TextDocument<ReplicaID>(agent: author)
        try doc.merge(runs)
        precondition(doc.text == trace.end)
        let all = doc.update(since: [:], author: author)
        doc = TextDocument<ReplicaID>(agent: author)
        try memory(name) { try doc.apply(all, author: author) }
        row(
            name,
            try median {
                var doc = TextDocument<ReplicaID>(agent: author)
                try doc.apply(all, author: author)
                sink += doc.count
            })
        row(
            name + ".runs",
            try median {
                var doc = TextDocument<ReplicaID>(agent: author)
                try doc.merge(runs)
                sink += doc.count
            })
    }

    /// A concurrent trace, opened from what is stored.
    static func concurrentOpenRows(_ name: String) throws {
        var doc = TextDocument<ReplicaID>(agent: replica(5000))
        try doc.merge(named(concurrent(name).runs))
        try opening(name + ".open", doc.stored())
    }

    /// Merging the other of two branches.
    static func branchRows(scattered: Bool) throws {
        let name = "branches." + (scattered ? "scattered" : "typed")
        let (doc, runs) = try branches(20_000, scattered: scattered)
        let author = replica(2)
        var mine = TextDocument<ReplicaID>(agent: replica(1))
        try mine.merge(named(doc.runs(since: [:])))
        var theirs = TextDocument<ReplicaID>(agent: author)
        try theirs.merge(named(doc.runs(since: [:]) + runs))
        let update = theirs.update(since: mine.known, author: author)
        row(
            name,
            try median {
                var copy = mine
                try copy.apply(update, author: author)
                sink += copy.count
            })
        try memory(name) { try mine.apply(update, author: author) }
        precondition(mine.text == theirs.text)
    }
}

/// Two branches of `n` edits each: the first's document and what the second one's has to say.
func branches(_ n: Int, scattered: Bool) throws -> (Doc, [TextRun<Int>]) {
    var base = Doc(agent: 0)
    try base.insert(String(repeating: "lorem ipsum dolor sit amet ", count: scattered ? 1000 : 40), at: 0)
    var random = Random(state: 7)
    var docs = [Doc(agent: 1), Doc(agent: 2)]
    for side in 0..<2 {
        try docs[side].merge(base.runs(since: [:]))
        for index in 0..<n {
            if !scattered {
                try docs[side].insert(side == 0 ? "a" : "b", at: 500 + index)
            } else if random.below(3) == 0 {
                let place = random.below(docs[side].count)
                try docs[side].delete(place..<place + 1)
            } else {
                try docs[side].insert("x", at: random.below(docs[side].count + 1))
            }
        }
    }
    return (docs[0], docs[1].runs(since: docs[0].known))
}
