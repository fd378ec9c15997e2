import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

/// Reads a run's moments, one after the other, into its history.
struct HistoryReader {
    var history: RunHistory
    /// The session that a connection is, and the one that a device is in.
    private var byConnection: [Int: Int] = [:]
    private var current: [Lane: Int] = [:]
    var downSince: [Lane: Int64] = [:]
    var lostSince: [Lane: Int64] = [:]
    private var cloned: Lane?
    private var epochs: [FolderID: [EpochID]] = [:]
    var backups: [Lane: [Int64]] = [:]
    private var itemsPlayed = 0

    init(_ history: RunHistory) { self.history = history }

    mutating func take(_ moment: Moment) {
        playItems(until: moment.time)
        let (time, lane) = (moment.time, moment.lane)
        history.end = max(history.end, time)
        if history.births[lane] == nil, let source = cloned { born(lane, time, of: source, by: Mark.Kind.cloned) }
        switch moment.what {
        case .did(let item, let deed): did(item, deed, time)
        case .fault(let verb): fault(verb, lane, time)
        case .said(let statement):
            history.name(history.ledger.statements[statement].folder)
            mark(lane, time, .wrote(statement, nil))
        case .appended(let append): appended(append, lane, time)
        case .connected(let connection):
            guard case .device(let device) = lane else { return }
            byConnection[connection] = history.sessions.count
            current[lane] = history.sessions.count
            history.sessions.append(SyncSession(device: device, began: time))
        case .sent(let message):
            guard let session = byConnection[message.connection] else { return }
            history.sessions[session].add(message, at: time)
        case .synced(let outcome): end(lane, time, .finished(outcome))
        case .crashed:
            end(lane, time, .cutOff)
            if case .restored = history.marks.last?.kind, history.marks.last?.lane == lane { return }
            downSince[lane] = time
        case .restarted(let error):
            if let began = downSince.removeValue(forKey: lane), began < time {
                history.bands.append(Band(.down, lane, from: began, to: time))
                mark(lane, time, .restarted(error))
            }
        case .calmed:
            history.calmedAt = time
            mark(lane, time, .calmed)
        case .settled(let rounds):
            history.settled = (time, rounds)
            mark(lane, time, .settled(rounds))
        default: break
        }
    }

    mutating func mark(_ lane: Lane, _ time: Int64, _ kind: Mark.Kind) {
        history.marks.append(Mark(time: time, lane: lane, kind: kind))
    }

    private mutating func end(_ lane: Lane, _ time: Int64, _ ending: SyncSession.Ending) {
        guard let session = current.removeValue(forKey: lane) else { return }
        history.sessions[session].ended = time
        history.sessions[session].ending = ending
    }

    private mutating func born(_ lane: Lane, _ time: Int64, of source: Lane, by kind: (Lane) -> Mark.Kind) {
        history.births[lane] = time
        mark(source, time, kind(lane))
        cloned = nil
    }

    private mutating func did(_ item: ScenarioItem, _ deed: Moment.Deed, _ time: Int64) {
        switch deed {
        case .nothing: history.idleWishes += 1
        case .failed(let error): mark(item.lane, time, .failed(item, error))
        case .done:
            if item.verb == .link, let free = freePlace(beside: item.lane) {
                born(free, time, of: item.lane, by: Mark.Kind.linked)
            } else if let last = history.marks.indices.last, case .wrote(let statement, nil) = history.marks[last].kind
            {
                history.marks[last].kind = .wrote(statement, item)
            }
        }
    }

    private func freePlace(beside lane: Lane) -> Lane? {
        guard case .device(let device) = lane else { return nil }
        let first = history.cast.account(of: device) * Cast.roomPerAccount
        return (first..<first + Cast.roomPerAccount).map { .device($0) }.first { history.births[$0] == nil }
    }

    private mutating func fault(_ verb: Verb, _ lane: Lane, _ time: Int64) {
        if let session = current[lane] { history.sessions[session].add(verb) }
        switch verb {
        case .clone: cloned = lane
        case .restore, .relayRestore:
            downSince[lane] = nil
            mark(lane, time, .restored(backup(of: lane, restoredAt: time)))
        case .lose:
            downSince[lane] = nil
            lostSince[lane] = time
            mark(lane, time, .fault(verb, 1))
        default:
            // What goes on without a pause is one fault.
            if let last = history.marks.lastIndex(where: { $0.lane == lane }),
                case .fault(verb, let count) = history.marks[last].kind, time - history.marks[last].time < 600_000
            {
                history.marks[last].kind = .fault(verb, count + 1)
            } else {
                mark(lane, time, .fault(verb, 1))
            }
        }
    }

    private func backup(of lane: Lane, restoredAt time: Int64) -> Int64 {
        let item = history.scenario.items.last {
            $0.lane == lane && $0.time == time && ($0.verb == .restore || $0.verb == .relayRestore)
        }
        guard let item, let taken = backups[lane], !taken.isEmpty else { return 0 }
        return taken[item["backup"] % taken.count]
    }

    private mutating func appended(_ append: DiskFaults.Append, _ lane: Lane, _ time: Int64) {
        history.changes[.init(lane: lane, time: time), default: []].append(append.folder)
        if !history.held[lane, default: []].contains(append.folder) {
            history.held[lane, default: []].append(append.folder)
        }
        for epoch in append.entries.map(\.entry.epoch) where epoch.raw != .zero {
            guard !(epochs[append.folder] ?? []).contains(epoch) else { continue }
            epochs[append.folder, default: []].append(epoch)
            guard let number = epochs[append.folder]?.count, number > 1 else { continue }
            mark(lane, time, .epoch(history.letter(of: append.folder), number))
        }
    }

    /// Lines of the scenario of which no moment tells: what comes over a link, and backups.
    private mutating func playItems(until time: Int64) {
        while itemsPlayed < history.scenario.items.count, history.scenario.items[itemsPlayed].time <= time {
            let item = history.scenario.items[itemsPlayed]
            itemsPlayed += 1
            guard history.births[item.lane] != nil, lostSince[item.lane] == nil, history.calmedAt == nil else {
                continue
            }
            if item.verb == .backup || item.verb == .relayBackup {
                backups[item.lane, default: []].append(item.time)
                mark(item.lane, item.time, .backup)
            }
            guard let band = Band(item) else { continue }
            // The newer one of a kind takes the place of the older one.
            for index in history.bands.indices
            where history.bands[index].lane == band.lane && history.bands[index].reason == band.reason {
                history.bands[index].ended = min(history.bands[index].ended, band.began)
            }
            history.bands.append(band)
        }
    }
}
