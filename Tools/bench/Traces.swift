import DermaCRDT
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
        guard let file = fopen(path, "rb") else {
            let advice = "bench: no \(path): run python3 Tools/bench/traces.py ../shared/traces .build/traces\n"
            _ = advice.withCString { write(STDERR_FILENO, $0, strlen($0)) }
            exit(66)
        }
        defer { fclose(file) }
        var all: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&part, 1, part.count, file)
            if count == 0 { break }
            all.append(contentsOf: part[0..<count])
        }
        bytes = all
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

let folder = ".build/traces/"

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
