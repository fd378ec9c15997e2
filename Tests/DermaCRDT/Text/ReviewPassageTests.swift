import DermaTestSupport
import Testing

@testable import DermaCRDT

@Suite("Review: what choosing a side takes away")
struct ReviewPassageTests {
    /// A third person's sentence, which one of the two had heard of and nobody touched.
    @Test("Choosing the side of one who had not heard of a third one's sentence does not delete it")
    func unheard() throws {
        var base = Doc(agent: 0)
        try base.insert("Red", at: 0)
        var third = Doc(agent: 3)
        try third.merge(base.runs(since: [:]))
        try third.insert(" Fever at night.", at: 3)
        var a = Doc(agent: 1)
        try a.merge(base.runs(since: [:]))
        var b = Doc(agent: 2)
        try b.merge(third.runs(since: [:]))
        try a.delete(0..<3)
        try a.insert("Pink", at: 0)
        try b.delete(0..<3)
        try b.insert("Dark", at: 0)
        try a.merge(b.runs(since: a.known))
        let known = a.known
        let passages = try a.passages { ID($0.agent, (known[$0.agent] ?? 1) - 1) }
        #expect(passages.map(\.overlap.agents) == [[1, 2]], "the third is in no row")
        #expect(
            passages.allSatisfy { $0.sides.allSatisfy { $0.contains("Fever at night.") } },
            "\(a.text): \(passages.map(\.sides))")
    }

    @Test("No scalar is in two passages", arguments: 0..<2000)
    func apart(seed: Int) throws {
        var random = Seeded(seed + 4242)
        let count = 2 + random.below(4)
        var base = Doc(agent: 0)
        try base.insert("abcdefghijklmnopqrst", at: 0)
        var docs = (0..<count).map { Doc(agent: 10 - $0) }
        for place in docs.indices { try docs[place].merge(base.runs(since: [:])) }
        // The last event of each op.
        var ops: [Int: [Int]] = [:]
        for _ in 0..<20 {
            let one = random.below(count)
            if random.chance(25) { try docs[one].merge(docs[random.below(count)].runs(since: docs[one].known)) }
            let size = docs[one].count
            let start = random.below(size + 1)
            let end = start + random.below(min(size - start, 12) + 1)
            if random.chance(70) { try docs[one].delete(start..<end) }
            if random.chance(50) { try docs[one].insert("XYZ", at: start) }
            ops[10 - one, default: []].append((docs[one].known[10 - one] ?? 0) - 1)
        }
        var all = Doc(agent: 55)
        for place in docs.indices { try all.merge(docs[place].runs(since: all.known)) }
        let passages = try all.passages { event in
            ID(event.agent, ops[event.agent]?.first { $0 >= event.sequence } ?? event.sequence)
        }
        for (a, b) in zip(passages, passages.dropFirst()) {
            #expect(
                a.range.upperBound <= b.range.lowerBound,
                "seed \(seed): \(all.text) \(a.range) \(a.text) \(a.sides) \(a.overlap.events), \(b.range) \(b.text) \(b.sides) \(b.overlap.events)"
            )
        }
    }
}
