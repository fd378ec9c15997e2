import DermaCausality
import DermaClient
import DermaIdentity
import DermaServer
import DermaSync

/// Who may see what when all has come to rest.
extension World {
    /// The device at a place of the cast, if it runs.
    func device(_ place: Int) -> SimulatedDevice? {
        guard let actor = actors[place], actor.isRunning else { return nil }
        return actor.device
    }

    /// The devices of an account that run and that it has let in.
    func members(of account: Int) -> [Int] {
        running.filter { scenario.cast.account(of: $0) == account && device($0)?.isMember ?? false }
    }

    /// Whether a device must show a statement now.
    func mustShow(_ statement: Ledger.Statement, on viewer: Int) -> Bool {
        let cast = scenario.cast
        guard let owner = owner(of: statement.folder), let reference = members(of: owner).first,
            let control = device(reference)?.control, let account = device(viewer)?.account
        else { return false }
        // A device that was let in by an entry that is lost cannot get in.
        if !(device(viewer)?.isMember ?? false), hasLostRecords(of: cast.account(of: viewer)) { return false }
        if isOfRemoved(statement, control) || !isLetIn(viewer) || isInHostileClinic(viewer) { return false }
        if relay.isRestored, ledger.split[control.folder] != nil { return false }
        if isSealedAway(statement, from: viewer, control, at: reference) { return false }
        if viewer == statement.device, !(cast.isClinic(viewer) && hasForgotten(statement)) { return true }
        let author = cast.account(of: statement.device)
        if author != owner, isCutOff(statement, from: owner, control) { return false }
        if cast.account(of: viewer) == owner { return true }
        switch statement.said {
        case .grant, .withdrawal: return false
        default: break
        }
        guard author == owner || author == cast.account(of: viewer), let epoch = epoch(of: statement, at: reference),
            case .success(let access) = control.access(of: account, to: statement.folder, at: time)
        else { return false }
        return control.readers(of: epoch, in: statement.folder).contains { reader in
            access.grants.contains { $0.id == reader.id }
        }
    }

    /// Whether the other devices of its account count a device as theirs: one that a removed device has linked may not be.
    private func isLetIn(_ viewer: Int) -> Bool {
        guard let author = device(viewer)?.author else { return false }
        let others = members(of: scenario.cast.account(of: viewer)).compactMap { device($0)?.control }
        return others.contains { $0.hasRevocations }
            ? others.allSatisfy { $0.activeDevices.contains(author) } : true
    }

    /// Whether staff of a clinic lies: a relay may refuse the clinic's own log then.
    private func isInHostileClinic(_ viewer: Int) -> Bool {
        let cast = scenario.cast
        return cast.isClinic(viewer) && ledger.hostile.contains { cast.account(of: $0) == cast.account(of: viewer) }
    }

    /// Whether a device was put back to before it wrote something: a clinic's gets that from the relay while it is let in.
    private func hasForgotten(_ statement: Ledger.Statement) -> Bool {
        (actors[statement.device]?.restoredAt).map { $0 >= statement.time } ?? false
    }

    /// Whether something is sealed in an epoch that a removal has undone, to a key that nobody hands on: devices that were let
    /// in since do not open it.
    private func isSealedAway(
        _ statement: Ledger.Statement, from viewer: Int, _ control: ControlState, at reference: Int
    ) -> Bool {
        guard control.hasRevocations, let epoch = epoch(of: statement, at: reference) else { return false }
        return control.undoneEpochs(of: statement.folder).contains { $0.id == epoch }
            && device(viewer)?.key(of: epoch) == nil
    }

    /// Whether a removed device granted or withdrew something; if who removed it did not know of that, it never counts.
    private func isOfRemoved(_ statement: Ledger.Statement, _ control: ControlState) -> Bool {
        guard let author = actors[statement.device]?.device.author, control.isRevoked(author) else { return false }
        switch statement.said {
        case .grant, .withdrawal: return true
        default: return false
        }
    }

    /// Whether what a clinic wrote has not reached the owner and cannot: the clinic was shut out first, or the owner has lost
    /// what let it in.
    private func isCutOff(_ statement: Ledger.Statement, from owner: Int, _ control: ControlState) -> Bool {
        guard let clinic = actors[statement.device]?.device.account else { return true }
        if hasLostRecords(of: owner) { return true }
        if case .success = control.access(of: clinic, to: statement.folder, at: time) { return false }
        let hasArrived =
            relay.engine.store.log.holds(statement.hash, at: statement.dot, in: statement.folder)
            || members(of: owner).contains {
                device($0)?.store.log.holds(statement.hash, at: statement.dot, in: statement.folder) ?? false
            }
        return !hasArrived
    }

    /// Whether entries of an account's control log are on no disk any more.
    func hasLostRecords(of account: Int) -> Bool {
        guard let folder = actors[account * Cast.roomPerAccount]?.device.control.folder else { return true }
        return ledger.lost.contains { ledger.authorship[$0]?.folder == folder }
    }

    /// The epoch that a statement was sealed in.
    private func epoch(of statement: Ledger.Statement, at device: Int) -> EpochID? {
        let entries = try? actors[device]?.device.store.log.base.entries(
            of: statement.dot.replica, in: statement.folder, after: statement.dot.sequence - 1, limit: 1, bytesMax: .max
        )
        return entries?.first?.entry.epoch
    }

    /// The account of a folder's owner, as it signs.
    func ownerID(of folder: FolderID) -> AccountID? {
        owner(of: folder).flatMap { actors[$0 * Cast.roomPerAccount] }?.device.account
    }

    func name(_ device: Int) -> String { scenario.cast.name(of: .device(device)) }
}
