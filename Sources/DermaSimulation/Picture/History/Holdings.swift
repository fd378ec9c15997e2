import DermaCausality
import DermaSync
import DermaWire

/// Which of the writes that were saved so far each lane holds, over time.
///
/// A patient's device should come to hold what was written in its account's folders, the relay everything, a clinic what
/// was written in folders of which it holds anything.
struct Holdings {
    /// What a lane holds from a time on.
    struct Step: Hashable {
        let time: Int64
        /// Writes that it holds, of those that it should come to hold.
        let held: Int
        let of: Int

        var share: Double { of == 0 ? 1 : Double(held) / Double(of) }
    }

    /// By lane, ascending by time.
    private(set) var steps: [Lane: [Step]] = [:]
    /// When the devices of every account began to hold the same writes, and when they ceased to.
    private(set) var together: [(time: Int64, isTogether: Bool)] = [(0, true)]

    private let history: RunHistory
    private var owners: [FolderID: Int] = [:]
    private var said = 0
    private var entries: [Lane: Set<Bytes32>] = [:]
    private var folders: [Lane: Set<FolderID>] = [:]
    private var copies: [Lane: [(time: Int64, entries: Set<Bytes32>)]] = [:]
    private var held: [Lane: [Int]] = [:]

    /// - Complexity: O((appends + statements · lanes) · statements).
    init(_ run: Run, _ history: RunHistory) {
        self.history = history
        for statement in history.ledger.statements where owners[statement.folder] == nil {
            owners[statement.folder] = history.cast.account(of: statement.device)
        }
        let events = history.marks.filter { mark in
            switch mark.kind {
            case .backup, .restored, .cloned: true
            default: false
            }
        }
        var next = 0
        for moment in run.moments {
            while next < events.count, events[next].time < moment.time { take(events[next]); next += 1 }
            take(moment)
            while next < events.count, events[next].time == moment.time, events[next].lane == moment.lane {
                take(events[next])
                next += 1
            }
        }
    }

    private mutating func take(_ mark: Mark) {
        switch mark.kind {
        case .backup: copies[mark.lane, default: []].append((mark.time, entries[mark.lane] ?? []))
        case .restored(let time):
            entries[mark.lane] = copies[mark.lane]?.first { $0.time == time }?.entries ?? []
            recount([mark.lane], at: mark.time)
        case .cloned(let lane):
            entries[lane] = copies[mark.lane]?.last?.entries ?? []
            recount([lane], at: mark.time)
        default: break
        }
    }

    private mutating func take(_ moment: Moment) {
        switch moment.what {
        case .said(let statement):
            said = statement + 1
            recount(history.lanes, at: moment.time)
        case .appended(let append):
            let new = append.entries.map(\.hash).filter { entries[moment.lane, default: []].insert($0).inserted }
            let isNewFolder = folders[moment.lane, default: []].insert(append.folder).inserted
            if !new.isEmpty || isNewFolder { recount([moment.lane], at: moment.time) }
        default: break
        }
    }

    private mutating func recount(_ lanes: [Lane], at time: Int64) {
        for lane in lanes {
            let concerning = (0..<said).filter { concerns($0, lane) }
            let owned = concerning.filter { entries[lane]?.contains(history.ledger.statements[$0].hash) ?? false }
            held[lane] = owned
            let step = Step(time: time, held: owned.count, of: concerning.count)
            if let last = steps[lane]?.last, last.held == step.held, last.of == step.of { continue }
            steps[lane, default: []].append(step)
        }
        let now = isTogether(at: time)
        if now != together.last?.isTogether { together.append((time, now)) }
    }

    private func concerns(_ statement: Int, _ lane: Lane) -> Bool {
        guard case .device(let device) = lane else { return true }
        let folder = history.ledger.statements[statement].folder
        if history.cast.isClinic(device) { return folders[lane]?.contains(folder) ?? false }
        return owners[folder] == history.cast.account(of: device)
    }

    private func isTogether(at time: Int64) -> Bool {
        var byAccount: [Int: [Int]] = [:]
        for case .device(let device) in history.lanes where !history.cast.isClinic(device) {
            let lane = Lane.device(device)
            guard !history.bands.contains(where: { $0.kind == .lost && $0.lane == lane && $0.began <= time }),
                (history.births[lane] ?? .max) <= time
            else { continue }
            let account = history.cast.account(of: device)
            let here = held[lane] ?? []
            if let other = byAccount[account], other != here { return false }
            byAccount[account] = here
        }
        return true
    }
}
