import DermaClient
import DermaSync

extension RunHistory {
    /// What was written: the verb and where.
    func words(for statement: Int, _ item: ScenarioItem?) -> String {
        let written = ledger.statements[statement]
        let folder = letter(of: written.folder)
        return switch written.said {
        case .folderName: item?.verb == .rename ? "rename \(folder)" : "folder \(folder)"
        case .comment: "comment \(folder)"
        case .amendment: "amend \(folder)"
        case .diary: item?.verb == .edit ? "edit diary \(folder)" : "diary \(folder)"
        case .trigger(_, _, let isAdded): "trigger \(isAdded ? "+" : "−") \(folder)"
        case .score: "score \(folder)"
        case .field: "\(item?.verb.rawValue ?? "describe") \(folder)"
        case .annotation: "annotate \(folder)"
        case .typed: "type \(folder)"
        case .undone: "undo \(folder)"
        case .removal: "remove diary \(folder)"
        case .retraction: "retract \(folder)"
        case .decision, .choice: "decide \(folder)"
        case .photo: "photo \(folder)"
        case .erasure: "erase photo \(folder)"
        case .grant: "share \(folder) → \(grantee(item))"
        case .withdrawal(let account): "withdraw \(folder) ← \(clinic(account))"
        }
    }

    private func grantee(_ item: ScenarioItem?) -> String {
        guard let item, !clinics.isEmpty else { return "a clinic" }
        return clinics[item["clinic"] % clinics.count]
    }

    /// What a sync exchanged, in signs: `↑2 ↓1`.
    func signs(for session: SyncSession) -> String {
        guard case .finished(let outcome) = session.ending else { return "cut off" }
        var signs: [String] = []
        if outcome.report.entriesSent > 0 { signs.append("↑\(outcome.report.entriesSent)") }
        if outcome.report.entriesReceived > 0 { signs.append("↓\(outcome.report.entriesReceived)") }
        if outcome.report.photosSent > 0 { signs.append("photo ↑\(outcome.report.photosSent)") }
        if outcome.report.photosReceived > 0 { signs.append("photo ↓\(outcome.report.photosReceived)") }
        if outcome.report.photosErased > 0 { signs.append("photo ✗\(outcome.report.photosErased)") }
        signs += outcome.report.alarms.map { "alarm: \($0.kind.rawValue)" }.uniqued
        if !session.repeatsRefusals { signs += outcome.report.refusals.map { "\($0.code)".inWords }.uniqued }
        if outcome.failure != nil { signs.append("failed") }
        return signs.joined(separator: " ")
    }

    /// What came of a sync, as the end of a sentence.
    func outcome(of session: SyncSession) -> String {
        let faults = session.faults.map { $0.verb.phrase + ($0.count > 1 ? " (\($0.count) times)" : "") }
        let lost = session.turns.filter(\.isLost).flatMap(\.frames).uniqued
        var parts: [String] = []
        switch session.ending {
        case .cutOff: parts.append("the process ended in it")
        case .finished(let outcome):
            let report = outcome.report
            var news: [String] = []
            if report.entriesSent > 0 { news.append("sent \(counted(report.entriesSent, "entry", "entries"))") }
            if report.photosSent > 0 { news.append("sent \(counted(report.photosSent, "photo"))") }
            if report.entriesReceived > 0 { news.append("got \(counted(report.entriesReceived, "entry", "entries"))") }
            if report.photosReceived > 0 { news.append("got \(counted(report.photosReceived, "photo"))") }
            if news.isEmpty, outcome.failure == nil { news.append("nothing was new") }
            parts += news
            parts += report.alarms.map { "ALARM \($0.kind.rawValue) in folder \(letter(of: $0.folder))" }.uniqued
            parts += report.refusals.map { "refused: \("\($0.code)".inWords)" }.uniqued
            if let failure = outcome.failure { parts.append("failed, because \(failure.phrase)") }
        }
        if !lost.isEmpty { parts.append("lost on the way: \(lost.map { $0.inWords }.joined(separator: ", "))") }
        if !faults.isEmpty { parts.append("faults: \(faults.joined(separator: ", "))") }
        return parts.joined(separator: "; ")
    }

    /// What a mark is, as a sentence without a subject.
    func sentence(for mark: Mark) -> String {
        switch mark.kind {
        case .wrote(let statement, let item): "writes and is told it is saved: \(words(for: statement, item))"
        case .failed(let item, let error): "cannot \(item.verb.rawValue): \(error.phrase)"
        case .fault(.offline, _): "wants to sync, but there is no network"
        case .fault(.relayCrash, _) where mark.lane != .relay: "wants to sync, but the relay is down"
        case .fault(let verb, let count): verb.phrase + (count > 1 ? ", \(count) times" : "")
        case .linked(let lane): "links a new device, \(cast.name(of: lane))"
        case .cloned(let lane): "is cloned from a backup: \(cast.name(of: lane)) has the same keys"
        case .restored(let time): "goes back to the backup of \(Scenario.text(of: time))"
        case .backup: "is backed up"
        case .restarted(let error): error.map { "does not start: \($0.phrase)" } ?? "starts again"
        case .epoch(let folder, let number): "first entry under the \(number). key of folder \(folder)"
        case .calmed: "the faults stop"
        case .settled(let rounds): "everyone has everything, after \(counted(rounds, "round")) of syncs"
        }
    }
}

extension Array where Element: Hashable {
    /// Each element once, where it first stood.
    var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
