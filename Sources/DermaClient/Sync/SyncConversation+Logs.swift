import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

/// One folder's logs, here and at the relay.
struct LogComparison: Sendable {
    /// Runs whose author was not known when they came.
    var parked: [LogRun] = []
    /// What was held when the relay was last asked; asking again without progress would never end.
    var asked = VersionVector()
    /// Entries that were sent and not yet acknowledged, by their newest.
    var unacknowledged: Set<Dot> = []
    /// Whether the relay has nothing more for this device.
    var isReceived = false
    /// Logs that the relay holds in another version.
    var forks: [ReplicaID: LogFork] = [:]
    /// What is still to be sent: a run's origin and the entry before it.
    var toSend: [(origin: ReplicaOrigin, after: UInt64)] = []

    /// Runs on their way at once. Each is at most a frame.
    static let windowRuns = 4
    /// Runs that may wait for their author to become known.
    static let parkedMax = 16

    var isOver: Bool { isReceived && unacknowledged.isEmpty && toSend.isEmpty }
}

extension SyncConversation {
    /// Tells the relay what is here, so that it sends what is not.
    mutating func compare(_ folder: FolderID, _ device: inout SyncDevice) throws(SyncFailure) {
        let vector = try vector(of: folder, device)
        comparing[folder, default: LogComparison()].asked = vector
        send(.have(Have(folder: folder, vector: vector)))
    }

    mutating func take(_ run: LogRun, _ device: inout SyncDevice) throws(SyncFailure) {
        guard comparing[run.folder] != nil, try !settle(run, &device) else { return }
        // One that finds no place is asked for again while the answers bring anything new.
        if try !receive(run, &device), comparing[run.folder]?.parked.count ?? 0 < LogComparison.parkedMax {
            comparing[run.folder]?.parked.append(run)
        }
    }

    /// The end of one answer: ask for more, or send what the relay lacks.
    mutating func take(_ have: Have, _ device: inout SyncDevice) throws(SyncFailure) {
        let folder = have.folder
        guard comparing[folder] != nil else { return }
        if folder == device.control.folder { try noteIntroduced(&device) }
        try retryParked(folder, &device)
        let before = try onDevice { () throws(DeviceError) in try device.lastHeld(of: folder, at: host) }
        if heldByRelay[folder] == nil, !have.vector.covers(before) {
            try onDevice { () throws(DeviceError) in try device.noteRollback(of: folder, at: host, to: have.vector) }
        }
        if heldByRelay[folder] == nil, let erased = have.erased {
            try onDevice { () throws(DeviceError) in
                try device.note(photosErased: erased, of: folder, at: host)
            }
        }
        heldByRelay[folder] = have.vector
        photosAtRelay[folder] = have.photos
        for replica in try forks(in: have, device) { note(forkOf: replica, in: folder, isProven: false) }
        let vector = try vector(of: folder, device)
        let forks = comparing[folder]?.forks.filter { !$0.value.isSettled } ?? [:]
        if !vector.covers(VersionVector(have.vector.dots.filter { forks[$0.replica] == nil })) {
            if vector != comparing[folder]?.asked { return try compare(folder, &device) }
            // What finds no place may stand on a log that the relay holds in another version.
            if try askForForks(have, &device) { return }
            let kind: SyncAlarm.Kind = comparing[folder]?.parked.isEmpty == false ? .stranger : .withheld
            raise(kind, folder)
        }
        if try askForForks(have, &device) { return }
        comparing[folder]?.isReceived = true
        let toSend = try missing(at: have.vector, folder, device)
        comparing[folder]?.toSend = toSend
        try sendRuns(of: folder, device)
    }

    mutating func take(_ stored: EntriesStored, _ device: inout SyncDevice) throws(SyncFailure) {
        guard comparing[stored.folder]?.unacknowledged.remove(stored.dot) != nil else { return }
        heldByRelay[stored.folder]?.advance(to: stored.dot)
        try sendRuns(of: stored.folder, device)
        try askAgainOnceIntroduced(&device)
    }

    /// Sends every entry of a folder that is here, whatever the relay holds.
    mutating func offerAll(of folder: FolderID, _ device: SyncDevice) throws(SyncFailure) {
        let everything = try missing(at: VersionVector(), folder, device)
        comparing[folder]?.toSend = everything
        try sendRuns(of: folder, device)
    }

