@testable import DermaCRDT

/// Replicas that edit and meet at random.
struct History {
    var random: Seeded
    var replicas: [Doc]
    var letters = 0

    static let alphabet = Array("abcdefghijklmnopqrstuvwxyzäöß€😀 ABCDEFGHIJKLMNOPQRSTUVWXYZ".unicodeScalars)

    init(seed: Int, replicas count: Int) {
        random = Seeded(seed)
        replicas = (0..<count).map { Doc(agent: 1000 - $0 * 7 % 100) }
    }

    mutating func word(_ length: Int) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<length {
            letters += 1
            text.append(Self.alphabet[(letters * 7 + random.below(3)) % Self.alphabet.count])
        }
        return String(text)
    }

    mutating func edit(_ index: Int) throws {
        let count = replicas[index].count
        switch random.below(10) {
        case 0..<4:
            try replicas[index].insert(word(1 + random.below(5)), at: random.below(count + 1))
        case 4..<6:
            let place = random.below(min(count, 6) + 1)
            for _ in 0..<1 + random.below(4) { try replicas[index].insert(word(1), at: place) }
        case 6..<8:
            let start = random.below(count + 1)
            try replicas[index].delete(start..<start + random.below(min(6, count - start + 1)))
        case 8:
            var place = random.below(count + 1)
            for _ in 0..<3 where place > 0 {
                try replicas[index].delete(place - 1..<place)
                place -= 1
            }
        default:
            let start = random.below(count + 1)
            let end = start + random.below(min(4, count - start + 1))
            try replicas[index].delete(start..<end)
            try replicas[index].insert(word(3), at: start)
        }
    }

    mutating func sync(_ target: Int, from source: Int) throws {
        try replicas[target].merge(replicas[source].runs(since: replicas[target].known))
    }

    mutating func run(steps: Int, syncPercent: Int) throws {
        for _ in 0..<steps {
            let index = random.below(replicas.count)
            if random.chance(syncPercent) {
                try sync(index, from: random.below(replicas.count))
            } else {
                try edit(index)
            }
        }
    }

    mutating func meet() throws {
        for index in replicas.indices.dropFirst() { try sync(0, from: index) }
        for index in replicas.indices.dropFirst() { try sync(index, from: 0) }
    }
}

/// Runs cut into pieces, in a random order in which causes come first.
func shuffled(_ runs: [TextRun<Int>], _ random: inout Seeded) -> [TextRun<Int>] {
    var pieces: [TextRun<Int>] = []
    for run in runs {
        var sequence = run.sequence
        var parents = run.parents
        var ops: [TextOp] = []
        for op in run.ops {
            ops.append(op)
            if random.chance(50) {
                let piece = TextRun(agent: run.agent, sequence: sequence, parents: parents, ops: ops)
                pieces.append(piece)
                sequence += piece.count
                parents = [ID(run.agent, sequence - 1)]
                ops = []
            }
        }
        if !ops.isEmpty { pieces.append(TextRun(agent: run.agent, sequence: sequence, parents: parents, ops: ops)) }
    }
    var known: [Int: Int] = [:]
    var out: [TextRun<Int>] = []
    while !pieces.isEmpty {
        let ready = pieces.indices.filter { index in
            let run = pieces[index]
            return run.sequence <= known[run.agent] ?? 0
                && run.parents.allSatisfy { $0.sequence < known[$0.agent] ?? 0 }
        }
        let run = pieces.remove(at: ready[random.below(ready.count)])
        known[run.agent] = run.sequence + run.count
        out.append(run)
    }
    return out
}
