import DermaCausality
import DermaClient
public import DermaFuzzing
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaTestSupport
import DermaWire

extension FuzzTarget {
    /// Runs of one log, and of a fork of it, offered to a store in any order, with gaps, overlaps and repeats.
    public static let log = FuzzTarget("log", memoryMultiple: 4096, memoryConstant: 4 << 20) {
        bytes throws(Violation) in
        var input = FuzzInput(bytes)
        let folder = Cast.folder
        let replica = origin.replica(in: folder)
        var store = MemoryLog()
        var held = 0
        for _ in 0..<32 where !input.isEmpty {
            let isFork = input.below(4) == 1
            let first = 1 + input.below(length)
            let last = min(length, first + input.below(8))
            let run = runs[isFork ? 1 : 0][first]?[last]
            guard let run else { continue }
            // The fork has the first entry in common with the log.
            let differs = isFork && last > 1 && held > 1
            switch Result(catching: { () throws(LogAppendError) in try store.append(run).count }) {
            case .success(let count):
                try require(first <= held + 1 && !differs, "took a gap or a fork")
                try require(count == max(0, last - held), "took \(count) entries")
                if isFork, count > 0, last > 1 { return }
                held = max(held, last)
            case .failure(.fault(.gap(let expected))):
                try require(first > held + 1 && expected == UInt64(held + 1), "no gap")
            case .failure(.fault(.fork)): try require(differs, "no fork")
            case .failure(let error): throw Violation("\(error)")
            }
            let tail = try? store.tail(of: replica, in: folder)
            try require(tail.map { Int($0.sequence) } ?? 0 == held, "the log ends elsewhere")
        }
    }

    private static let length = 12
    private static let origin = ReplicaOrigin(author: Cast.phone.author, nonce: .zero)
    /// Verified runs of the log and of its fork, by first and last sequence.
    private static let runs = [0, 1].map { fork in
        var runs: [Int: [Int: VerifiedRun]] = [:]
        let bodies = (1...length).map { [UInt8($0), UInt8($0 > 1 ? fork : 0)] }
        var tail = LogTail(emptyLogOf: origin, in: Cast.folder)
        for first in 1...length {
            for last in first...length {
                let entries = bodies[first - 1...last - 1].map {
                    RunEntry(kind: .content, epoch: EpochID(.zero), body: .present($0))
                }
                let run = LogRun(signing: entries, in: Cast.folder, of: origin, after: tail, by: Cast.phoneSecrets)
                runs[first, default: [:]][last] = try? VerifiedRun(run, signedBy: Cast.phoneSecrets.keys.signing)
            }
            if let one = runs[first]?[first] { tail = one.tail }
        }
        return runs
    }
}
