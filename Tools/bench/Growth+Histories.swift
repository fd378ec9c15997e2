import DermaCRDT
import DermaCausality

extension Bench {
    /// Two branches of `n` scattered edits.
    static func pair(_ n: Int) throws -> (Doc, [TextRun<Int>]) { try branches(n, scattered: true) }
}

extension Growth {
    /// `b` branches of `edits` insertions each from one text, at places chosen from its length.
    static func fan(_ b: Int, edits: Int, _ place: (Int, inout Random) -> Int) throws -> [TextRun<Int>] {
        var random = Random(state: 5)
        let base = TextRun(
            agent: 0, sequence: 0, parents: [], ops: [.insert(at: 0, String(repeating: "lorem ipsum ", count: 500))])
        return [base]
            + (1...b).map { agent in
                TextRun(
                    agent: agent, sequence: 0, parents: [TextEventID(0, base.count - 1)],
                    ops: (0..<edits).map { .insert(at: place(base.count + $0, &random), "x") })
            }.filter { !$0.ops.isEmpty }
    }

    /// Writers that edit all the time and see each other's edits `lag` of them later; all runs, causes first.
    static func lagging(_ writers: Int, steps: Int, by lag: Int) throws -> [TextRun<Int>] {
        var random = Random(state: 5)
        let base = try fan(1, edits: 0) { _, _ in 0 }
        var docs = (1...writers).map { Doc(agent: $0) }
        for writer in docs.indices { try docs[writer].merge(base) }
        var made: [[TextRun<Int>]] = Array(repeating: [], count: writers)
        var all = base
        for step in 0..<steps {
            for writer in docs.indices {
                for other in docs.indices where other != writer && step >= lag {
                    try docs[writer].merge([made[other][step - lag]])
                }
                let known = docs[writer].known
                let place = random.below(docs[writer].count)
                if random.below(3) == 0 {
                    try docs[writer].delete(place..<place + 1)
                } else {
                    try docs[writer].insert("x", at: place)
                }
                made[writer] += docs[writer].runs(since: known)
            }
            for writer in docs.indices { all.append(made[writer][step]) }
        }
        return all
    }

    /// A text of `n` pairs of scalars that one wrote anew while another replaced the first of each.
    static func rewritten(_ n: Int) throws -> Doc {
        var doc = Doc(agent: 0)
        try doc.insert(String(repeating: "ab", count: n), at: 0)
        let base = doc.version
        let anew: [TextOp] = [.delete(at: 0, count: 2 * n), .insert(at: 0, "Much better!")]
        let corrected = (0..<n).flatMap { [TextOp.delete(at: 2 * $0, count: 1), .insert(at: 2 * $0, "c")] }
        try doc.merge([
            TextRun(agent: 1, sequence: 0, parents: base, ops: anew),
            TextRun(agent: 2, sequence: 0, parents: base, ops: corrected),
        ])
        return doc
    }

    /// One types `n` pairs and hears of nobody; another takes the second of each away as it comes, and so does the first in the end.
    static func unheard(_ n: Int) throws -> Doc {
        var (typist, reader) = (Doc(agent: 1), Doc(agent: 2))
        for _ in 0..<n {
            try typist.insert("xy", at: typist.count)
            try reader.merge(typist.runs(since: reader.known))
            try reader.delete(reader.count - 1..<reader.count)
        }
        for place in (0..<n).reversed() { try typist.delete(2 * place + 1..<2 * place + 2) }
        try reader.merge(typist.runs(since: reader.known))
        return reader
    }

    /// Two that type into one line and hear of each other's last letter one letter later, while a third, who is away, types and
    /// deletes there too; `n` events in all.
    static func beside(_ n: Int) throws -> Doc {
        var doc = Doc(agent: 0)
        try doc.merge(lagging(2, steps: n / 3, by: 1))
        let base = try fan(1, edits: 0) { _, _ in 0 }
        var away = Doc(agent: 3)
        try away.merge(base)
        var random = Random(state: 7)
        for step in 0..<n / 3 {
            let place = random.below(away.count)
            if step % 3 == 0 {
                try away.delete(place..<place + 1)
            } else {
                try away.insert("z", at: place)
            }
        }
        try doc.merge(away.runs(since: doc.known))
        return doc
    }

    /// A page of `n` scalars that one pasted and cut, and pasted and cut again, while another one typed a letter.
    static func cutTwice(_ n: Int) throws -> Doc {
        var doc = Doc(agent: 0)
        try doc.insert("ab", at: 0)
        let base = doc.version
        let page: [TextOp] = [.insert(at: 1, String(repeating: "x", count: n)), .delete(at: 1, count: n)]
        try doc.merge([
            TextRun(agent: 1, sequence: 0, parents: base, ops: page + page),
            TextRun(agent: 2, sequence: 0, parents: base, ops: [.insert(at: 2, "y")]),
        ])
        return doc
    }

    /// One word that each of `n` replaced.
    static func replaced(_ n: Int) throws -> Doc {
        var doc = Doc(agent: 0)
        try doc.insert("The red patch", at: 0)
        let base = doc.version
        try doc.merge(
            (1...n).map {
                TextRun(agent: $0, sequence: 0, parents: base, ops: [.delete(at: 4, count: 3), .insert(at: 4, "pink")])
            })
        return doc
    }

    /// As `lagging`, only insertions: for many writers, whose documents would take long to edit.
    static func staggered(_ writers: Int, steps: Int, by lag: Int) throws -> [TextRun<Int>] {
        var random = Random(state: 5)
        let base = try fan(1, edits: 0) { _, _ in 0 }
        var all = base
        for step in 0..<steps {
            for writer in 1...writers {
                let seen = step >= lag ? (1...writers).filter { $0 != writer }.map { TextEventID($0, step - lag) } : []
                let own = TextEventID(step > 0 ? writer : 0, step > 0 ? step - 1 : base[0].count - 1)
                let length = base[0].count + step + seen.count * max(step - lag + 1, 0)
                all.append(
                    TextRun(
                        agent: writer, sequence: step, parents: [own] + seen,
                        ops: [.insert(at: random.below(length + 1), "x")]))
            }
        }
        return all
    }

    /// Two branches of `n` insertions at random places, and `n` edits that follow one of each, in no order.
    static func grid(_ n: Int) -> [TextRun<Int>] {
        var random = Random(state: 5)
        var places = Array(0..<n)
        for index in places.indices { places.swapAt(index, index + random.below(n - index)) }
        func branch(_ agent: Int) -> TextRun<Int> {
            TextRun(
                agent: agent, sequence: 0, parents: [], ops: (0..<n).map { .insert(at: random.below($0 + 1), "x") })
        }
        return [branch(1), branch(2)]
            + places.enumerated().map { place, other in
                TextRun(
                    agent: 3 + place, sequence: 0, parents: [TextEventID(1, place), TextEventID(2, other)],
                    ops: [.insert(at: 0, "y")])
            }
    }
}
