import DermaCRDT

extension Bench {
    /// Concurrent traces at once and run by run.
    static func concurrentRows() throws {
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
            row(
                "concurrent.\(name).one-by-one", try median(of: 1) { for run in trace.runs { try single.merge([run]) } }
            )
            precondition(single.text == doc.text)
        }
    }

    /// Merging the other of two branches.
    static func branchRows() throws {
        for (name, scattered) in [("scattered", true), ("typed", false)] {
            let (doc, runs) = try branches(20_000, scattered: scattered)
            row(
                "branches.\(name)",
                try median {
                    var copy = doc; try copy.merge(runs); sink += copy.count
                })
        }
    }

    /// A branch that arrives edit by edit while the other one grows.
    static func openRows() throws {
        for n in [5_000, 10_000, 20_000] {
            let (doc, runs) = try branches(n, scattered: true)
            let updates = pieces(of: runs)
            var random = Random(state: 9)
            row(
                "open.\(n)",
                try median(of: 3) {
                    var copy = doc
                    for update in updates {
                        try copy.merge([update])
                        try copy.insert("y", at: random.below(copy.count))
                    }
                    sink += copy.count
                })
            var copy = doc
            try copy.merge(runs)
            _ = try copy.cursor(at: 1)
            row(
                "open.cursor-us.\(n)",
                try median(of: 1) {
                    for _ in 0..<1000 { sink += try copy.position(of: copy.cursor(at: random.below(copy.count))) }
                })
        }
    }

    /// Both concurrent traces in three random orders of arrival, run by run and in batches, must come out alike.
    static func orderRows() throws {
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

    /// The report of where changes met.
    static func overlapRows() throws {
        for n in [5_000, 10_000, 20_000] {
            var (doc, runs) = try branches(n, scattered: true)
            try doc.merge(runs)
            row("overlaps.branches.\(n)", try median(of: 3) { sink += try doc.overlaps().count })
        }
        for name in ["friendsforever", "a1"] {
            var doc = Doc(agent: -1)
            try doc.merge(concurrent(name).runs)
            row("overlaps.\(name)", try median(of: 3) { sink += try doc.overlaps().count })
            print("overlaps.\(name).count", try doc.overlaps().count)
        }
    }
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

/// Runs of one op each.
func pieces(of runs: [TextRun<Int>]) -> [TextRun<Int>] {
    runs.flatMap { run in
        var sequence = run.sequence
        var parents = run.parents
        return run.ops.map { op in
            let piece = TextRun(agent: run.agent, sequence: sequence, parents: parents, ops: [op])
            sequence += op.count
            parents = [TextEventID(run.agent, sequence - 1)]
            return piece
        }
    }
}
