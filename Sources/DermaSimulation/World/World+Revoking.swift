import DermaCausality
import DermaClient
import DermaIdentity
import DermaServer
import DermaSync

extension World {
    /// A person removes one of their other devices: it is lost, or is none of theirs any more.
    mutating func revoke(_ item: ScenarioItem, by device: Int) -> Moment.Deed {
        guard var actor = actors[device] else { return .nothing }
        let others = actor.device.devices.filter { !$0.isThis && !$0.isRemoved }
        guard let target = pick(item["device"], of: others)?.id else { return .nothing }
        actors[device] = nil
        let failure: DeviceError?
        do throws(DeviceError) {
            try actor.device.revoke(target)
            failure = nil
        } catch {
            failure = error
        }
        actors[device] = actor
        noteAppends(of: device)
        if let failure { return .failed(failure) }
        note(.device(device), .fault(.revoke))
        return .done
    }

    /// Whether somebody has removed a device, even if nobody knows of it any more.
    func isSaidRemoved(_ device: Int) -> Bool {
        guard let author = actors[device]?.device.author else { return false }
        return ledger.sharing.removals.contains { $0.record.device == author }
    }

    /// When all has come to rest: devices that were removed, or let in by one whose word counts no more, are nobody's any
    /// more, whatever they may still hold.
    mutating func retireRemoved() {
        var isAnyGone = false
        for device in running {
            guard let actor = actors[device] else { continue }
            var control = ControlState(account: actor.device.account)
            try? control.read(from: relay.engine.store.log)
            let isOut = actor.device.isMember && control.hasRevocations && !control.isMember(actor.device.author)
            guard isOut || control.isRevoked(actor.device.author) else { continue }
            actors[device]?.condition = .lost
            isAnyGone = true
        }
        if isAnyGone { noteLosses() }
    }

    /// When all has come to rest: people look at what waits in quarantine, and take it. Returns whether there was any.
    mutating func reviewQuarantine() -> Bool {
        var isAny = false
        for device in running {
            guard let actor = actors[device], actor.device.isMember else { continue }
            for folder in actor.device.quarantinedFolders {
                for entry in actor.device.quarantined(in: folder) {
                    guard (try? actors[device]?.device.accept([entry.dot], in: folder)) != nil else { continue }
                    isAny = true
                }
            }
            noteAppends(of: device)
        }
        return isAny
    }

    /// Whether somebody has removed the device that made an entry: then nobody builds on what was not accepted.
    func isOfRemoved(_ dot: Dot, in folder: FolderID) -> Bool {
        let made = ledger.contents[folder]?[dot].flatMap { ledger.authorship[$0] }
        return made.map { isSaidRemoved($0.device) } ?? false
    }

    /// Whether a statement, or something that it builds on, waits in quarantine for the owner's review.
    func isQuarantined(_ statement: Ledger.Statement) -> Bool {
        running.contains { device in
            actors[device]?.device.quarantined(in: statement.folder).contains { statement.seen.contains($0.dot) }
                ?? false
        }
    }
}
