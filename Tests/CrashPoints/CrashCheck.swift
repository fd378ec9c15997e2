import DermaSync
import Foundation
import GRDB

/// Power is cut during every operation; what is found afterwards is held against what had been acknowledged.
struct CrashCheck<Subject: CrashSubject> {
    let subject: Subject
    /// About how many operations it takes to open what a power cut has left.
    private static var operationsOfOpening: Int64 { 12 }
    /// How many steps are done after a power cut.
    private static var stepsAfterwards: Int { 3 }
    /// What is wrong with the disk besides.
    var trouble: Trouble?

    /// Cuts the power at every operation, once for each survival, and once more while what was torn is opened again.
    func failures() -> Findings {
        var findings = Findings()
        let whole = disk()
        let result = subject.run(on: whole)
        guard result.failure == nil else {
            findings.add("\(Subject.name) fails by itself: \(result.failure as Any)")
            return findings
        }
        for operation in 1...whole.operations {
            let dead = disk()
            dead.apply(.powerCut(at: operation))
            let done = subject.run(on: dead).done
            for survival in Survival.allCases {
                let name = "\(Subject.name):\(operation):\(survival.rawValue):\(subject.seed)"
                let seed = subject.seed << 32 | UInt64(operation)
                findings.check(name) {
                    try check(FaultyDisk(survivingOf: dead, survival, seed: seed), after: done)
                }
                guard survival == .torn else { continue }
                findings.check(name + ":again") {
                    let again = FaultyDisk(survivingOf: dead, survival, seed: seed)
                    again.apply(.powerCut(at: 1 + operation % Self.operationsOfOpening))
                    _ = try? subject.open(on: again)
                    try check(FaultyDisk(survivingOf: again, survival, seed: ~seed), after: done)
                }
            }
        }
        return findings
    }

    private func disk() -> FaultyDisk {
        let disk = FaultyDisk()
        if let trouble { disk.apply(trouble) }
        return disk
    }

    /// Checks a disk on which `done` steps were acknowledged and one more may have been under way.
    private func check(_ disk: FaultyDisk, after done: Int) throws {
        try checkErased(on: disk, after: done)
        var durable: Subject.Durable?
        let held = try subject.open(&durable, on: disk, after: done)
        try checkErased(on: disk, after: held)
        let next = subject.steps[subject.resumption(after: held)...].prefix(Self.stepsAfterwards)
        let result = subject.run(&durable, on: disk, next)
        if let failure = result.failure { throw Finding("step \(result.done) fails after a power cut: \(failure)") }
        guard let durable, try subject.observe(durable) == subject.expected[result.done] else {
            throw Finding("step \(result.done), after a power cut, leaves something else")
        }
        try checkIntegrity(of: disk)
    }

    private func checkErased(on disk: FaultyDisk, after done: Int) throws {
        for bytes in subject.erased(after: done) where disk.holds(bytes) {
            throw Finding("what was erased is on the disk, after step \(done)")
        }
    }

    private func checkIntegrity(of disk: FaultyDisk) throws {
        try DatabaseQueue(path: disk.directory + "/" + Subject.database).write { database in
            let result = try String.fetchAll(database, sql: "PRAGMA integrity_check")
            guard result == ["ok"] else { throw Finding(result.joined(separator: "; ")) }
        }
    }
}
