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
        #expect(passages.map { $0.sides.map(\.text) } == [["pink", "brown"]])
        #expect(passages.map(\.range) == [4..<13] && passages.map(\.text) == ["pinkbrown"])
    }

    @Test("Of a word inside of what the other deleted, all of that, and nothing")
    func inserted() throws {
        let doc = try Doc.met(
            "the red patch", { try $0.setText("the very red patch") }, { try $0.setText("patch") })
        let passages = try doc.passages { ID($0.agent, (doc.known[$0.agent] ?? 0) - 1) }
        #expect(passages.map { $0.sides.map(\.text) } == [["the very red ", ""]])
        #expect(passages.map(\.text) == ["very "] && passages.map(\.range) == [0..<5])
    }

    @Test("What was written there since, by someone who had seen both, stays whatever side is chosen")
    func since() throws {
        var doc = try Doc.met("red", { try $0.setText("pink") }, { try $0.setText("brown") })
        let ends = doc.known
        try doc.insert("!", at: doc.count)
        let passages = try doc.passages { ID($0.agent, (ends[$0.agent] ?? 0) - 1) }
        #expect(doc.text == "pinkbrown!" && passages.map(\.text) == ["pinkbrown!"])
        #expect(passages.map { $0.sides.map(\.text) } == [["pink!", "brown!"]])
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
        #expect(
            passages.map { $0.sides.map(\.text) } == [
                ["Much better!", "It is pink and moist and cold, it hurts at noon."]
            ])
        #expect(passages.map(\.range) == [0..<doc.count])
    }

    @Test("What both kept divides: two words, two rows")
    func divided() throws {
        let doc = try Doc.met("red, hot", { try $0.setText("pink, warm") }, { try $0.setText("dark, cold") })
        let passages = try doc.passages { ID($0.agent, (doc.known[$0.agent] ?? 0) - 1) }
        #expect(passages.map { $0.sides.map(\.text) } == [["pink,", "dark,"], ["warm", "cold"]])
    }

    @Test("Who had not heard of a third one's sentence keeps it when their side is chosen")
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
        #expect(passages.map { $0.sides.map(\.text) } == [["Pink Fever at night.", "Dark Fever at night."]])
    }

    @Test("As they are defined, whatever was done", arguments: Seed.first(40))
    func asDefined(seed: Seed) throws {
        let seed = Int(seed.number)
        var history = History(seed: seed + 900, replicas: 2 + seed % 3)
        try history.run(steps: 40, syncPercent: 20)
        try history.meet()
        try expectDefined(history.replicas[0], history.replicas[1])
    }

    @Test("As they are defined, where several rewrite what they share", arguments: Seed.first(150))
    func asDefinedRewritten(seed: Seed) throws {
        var story = try RewrittenText(seed: Int(seed.number) + 4242, writers: 2...5)
        try story.change(times: 40, upTo: 12, hearingPercent: 15)
        try expectDefined(story.met(as: 55), story.met(as: 56))
    }

    /// On two that know the same, whatever a version ends with and whatever settled a row.
    private func expectDefined(_ doc: Doc, _ other: Doc) throws {
        let naive = Naive(single(doc.runs(since: [:])))
        let known = doc.known
        let some = known.flatMap { agent, count in
            (0..<count).filter { $0 / 3 % 5 == agent % 5 }.map { ID(agent, $0) }
        }
        for last: (ID) -> ID in [
            { $0 }, { ID($0.agent, (known[$0.agent] ?? 1) - 1) },
            { ID($0.agent, min((known[$0.agent] ?? 1) - 1, $0.sequence + 3)) },
        ] {
            for answers in [[], some] {
                let passages = try doc.passages(upTo: last, answers: answers)
                #expect(passages.map(NaivePassage.init) == naive.passages(upTo: last, answers: Set(answers)))
                #expect(try other.passages(upTo: last, answers: answers) == passages)
                for passage in passages { try expectEdits(passage, doc) }
            }
        }
    }

    /// The edits of a side make the side of the passage, and of the rest of the text nothing.
    private func expectEdits(_ passage: TextPassage<Int>, _ doc: Doc) throws {
        let text = Array(doc.text.unicodeScalars)
        #expect(String(String.UnicodeScalarView(text[passage.range])) == passage.text)
        for side in passage.sides {
            var chosen = doc
            try chosen.apply(side.edits)
            let expected =
                text[..<passage.range.lowerBound] + Array(side.text.unicodeScalars) + text[passage.range.upperBound...]
            #expect(chosen.text == String(String.UnicodeScalarView(expected)))
        }
    }

    @Test("No scalar is in two passages", arguments: Seed.first(2000))
    func apart(seed: Seed) throws {
        var story = try RewrittenText(seed: Int(seed.number) + 4242, writers: 2...5)
        try story.change(times: 20, upTo: 12, hearingPercent: 25)
        let all = try story.met(as: 55)
        let ranges = try all.passages(upTo: story.endOfChange).map(\.range)
        #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }, "\(all.text) \(ranges)")
    }
}
