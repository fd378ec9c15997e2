import DermaCRDT
import DermaCausality
public import DermaWire

typealias Doc = TextDocument<Int>

let wanted = CommandLine.arguments.dropFirst()
func wants(_ name: String) -> Bool { wanted.isEmpty || wanted.contains { name.hasPrefix($0) } }

func typed(_ patches: [Patch]) throws -> Doc {
    var doc = Doc(agent: 1)
    for patch in patches {
        if patch.deleted > 0 { try doc.delete(patch.position..<patch.position + patch.deleted) }
        if !patch.inserted.isEmpty { try doc.insert(patch.inserted, at: patch.position) }
    }
    return doc
}

if wants("typed") {
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

if wants("concurrent") {
    for name in ["friendsforever", "a1"] {
        let trace = concurrent(name)
        var doc = Doc(agent: -1)
        row(
            "concurrent.\(name)",
            try median {
                doc = Doc(agent: -1); try doc.merge(trace.runs)
            })
        print(name, doc.text == trace.end, doc.count, trace.end.unicodeScalars.count)
        var single = Doc(agent: -1)
        row("concurrent.\(name).one-by-one", try median(of: 1) { for run in trace.runs { try single.merge([run]) } })
        precondition(single.text == doc.text)
    }
}

struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
    mutating func below(_ n: Int) -> Int { Int(next() % UInt64(max(n, 1))) }
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

if wants("branches") {
    for (name, scattered) in [("scattered", true), ("typed", false)] {
        let (doc, runs) = try branches(20_000, scattered: scattered)
        row(
            "branches.\(name)",
            try median {
                var copy = doc; try copy.merge(runs); sink += copy.count
            })
    }
}

if wants("random") {
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

if wanted.contains("profile-ff") || wanted.contains("profile-a1") {
    let trace = concurrent(wanted.contains("profile-ff") ? "friendsforever" : "a1")
    for _ in 0..<100 { var doc = Doc(agent: -1); try doc.merge(trace.runs); sink += doc.count }
}

func replica(_ n: UInt64) -> ReplicaID {
    var writer = ByteWriter()
    writer.bigEndian64(n &* 0x9e37_79b9_7f4a_7c15)
    writer.bigEndian64((n + 99) &* 0xbf58_476d_1ce4_e5b9)
    return ReplicaID(Bytes16(writer.bytes) ?? .zero)
}

if wants("encoding") {
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

if wants("diary") {
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
            if edit % 4 == 0 || n % 4 != 0 { try b.merge(a.runs(since: b.known)); try a.merge(b.runs(since: a.known)) }
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
    row("diary.open-text", try median { for one in stored { sink += try StoredText<ReplicaID>(one).text.utf8.count } })
    row(
        "diary.open-history",
        try median { for one in stored { sink += try StoredText<ReplicaID>(one).document(agent: replica(1)).count } })
}

if wants("growth") {
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

if wants("single-updates") {
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

extension Int: WireEncodable, WireDecodable {
    public init(from reader: inout ByteReader) throws(WireError) {
        self = Int(try reader.varint(in: 0...UInt64(Int32.max)))
    }
    public func encode(to writer: inout ByteWriter) { writer.varint(UInt64(self)) }
}

/// Both concurrent traces in three random orders of arrival, run by run and in batches, must come out alike.
if wants("orders") {
    for name in ["friendsforever", "a1"] {
        let trace = concurrent(name)
        var texts: [String] = []
        for seed in 1...3 {
            var random = Random(state: UInt64(seed))
            var known: [Int: Int] = [:]
            var byAgent: [Int: [TextRun<Int>]] = [:]
            for run in trace.runs.reversed() { byAgent[run.agent, default: []].append(run) }
            let agents = byAgent.keys.sorted()
            var order: [TextRun<Int>] = []
            while order.count < trace.runs.count {
                let agent = agents[random.below(agents.count)]
                var burst = 1 + random.below(20)
                while burst > 0, let run = byAgent[agent]?.last,
                    run.parents.allSatisfy({ $0.sequence < known[$0.agent] ?? 0 })
                {
                    order.append(run)
                    known[agent] = run.sequence + run.count
                    byAgent[agent]?.removeLast()
                    burst -= 1
                }
            }
            var doc = Doc(agent: -1)
            var rest = order[...]
            while !rest.isEmpty {
                let batch = Array(rest.prefix(1 + random.below(200)))
                try doc.merge(batch)
                rest = rest.dropFirst(batch.count)
            }
            texts.append(doc.text)
        }
        precondition(texts.allSatisfy { $0 == trace.end })
        print("orders.\(name) agree, and with endContent")
    }
}
