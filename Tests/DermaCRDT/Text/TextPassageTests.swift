import DermaTestSupport
import Testing

@testable import DermaCRDT

@Suite("What a row of the report stands for in each text")
struct TextPassageTests {
    @Test("Of a word that both replaced, that word, and nothing that only one of them wrote elsewhere")
    func replaced() throws {
        let doc = try Doc.met(
            "the red patch", { try $0.setText("the pink patch") }, { try $0.setText("the brown patch, hot") })
        let passages = try doc.passages { ID($0.agent, (doc.known[$0.agent] ?? 0) - 1) }
        #expect(passages.map(\.sides) == [["pink", "brown"]])
        #expect(passages.map(\.range) == [4..<13] && passages.map(\.text) == ["pinkbrown"])
    }

    @Test("Of a word inside of what the other deleted, all of that, and nothing")
    func inserted() throws {
        let doc = try Doc.met(
            "the red patch", { try $0.setText("the very red patch") }, { try $0.setText("patch") })
        let passages = try doc.passages { ID($0.agent, (doc.known[$0.agent] ?? 0) - 1) }
        #expect(passages.map(\.sides) == [["the very red ", ""]])
        #expect(passages.map(\.text) == ["very "] && passages.map(\.range) == [0..<5])
    }

    @Test("What was written there since, by someone who had seen both, stays whatever side is chosen")
    func since() throws {
        var doc = try Doc.met("red", { try $0.setText("pink") }, { try $0.setText("brown") })
        let ends = doc.known
        try doc.insert("!", at: doc.count)
        let passages = try doc.passages { ID($0.agent, (ends[$0.agent] ?? 0) - 1) }
        #expect(doc.text == "pinkbrown!" && passages.map(\.text) == ["pinkbrown!"])
        #expect(passages.map(\.sides) == [["pink!", "brown!"]])
    }

    @Test("Who rewrote a text in which someone else corrected five words is asked once, not five times")
    func rewritten() throws {
        let red = "It is red and dry and hot, it itches at night."
        let doc = try Doc.met(
            red,
            {
                try $0.delete(0..<$0.count)
                try $0.insert("Much better!", at: 0)
            },
            {
                for (word, other) in [
                    ("red", "pink"), ("dry", "moist"), ("hot", "cold"), ("itches", "hurts"), ("night", "noon"),
                ] {
                    try $0.setText($0.text.replacing(word, with: other))
                }
            })
        let ends = doc.known
        let passages = try doc.passages { ID($0.agent, (ends[$0.agent] ?? 0) - 1) }
        #expect(try doc.overlaps().count >= 5)
        #expect(passages.map(\.sides) == [["Much better!", "It is pink and moist and cold, it hurts at noon."]])
        #expect(passages.map(\.range) == [0..<doc.count])
    }

    @Test("What both kept divides: two words, two rows")
    func divided() throws {
        let doc = try Doc.met("red, hot", { try $0.setText("pink, warm") }, { try $0.setText("dark, cold") })
        let passages = try doc.passages { ID($0.agent, (doc.known[$0.agent] ?? 0) - 1) }
        #expect(passages.map(\.sides) == [["pink,", "dark,"], ["warm", "cold"]])
    }

    @Test("As they are defined, whatever was done", arguments: Seed.first(40))
    func asDefined(seed: Seed) throws {
        let seed = Int(seed.number)
        var history = History(seed: seed + 900, replicas: 2 + seed % 3)
        try history.run(steps: 40, syncPercent: 20)
        try history.meet()
        let doc = history.replicas[0]
        let naive = Naive(single(doc.runs(since: [:])))
        let known = doc.known
        for last: (ID) -> ID in [{ $0 }, { ID($0.agent, (known[$0.agent] ?? 1) - 1) }] {
            let passages = try doc.passages(upTo: last)
            #expect(passages == naive.passages(upTo: last), "seed \(seed)")
        }
    }
}
