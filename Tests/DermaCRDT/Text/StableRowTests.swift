import DermaTestSupport
import Testing

@testable import DermaCRDT

/// A row is settled once: what is done by those who have seen it must not make another one of it.
@Suite("Rows of the report stay when those who have seen all sides type on")
struct StableRowTests {
    enum Act: CaseIterable { case insert, delete, append }

    @Test("What somebody writes who saw all sides changes no row", arguments: Seed.first(400), Act.allCases)
    func typed(seed: Seed, act: Act) throws {
        var story = try RewrittenText(seed: Int(seed.number) + 31, writers: 2...3)
        try story.change(times: 6, upTo: 8, hearingPercent: 0)
        var all = try story.met(as: 55)
        let known = all.known
        func rows(_ doc: Doc) throws -> [TextPassage<Int>] {
            try doc.passages { ID($0.agent, max((known[$0.agent] ?? 1) - 1, $0.sequence)) }
        }
        let before = try rows(all)
        guard let range = before.map(\.range).max(by: { $0.count < $1.count }), range.count > 1 else { return }
        let within = range.lowerBound + 1 + story.random.below(range.count - 1)
        let text = all.text
        switch act {
        case .insert: try all.insert("#", at: within)
        case .delete: try all.delete(within..<within + 1)
        case .append: try all.insert("#", at: all.count)
        }
        let after = try rows(all)
        #expect(
            after.map(\.overlap.events) == before.map(\.overlap.events)
                && after.map(\.overlap.kind) == before.map(\.overlap.kind), "\(text) at \(within)")
    }

    @Test(
        "Who chooses a side of every row is asked once for each, and all sides say what they said",
        arguments: Seed.first(400))
    func chosen(seed: Seed) throws {
        var story = try RewrittenText(seed: Int(seed.number) + 77, writers: 2...4)
        try story.change(times: 12, upTo: 8, hearingPercent: 10)
        var all = try story.met(as: 55)
        var settled: [[ID]: [ID]] = [:]
        func rows() throws -> [TextPassage<Int>] {
            try all.passages(upTo: story.endOfChange, answers: settled.values.flatMap { $0 })
        }
        let before = try rows()
        while let row = try rows().first(where: { settled[$0.overlap.events] == nil }), settled.count <= before.count {
            let first = all.known[55] ?? 0
            try all.apply(row.sides[story.random.below(row.sides.count)].edits)
            settled[row.overlap.events] = (first..<(all.known[55] ?? 0)).map { ID(55, $0) }
            let after = try rows()
            #expect(after.map(\.overlap.events) == before.map(\.overlap.events))
            #expect(after.map { $0.sides.map(\.text) } == before.map { $0.sides.map(\.text) }, "after \(row)")
        }
        #expect(settled.count == before.count)
    }

    @Test(
        "Two who choose at once leave each row with its sides, and whoever chooses then gets what they choose",
        arguments: Seed.first(400))
    func chosenAtOnce(seed: Seed) throws {
        var story = try RewrittenText(seed: Int(seed.number) + 991, writers: 2...4)
        try story.change(times: 10, upTo: 8, hearingPercent: 10)
        let met = [try story.met(as: 55), try story.met(as: 56)]
        let before = try met[0].passages(upTo: story.endOfChange)
        guard let row = before.randomElement(using: &story.random) else { return }
        // A third one may have deleted all that keeps two rows apart: where nothing is left, nobody can tell whose an answer is.
        let isApart = before.count == 1 || story.docs.count == 2
        var all = try story.met(as: 57)
        var answers: [ID] = []
        for var doc in met {
            try doc.apply(row.sides[story.random.below(row.sides.count)].edits)
            try all.merge(doc.runs(since: all.known))
            answers += (0..<(doc.known[doc.agent] ?? 0)).map { ID(doc.agent, $0) }
        }
        let after = try all.passages(upTo: story.endOfChange, answers: answers)
        #expect(after.map(\.overlap.events) == before.map(\.overlap.events))
        #expect(after.map(\.overlap.kind) == before.map(\.overlap.kind))
        guard isApart else { return }
        #expect(after.map { $0.sides.map(\.text) } == before.map { $0.sides.map(\.text) })
        let again = try #require(after.first { $0.overlap.events == row.overlap.events })
        let chosen = story.random.below(row.sides.count)
        try all.apply(again.sides[chosen].edits)
        answers += (0..<(all.known[57] ?? 0)).map { ID(57, $0) }
        let last = try all.passages(upTo: story.endOfChange, answers: answers)
        #expect(last.first { $0.overlap.events == row.overlap.events }?.text == row.sides[chosen].text)
    }
}
