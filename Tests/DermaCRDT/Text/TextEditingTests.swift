import DermaTestSupport
import Testing

@testable import DermaCRDT

@Suite("Differences, cursors, attributions and undoing")
struct TextEditingTests {
    @Test("A new text takes few events", arguments: Seed.first(25))
    func setTextSetsIt(seed: Seed) throws {
        let seed = Int(seed.number)
        var history = History(seed: seed, replicas: 1)
        var doc = history.replicas[0]
        try doc.setText((0..<60).map { _ in history.word(6) }.joined(separator: " "))
        let before = doc.eventCount
        var scalars = Array(doc.text.unicodeScalars)
        for _ in 0..<3 {
            let place = history.random.below(scalars.count)
            if history.random.chance(50) { scalars.remove(at: place) } else { scalars.insert("Q", at: place) }
        }
        let text = String(String.UnicodeScalarView(scalars))
        try doc.setText(text)
        #expect(doc.text == text, "seed \(seed)")
        // At most two words and what stands between them, deleted and inserted, for each of the three changes.
        #expect(doc.eventCount - before <= 3 * 2 * 14, "seed \(seed)")
        try doc.setText(history.word(50))
        try doc.setText("")
        #expect(doc.text.isEmpty)
    }

    @Test(
        "Whole words are replaced, and changes begin with words",
        arguments: [
            ("the red patch", "the blue patch", "the [-red-]{+blue+} patch"),
            ("one two three", "one new two three", "one {+new +}two three"),
            ("one two two three", "one two three", "one two [-two -]three"), ("itch", "itching", "itch{+ing+}"),
            ("a\nb\nc", "a\nb\nb\nc", "a\nb\n{+b\n+}c"),
        ]) func setTextKeepsWords(old: String, new: String, expected: String)
    {
        var text = ""
        var place = 0
        let difference = TextDifference(from: Array(old.unicodeScalars), to: Array(new.unicodeScalars))
        func part(_ scalars: ArraySlice<Unicode.Scalar>) -> String { String(String.UnicodeScalarView(scalars)) }
        for hunk in difference.wholeWords {
            text += part(difference.a[place..<hunk.old.lowerBound])
            if !hunk.old.isEmpty { text += "[-" + part(difference.a[hunk.old]) + "-]" }
            if !hunk.new.isEmpty { text += "{+" + part(difference.b[hunk.new]) + "+}" }
            place = hunk.old.upperBound
        }
        #expect(text + part(difference.a[place...]) == expected)
    }

    @Test("Texts that have nothing in common are replaced in bounded time") func setTextIsBounded() throws {
        var random = Seeded(1)
        var doc = Doc(agent: 1)
        func noise() -> String {
            String(String.UnicodeScalarView((0..<60_000).map { _ in History.alphabet[random.below(20)] }))
        }
        try doc.setText(noise())
        let next = noise()
        try doc.setText(next)
        #expect(doc.text == next)
    }

    @Test("Cursors, authors and the report are the same everywhere", arguments: Seed.first(25))
    func cursorsAttributionsOverlaps(seed: Seed) throws {
        let seed = Int(seed.number)
        var history = History(seed: seed + 100, replicas: 2 + seed % 4)
        try history.run(steps: 40, syncPercent: 20)
        let doc = history.replicas[0]
        var cursors: [TextCursor<Int>] = []
        for position in 0...doc.count {
            for bias in [TextCursor<Int>.Bias.before, .after] {
                let cursor = try doc.cursor(at: position, bias: bias)
                #expect(try doc.position(of: cursor) == position)
                cursors.append(cursor)
            }
        }
        try history.run(steps: 30, syncPercent: 20)
        try history.meet()
        let all = history.replicas[0]
        var other = Doc(agent: 5)
        for run in shuffled(all.runs(since: [:]), &history.random) { try other.merge([run]) }
        for cursor in cursors { #expect(try all.position(of: cursor) == other.position(of: cursor), "seed \(seed)") }
        #expect(try all.overlaps() == other.overlaps(), "seed \(seed)")

        let naive = Naive(single(all.runs(since: [:])))
        let authors = naive.order().compactMap { $0.id != nil && $0.deletedBy.isEmpty ? $0.id?.agent : nil }
        #expect(try all.attributions().flatMap { Array(repeating: $0.agent, count: $0.range.count) } == authors)
        #expect(try all.overlaps() == naive.overlaps(), "seed \(seed)")
    }

    @Test("Undoing takes back what is one's own and leaves the rest", arguments: Seed.first(25))
    func undoRespectsOthers(seed: Seed) throws {
        let seed = Int(seed.number)
        var history = History(seed: seed + 300, replicas: 2)
        try history.run(steps: 20, syncPercent: 20)
        try history.meet()
        let before = history.replicas[0].text
        let first = history.replicas[0].known[1000] ?? 0
        for _ in 0..<3 { try history.edit(0) }
        let last = history.replicas[0].known[1000] ?? 0
        var alone = history.replicas[0]
        if last > first {
            try alone.undo(first..<last)
            #expect(alone.text == before, "seed \(seed)")
        }
        for _ in 0..<3 { try history.edit(1) }
        let theirs = history.replicas[1].text
        try history.meet()
        if last > first { try history.replicas[0].undo(first..<last) }
        try history.meet()
        #expect(history.replicas[0].text.unicodeScalars.sorted() == theirs.unicodeScalars.sorted(), "seed \(seed)")
        #expect(history.replicas[0].text == history.replicas[1].text)
    }
}
