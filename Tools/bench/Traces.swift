import DermaCRDT
import DermaCausality
import Glibc

/// One edit of a trace.
struct Patch {
    let position: Int
    let deleted: Int
    let inserted: String
}

struct Numbers {
    let bytes: [UInt8]
    var offset = 0

    init(_ path: String) {
        guard let bytes = read(file: path) else {
            stop("no \(path): run python3 Tools/bench/traces.py ../shared/traces .build/traces", EX_NOINPUT)
        }
        self.bytes = bytes
    }

    mutating func number() -> Int {
        defer { offset += 4 }
        return (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }

    mutating func text() -> String {
        let count = number()
        defer { offset += count }
        return String(decoding: bytes[offset..<offset + count], as: UTF8.self)
    }

    mutating func patches() -> [Patch] {
        (0..<number()).map { _ in Patch(position: number(), deleted: number(), inserted: text()) }
    }
}

/// Where the traces are.
let folder = (getenv("BENCH_TRACES").map { String(cString: $0) } ?? ".build/traces") + "/"

func sequential(_ name: String) -> (end: String, patches: [Patch]) {
    var numbers = Numbers(folder + "sequential-" + name + ".bin")
    let end = numbers.text()
    return (end, numbers.patches())
}

func concurrent(_ name: String) -> (end: String, runs: [TextRun<Int>]) {
    var numbers = Numbers(folder + "concurrent-" + name + ".bin")
    let end = numbers.text()
    var counts: [Int: Int] = [:]
    var versions: [[TextEventID<Int>]] = []
    var runs: [TextRun<Int>] = []
    for _ in 0..<numbers.number() {
        let agent = numbers.number()
        var parents: [TextEventID<Int>] = []
        for _ in 0..<numbers.number() { parents += versions[numbers.number()] }
        var ops: [TextOp] = []
        for patch in numbers.patches() {
            if patch.deleted > 0 { ops.append(.delete(at: patch.position, count: patch.deleted)) }
            if !patch.inserted.isEmpty { ops.append(.insert(at: patch.position, patch.inserted)) }
        }
        let run = TextRun(agent: agent, sequence: counts[agent] ?? 0, parents: parents, ops: ops)
        if run.count == 0 {
            versions.append(parents)
            continue
        }
        counts[agent, default: 0] += run.count
        versions.append([TextEventID(agent, run.sequence + run.count - 1)])
        runs.append(run)
    }
    return (end, runs)
}

/// The runs of a concurrent trace with agents that have ids.
func named(_ runs: [TextRun<Int>]) -> [TextRun<ReplicaID>] {
    runs.map { run in
        TextRun(
            agent: replica(UInt64(run.agent)), sequence: run.sequence,
            parents: run.parents.map { TextEventID(replica(UInt64($0.agent)), $0.sequence) }, ops: run.ops)
    }
}

extension TextDocument {
    /// Does what a trace says.
    mutating func edit(_ patches: some Sequence<Patch>) throws {
        for patch in patches {
            if patch.deleted > 0 { try delete(patch.position..<patch.position + patch.deleted) }
            if !patch.inserted.isEmpty { try insert(patch.inserted, at: patch.position) }
        }
    }
}
