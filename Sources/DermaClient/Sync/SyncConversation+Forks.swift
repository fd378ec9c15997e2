import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

/// A log that the relay holds in another version than this device.
struct LogFork: Sendable {
    enum Finding {
        /// The relay's version is on its way, from the entry after this one on.
        case asked(after: UInt64)
        /// The relay's version is followed here.
        case settled
        /// Each keeps its own.
        case standing
    }

    var finding: Finding
    /// Whether a signed entry has shown it. Else it is the relay's word.
    var isProven: Bool
    /// How many entries further back to ask next time.
    var step: UInt64 = 16

    var isSettled: Bool { if case .settled = finding { true } else { false } }
}

extension SyncConversation {
    /// Looks for logs that are as long as the relay's, or longer, and yet are others.
    func forks(in have: Have, _ device: SyncDevice) throws(SyncFailure) -> [ReplicaID] {
        var forks: [ReplicaID] = []
        for (dot, check) in zip(have.vector.dots, have.checks) {
            let held = try hash(of: dot, in: have.folder, device)
            if let held, held.prefix4 != check { forks.append(dot.replica) }
        }
        return forks
    }

    /// Notes that a log has two versions.
    mutating func note(forkOf replica: ReplicaID, in folder: FolderID, isProven: Bool) {
        guard var comparison = comparing[folder] else { return }
        var fork = comparison.forks[replica] ?? LogFork(finding: .asked(after: .max), isProven: isProven)
        // One that was settled and parts again is the relay's doing.
        if fork.isSettled { fork.finding = .standing }
        fork.isProven = fork.isProven || isProven
        comparison.forks[replica] = fork
        comparing[folder] = comparison
    }

    /// Asks for the relay's versions from further back, where it has not yet been seen where they part.
    /// - Returns: false if there is nothing to ask for.
    mutating func askForForks(_ have: Have, _ device: inout SyncDevice) throws(SyncFailure) -> Bool {
        let folder = have.folder
        let held = try vector(of: folder, device)
        var after: [ReplicaID: UInt64] = [:]
        for (replica, fork) in (comparing[folder]?.forks ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard case .asked(let last) = fork.finding else { continue }
            if last == 0 {
                comparing[folder]?.forks[replica]?.finding = .standing
                raise(fork.isProven ? .fork : .withheld, folder)
                continue
            }
            let start = min(last, held[replica], have.vector[replica])
            let next = start > fork.step ? start - fork.step : 0
            comparing[folder]?.forks[replica]?.finding = .asked(after: next)
            comparing[folder]?.forks[replica]?.step = fork.step << 4
            after[replica] = next
        }
        guard !after.isEmpty else { return false }
        let dots = held.dots.compactMap { dot -> Dot? in
            guard let sequence = after[dot.replica] else { return dot }
            return sequence > 0 ? Dot(dot.replica, sequence) : nil
        }
        send(.have(Have(folder: folder, vector: VersionVector(dots))))
        return true
    }

    /// Takes a run of a log that has two versions.
    /// - Returns: false if it is to be received like any other.
    mutating func settle(_ run: LogRun, _ device: inout SyncDevice) throws(SyncFailure) -> Bool {
        let replica = run.origin.replica(in: run.folder)
        guard let fork = comparing[run.folder]?.forks[replica] else { return false }
        guard case .asked = fork.finding else { return !fork.isSettled }
        let before: Bytes32? =
            run.firstSequence == 1
            ? run.origin.genesis(in: run.folder)
            : try hash(of: Dot(replica, run.firstSequence - 1), in: run.folder, device)
        guard before == run.previous else { return true }
        switch try onDevice({ () throws(DeviceError) in try device.settle(run) }) {
        case .agrees: return true
        case .moved: raise(.cloned, run.folder)
        case .followed: break
        case .standing:
            comparing[run.folder]?.forks[replica]?.finding = .standing
            raise(.fork, run.folder)
            return true
        }
        comparing[run.folder]?.forks[replica]?.finding = .settled
        report.entriesReceived += run.entries.count
        return true
    }

    private func hash(of dot: Dot, in folder: FolderID, _ device: SyncDevice) throws(SyncFailure) -> Bytes32? {
        try onStore { () throws(StoreError) in try device.store.log.hash(of: dot, in: folder) }
    }
}