    /// What the relay lacks, and this device may send: its own account's logs, or its own organisation's entries.
    private func missing(
        at relay: VersionVector, _ folder: FolderID, _ device: SyncDevice
    ) throws(SyncFailure) -> [(origin: ReplicaOrigin, after: UInt64)] {
        let isOwn = folder == device.control.folder || device.folders[folder]?.state.owner == device.account
        // The relay must not take for erased what somebody keeps from this device.
        let hidden = device.folders[folder]?.withheld ?? []
        var missing: [(origin: ReplicaOrigin, after: UInt64)] = []
        for origin in try onStore({ () throws(StoreError) in try device.store.log.origins(in: folder) }) {
            guard isOwn || device.control.signingKey(of: origin.author) != nil else { continue }
            let replica = origin.replica(in: folder)
            if let fork = comparing[folder]?.forks[replica], !fork.isSettled { continue }
            if hidden.contains(where: { $0.replica == replica && $0.sequence > relay[replica] }) { continue }
            let tail = try onStore { () throws(StoreError) in
                try device.store.log.tail(of: replica, in: folder)
            }
            if let tail, tail.sequence > relay[replica] { missing.append((origin, relay[replica])) }
        }
        return missing.sorted { rank(of: $0.origin.author, device) < rank(of: $1.origin.author, device) }
    }

    /// Whoever lets others in goes first, so that a relay that has lost everything can check each run as it comes; the
    /// depth of an admission grows along every chain of them.
    private func rank(of author: AuthorID, _ device: SyncDevice) -> UInt64 {
        if author.raw == device.account.raw { return 0 }
        guard let admission = device.control.devices[author] else { return .max }
        return admission.context.dots.reduce(1) { $0 &+ $1.sequence }
    }

    private mutating func sendRuns(of folder: FolderID, _ device: SyncDevice) throws(SyncFailure) {
        while var comparison = comparing[folder], let next = comparison.toSend.first,
            comparison.unacknowledged.count < LogComparison.windowRuns
        {
            let run = try onStore { () throws(StoreError) in
                try device.store.log.run(of: next.origin, in: folder, after: next.after)
            }
            if let run {
                let last = next.after + UInt64(run.entries.count)
                comparison.unacknowledged.insert(Dot(next.origin.replica(in: folder), last))
                comparison.toSend[0].after = last
                report.entriesSent += run.entries.count
                send(.entries(run))
            } else {
                comparison.toSend.removeFirst()
            }
            comparing[folder] = comparison
        }
        if comparing[folder]?.isOver == true { comparing[folder] = nil }
    }

    /// Runs that came before the record that lets their author in.
    private mutating func retryParked(_ folder: FolderID, _ device: inout SyncDevice) throws(SyncFailure) {
        var isProgress = true
        while isProgress, let parked = comparing[folder]?.parked, !parked.isEmpty {
            var left: [LogRun] = []
            for run in parked where try !receive(run, &device) { left.append(run) }
            isProgress = left.count < parked.count
            comparing[folder]?.parked = left
        }
    }

    /// - Returns: false if nobody here knows the author yet.
    private mutating func receive(_ run: LogRun, _ device: inout SyncDevice) throws(SyncFailure) -> Bool {
        switch try onDevice({ () throws(DeviceError) in try device.receive(run) }) {
        case .taken(let count):
            report.entriesReceived += count
            if count > 0, device.isByClone(run) { raise(.cloned, run.folder) }
        case .unknownAuthor: return false
        case .refused(.fork): note(forkOf: run.origin.replica(in: run.folder), in: run.folder, isProven: true)
        case .refused(let fault): raise(SyncAlarm.Kind(fault), run.folder)
        }
        return true
    }

    mutating func raise(_ kind: SyncAlarm.Kind, _ folder: FolderID) {
        let alarm = SyncAlarm(kind: kind, folder: folder)
        if !report.alarms.contains(alarm) { report.alarms.append(alarm) }
    }

    func vector(of folder: FolderID, _ device: SyncDevice) throws(SyncFailure) -> VersionVector {
        try onStore { () throws(StoreError) in try device.store.log.vector(of: folder) }
    }

    func onStore<Result>(_ call: () throws(StoreError) -> Result) throws(SyncFailure) -> Result {
        do throws(StoreError) { return try call() } catch { throw .device(.store(error)) }
    }
}

extension SyncAlarm.Kind {
    init(_ fault: LogFault) {
        switch fault {
        case .badSignature: self = .forged
        case .gap: self = .gap
        case .fork: self = .fork
        case .notMember: self = .stranger
        case .badBody: self = .malformed
        }
    }
}
