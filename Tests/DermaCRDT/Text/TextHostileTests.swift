import Testing

@testable import DermaCRDT

@Suite("What a hostile author may write of a text")
struct TextHostileTests {
    @Test("A refused change leaves nothing") func refusedChangesLeaveNothing() throws {
        for seed in 0..<15 {
            var history = History(seed: seed, replicas: 3)
            try history.run(steps: 40, syncPercent: 20)
            var doc = history.replicas[0]
            let other = history.replicas[1]
            let good = other.runs(since: doc.known)
            let text = doc.text
            let version = doc.version
            let known = doc.known
            let parents = history.random.chance(50) ? other.version : [other.version.first].compactMap { $0 }
            let length = try other.text(at: parents).unicodeScalars.count
            for bad in [
                TextOp.insert(at: length + 1, "x"), .delete(at: length, count: 1), .delete(at: 0, count: length + 1),
                .delete(at: Int.max, count: 1), .insert(at: -1, "x"), .delete(at: 0, count: 0),
                .delete(at: 0, count: Int.max), .delete(at: 0, count: -5), .insert(at: Int.max, "y"),
                .delete(at: 1 << 24, count: 1 << 24, isBackward: true),
            ] {
                let run = TextRun(
                    agent: 77, sequence: 0, parents: parents,
                    ops: [.insert(at: 0, "ok"), .delete(at: 0, count: 2), bad])
                #expect(throws: TextError.self) { try doc.merge(good + [run]) }
                #expect(doc.text == text)
                #expect(doc.version == version)
                #expect(doc.known == known)
            }
            #expect(throws: TextError.self) {
                try doc.merge([TextRun(agent: 77, sequence: 1, parents: [], ops: [.insert(at: 0, "x")])])
            }
            #expect(throws: TextError.self) {
                try doc.merge([TextRun(agent: 77, sequence: 0, parents: [ID(55, 0)], ops: [.insert(at: 0, "x")])])
            }
            try doc.merge(good)
            try history.sync(0, from: 1)
            #expect(doc.text == history.replicas[0].text)
        }
    }

    @Test("Claims of what is known may be anything") func claimsOfWhatIsKnownMayBeAnything() throws {
        var doc = Doc(agent: 1)
        try doc.insert("itch", at: 0)
        #expect(doc.runs(since: [1: Int.min]) == doc.runs(since: [:]))
        #expect(doc.runs(since: [1: Int.max, 2: Int.min]).isEmpty)
        #expect(doc.runs(since: [1: 3]).map(\.count) == [1])
    }
}
