import DermaClient
import DermaSync

/// A disk that is full from an operation on, or cannot be read once; then all is well again and the work goes on.
struct TroubleCheck<Subject: CrashSubject> {
    let subject: Subject

    /// A disk that is full from each operation on.
    func failuresOfFullDisk() -> Findings {
        var findings = Findings()
        for operation in 1...whole().operations {
            findings.check("\(Subject.name):full:\(operation):\(subject.seed)") {
                try check(.full(from: operation), gives: .full)
            }
        }
        return findings
    }

    /// A disk on which each read fails once.
    func failuresOfReading() -> Findings {
        var findings = Findings()
        for read in 1...whole().reads {
            findings.check("\(Subject.name):unreadable:\(read):\(subject.seed)") {
                try check(.unreadable(at: read), gives: .unavailable)
            }
        }
        return findings
    }

    private func whole() -> FaultyDisk {
        let disk = FaultyDisk()
        _ = subject.run(on: disk)
        return disk
    }

    private func check(_ trouble: Trouble, gives code: StoreError.Code) throws {
        let disk = FaultyDisk()
        disk.apply(trouble)
        var durable: Subject.Durable?
        let result = subject.run(&durable, on: disk, subject.steps[...])
        var held = result.done
        if let failure = result.failure {
            guard StoreError.Code(of: failure) == code else { throw Finding("step \(held) gives \(failure)") }
            // Reading goes on while there is no room.
            if let durable { held = try subject.steps(heldBy: durable, after: result.done) }
        }
        disk.empty()
        if durable == nil { held = try subject.open(&durable, on: disk, after: result.done) }
        let rest = subject.run(&durable, on: disk, subject.steps[subject.resumption(after: held)...])
        if let failure = rest.failure { throw Finding("step \(rest.done) still fails: \(failure)") }
        durable = nil
        var reopened = try subject.open(on: disk)
        try subject.tidy(&reopened)
        for bytes in subject.erased(after: rest.done) where disk.holds(bytes) {
            throw Finding("what was erased is on the disk")
        }
        guard try subject.observe(reopened) == subject.expected.last else { throw Finding("the end is another") }
    }
}

extension StoreError.Code {
    /// The code of a store's error, as whoever called the store throws it.
    init?(of error: any Error) {
        switch error {
        case let error as StoreError: self = error.code
        case LogAppendError.store(let error): self = error.code
        case DeviceError.store(let error): self = error.code
        default: return nil
        }
    }
}
