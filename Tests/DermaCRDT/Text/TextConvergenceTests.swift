import DermaTestSupport
import Testing

@testable import DermaCRDT

@Suite("Copies of a text that hold the same events show the same")
struct TextConvergenceTests {
    @Test("The text is that of the definition, in any order of arrival and at each version", arguments: Seed.first(50))
    func equalsNaive(seed: Seed) throws {
        let seed = Int(seed.number)
        var history = History(seed: seed, replicas: 2 + seed % 7)
        try history.run(steps: 10 + seed % 60, syncPercent: [10, 25, 50][seed % 3])
        try history.meet()
        let runs = history.replicas[0].runs(since: [:])
        let naive = Naive(single(runs))
        let expected = naive.text()
        for replica in history.replicas { #expect(replica.text == expected, "seed \(seed)") }

        // Independent of the order of arrival, and idempotent.
        for _ in 0..<3 {
            var other = Doc(agent: 5)
            var rest = shuffled(runs, &history.random)[...]
            while !rest.isEmpty {
                let batch = Array(rest.prefix(1 + history.random.below(6)))
                let before = other.text
                let changes = try other.changes(merging: batch)
                #expect(follow(before, changes) == other.text, "seed \(seed)")
                if history.random.chance(30) { #expect(try other.changes(merging: batch).isEmpty) }
                rest = rest.dropFirst(batch.count)
            }
            #expect(other.text == expected, "seed \(seed)")
        }

        // The same where the walk is kept, and what is typed here goes on between.
        var other = Doc(agent: 5)
        other.core.sliceCountMax = 0
        var mine = Doc(agent: 5)
        for run in shuffled(runs, &history.random) {
            let before = other.text
            let changes = try other.changes(merging: [run])
            #expect(follow(before, changes) == other.text, "seed \(seed)")
            try mine.merge([run])
            if history.random.chance(30) { _ = try other.cursor(at: history.random.below(other.count + 1)) }
            if history.random.chance(10) { _ = other }
            let place = history.random.below(other.count + 1)
            try other.insert("here", at: place)
            try other.delete(place..<place + 2)
            try mine.insert("here", at: place)
            try mine.delete(place..<place + 2)
            #expect(other.text == mine.text, "seed \(seed)")
        }
        #expect(other.text == Naive(single(other.runs(since: [:]))).text(), "seed \(seed)")

        // At each version.
        for event in single(runs) where history.random.chance(20) {
            #expect(try history.replicas[0].text(at: [event.id]) == naive.text(at: [event.id]), "seed \(seed)")
        }
        let some = (0..<3).compactMap { _ in single(runs).randomElement(using: &history.random)?.id }
        #expect(try history.replicas[0].text(at: some) == naive.text(at: some), "seed \(seed)")
    }

    func follow(_ text: String, _ changes: [TextChange]) -> String {
        var scalars = Array(text.unicodeScalars)
        for change in changes {
            switch change {
            case .insert(let at, let text): scalars.insert(contentsOf: text.unicodeScalars, at: at)
            case .delete(let range): scalars.removeSubrange(range)
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    @Test("What two typed at one place does not mix", arguments: [false, true], [false, true]) func runsDoNotInterleave(
        first: Bool, second: Bool
    ) throws {
        var base = Doc(agent: 0)
        try base.insert("[]", at: 0)
        var a = Doc(agent: 1)
        var b = Doc(agent: 2)
        try a.merge(base.runs(since: [:]))
        try b.merge(base.runs(since: [:]))
        for (index, letter) in "aaaaa".enumerated() { try a.insert(String(letter), at: first ? 1 : 1 + index) }
        for (index, letter) in "bbbbb".enumerated() { try b.insert(String(letter), at: second ? 1 : 1 + index) }
        try a.merge(b.runs(since: a.known))
        try b.merge(a.runs(since: b.known))
        #expect(a.text == b.text)
        #expect(a.text == "[aaaaabbbbb]" || a.text == "[bbbbbaaaaa]")
    }

    @Test("An edit may follow any number of branches, and nothing that another of them follows")
    func manyHeadsAreOneVersion() throws {
        var doc = Doc(agent: 0)
        for agent in 1...300 {
            try doc.merge([TextRun(agent: agent, sequence: 0, parents: [], ops: [.insert(at: 0, "x")])])
        }
        #expect(doc.version.count == 300)
        try doc.insert("y", at: 300)
        #expect(doc.version == [ID(0, 0)])
        var other = Doc(agent: -1)
        try other.merge(doc.runs(since: [:]))
        #expect(other.text == doc.text && other.version == doc.version)
        try other.merge([
            TextRun(agent: 7, sequence: 1, parents: [ID(0, 0), ID(7, 0), ID(9, 0)], ops: [.insert(at: 0, "z")])
        ])
        #expect(other.runs(since: doc.known).map(\.parents) == [[ID(0, 0)]])
    }

    @Test("Long texts are edited as arrays are") func bufferEqualsArray() throws {
        for seed in [3, 7, 14, 17] {
            var random = Seeded(seed)
            var doc = Doc(agent: 1)
            var array: [Unicode.Scalar] = []
            for _ in 0..<3000 {
                if random.chance(seed < 10 ? 65 : 48) || array.isEmpty {
                    let text = String(
                        repeating: random.chance(30) ? "ä€😀x" : "plain ",
                        count: 1 + random.below(random.chance(3) ? 700 : 4))
                    let place = random.below(array.count + 1)
                    try doc.insert(text, at: place)
                    array.insert(contentsOf: text.unicodeScalars, at: place)
                } else {
                    let start = random.below(array.count)
                    let end = min(array.count, start + random.below(random.chance(5) ? 3000 : 12))
                    try doc.delete(start..<end)
                    array.removeSubrange(start..<end)
                }
            }
            #expect(Array(doc.text.unicodeScalars) == array, "seed \(seed)")
            #expect(doc.count == array.count)
            let whole = try doc.text(at: doc.version)
            #expect(whole == doc.text)
        }
    }
}
