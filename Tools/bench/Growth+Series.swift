import DermaCRDT
import DermaCausality

extension Growth {
    private static func steps(_ largest: Int) -> [Int] { [100, 30, 10, 3, 1].map { largest / $0 } }

    static let all: [Series] = [
        Series(axis: .length, name: "1,000 edits at random places", sizes: steps(1_000_000)) { n in
            let doc = try text(n)
            return {
                var (copy, random) = (doc, Random(state: 3))
                for _ in 0..<1000 { try copy.insert("x", at: random.below(copy.count)) }
                sink += copy.count
            }
        },
        Series(axis: .length, name: "open what is stored", sizes: steps(1_000_000)) { n in
            let stored = try text(n).stored()
            return { sink += try StoredText<Int>(stored).text.utf8.count }
        },
        Series(axis: .length, name: "open with history, not ASCII", sizes: steps(1_000_000)) { n in
            var doc = Doc(agent: 1)
            try doc.insert(String(repeating: "ä", count: n), at: 0)
            let stored = try doc.stored()
            return { sink += try StoredText<Int>(stored).document(agent: 1).count }
        },
        Series(axis: .length, name: "set text, a word in 50 is new", sizes: steps(300_000)) { n in
            let doc = try text(n)
            let words = doc.text.split(separator: " ").enumerated().map {
                $0.offset % 50 == 0 ? "itch" : String($0.element)
            }
            let new = words.joined(separator: " ")
            return {
                var copy = doc
                try copy.setText(new)
                sink += copy.count
            }
        },
        Series(axis: .events, name: "type at random places", sizes: steps(300_000)) { n in
            {
                var (doc, random) = (Doc(agent: 1), Random(state: 3))
                for _ in 0..<n { try doc.insert("x", at: random.below(doc.count + 1)) }
                sink += doc.count
            }
        },
        Series(axis: .events, name: "merge one of two branches", sizes: steps(200_000)) { n in
            let (doc, runs) = try Bench.pair(n / 2)
            return {
                var copy = doc
                try copy.merge(runs)
                sink += copy.count
            }
        },
        Series(axis: .events, name: "overlaps of two branches", sizes: steps(200_000)) { n in
            var (doc, runs) = try Bench.pair(n / 2)
            try doc.merge(runs)
            return { sink += try doc.overlaps().count }
        },
        Series(axis: .events, name: "authors of two branches", sizes: steps(200_000)) { n in
            var (doc, runs) = try Bench.pair(n / 2)
            try doc.merge(runs)
            let held = doc
            return { sink += try held.attributions().count }
        },
        Series(axis: .events, name: "three writers that lag by a tenth of all", sizes: steps(20_000)) { n in
            let runs = try lagging(3, steps: n / 3, by: n / 30)
            return { try take(runs) }
        },
        Series(axis: .events, name: "overlaps of two that lag by 30", sizes: steps(40_000)) { n in
            var doc = Doc(agent: 99)
            try doc.merge(try lagging(2, steps: n / 2, by: 30))
            return { sink += try doc.overlaps().count }
        },
        Series(axis: .events, name: "passages where one wrote all anew", sizes: steps(100_000)) { n in
            let doc = try rewritten(n / 2)
            return { sink += try doc.passages().count }
        },
        Series(axis: .events, name: "passages where the other deleted what was typed", sizes: steps(30_000)) { n in
            let doc = try unheard(n / 3)
            return { sink += try doc.passages().count }
        },
        Series(axis: .events, name: "passages where a page was pasted and cut twice", sizes: steps(400_000)) { n in
            let doc = try cutTwice(n / 4)
            return { sink += try doc.passages().count }
        },
        Series(axis: .events, name: "passages of two that lag by 1 while a third is away", sizes: steps(30_000)) { n in
            let doc = try beside(n)
            return { sink += try doc.passages().count }
        },
        Series(axis: .events, name: "worst: edits that follow two long branches", sizes: steps(10_000)) { n in
            let runs = grid(n / 3)
            return { try take(runs) }
        },
        Series(axis: .branches, name: "of 100 scattered edits each", sizes: steps(400)) { b in
            let runs = try fan(b, edits: 100) { $1.below($0) }
            return { try take(runs) }
        },
        Series(axis: .branches, name: "of 3 edits each at one place", sizes: steps(4000)) { b in
            let runs = try fan(b, edits: 3) { _, _ in 1 }
            return { try take(runs) }
        },
        Series(axis: .branches, name: "that lag by 10, 100 edits each", sizes: [2, 6, 20, 60, 200]) { b in
            let runs = try staggered(b, steps: 100, by: 10)
            return { try take(runs) }
        },
        Series(axis: .agents, name: "in turns, 10 edits each", sizes: steps(4000)) { n in
            var doc = Doc(agent: -1)
            var random = Random(state: 5)
            var runs: [TextRun<Int>] = []
            for agent in 0..<n {
                let ops = (0..<10).map { TextOp.insert(at: random.below(agent * 10 + $0 + 1), "x") }
                let run = TextRun(agent: agent, sequence: 0, parents: doc.version, ops: ops)
                try doc.merge([run])
                runs.append(run)
            }
            return { try take(runs) }
        },
        Series(axis: .agents, name: "each deletes the same 10 words", sizes: steps(1000)) { n in
            var doc = Doc(agent: 0)
            try doc.merge(fan(n, edits: 0) { _, _ in 0 })
            let base = doc.version
            for agent in 1...n {
                let ops = (0..<10).map { TextOp.delete(at: 100 + $0 * 20, count: 5) }
                try doc.merge([TextRun(agent: agent, sequence: 0, parents: base, ops: ops)])
            }
            let held = doc
            return { sink += try held.overlaps().count }
        },
        Series(axis: .agents, name: "worst: passages where all replaced one word", sizes: steps(1000)) { n in
            let doc = try replaced(n)
            return { sink += try doc.passages().count }
        },
    ]

    private static func text(_ n: Int) throws -> Doc {
        let words = Bench.words.joined(separator: " ") + " "
        var doc = Doc(agent: 1)
        try doc.insert(String(String(repeating: words, count: n / words.utf8.count + 1).prefix(n)), at: 0)
        return doc
    }

    private static func take(_ runs: [TextRun<Int>]) throws {
        var doc = Doc(agent: -1)
        try doc.merge(runs)
        sink += doc.count
    }
}
