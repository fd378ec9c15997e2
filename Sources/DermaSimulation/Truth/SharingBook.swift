import DermaCausality
import DermaIdentity

/// Every grant, withdrawal and removal that was ever made, with what its author knew, and who was handed which epoch. Says who may
/// read what by brute force, from the words of `Spec/08-sharing.md`.
public struct SharingBook: Sendable {
    /// An act, and everything that its author had seen.
    struct Act<Record: Sendable>: Sendable {
        let account: AccountID
        let dot: Dot
        let context: VersionVector
        let record: Record
    }

    /// In the order in which they were made.
    private(set) var grants: [Act<Grant>] = []
    private(set) var withdrawals: [Act<Withdrawal>] = []
    private(set) var removals: [Act<DeviceRevoked>] = []
    /// Entries of removed devices that somebody has looked at and let count.
    private(set) var accepted: Set<ReplicaHead> = []
    private var handed: [EpochID: [(grant: GrantID, dot: Dot)]] = [:]

    mutating func note(_ record: ControlRecord, of account: AccountID, at dot: Dot, knowing context: VersionVector) {
        switch record {
        case .grant(let grant):
            grants.append(Act(account: account, dot: dot, context: context, record: grant))
            for epoch in grant.epochs { handed[epoch.epoch, default: []].append((grant.id, dot)) }
        case .withdrawal(let withdrawal):
            withdrawals.append(Act(account: account, dot: dot, context: context, record: withdrawal))
        case .epoch(let epoch):
            for granted in epoch.grants { handed[epoch.id, default: []].append((granted.grant, dot)) }
        case .revocation(let removal):
            removals.append(Act(account: account, dot: dot, context: context, record: removal))
        case .acceptance(let acceptance): accepted.formUnion(acceptance.entries)
        case .genesis, .device, .generation: break
        }
    }

    /// The grants under which an epoch's key was sealed; `known` leaves out what was handed over unknown to one who knows so
    /// much.
    func readers(of epoch: EpochID, knowing known: VersionVector? = nil) -> [Act<Grant>] {
        let ids = (handed[epoch] ?? []).filter { known?.contains($0.dot) ?? true }.map(\.grant)
        return ids.isEmpty ? [] : grants.filter { ids.contains($0.record.id) }
    }

    /// The grants that count for one who knows so much: not withdrawn by anyone who did not know of a withdrawal, and not
    /// replaced by one that knew of them.
    func current(_ organisation: AccountID, _ folder: FolderID, knowing known: VersionVector) -> [Act<Grant>] {
        let granted = grants.filter {
            $0.record.organisation == organisation && $0.record.folder == folder && known.contains($0.dot)
        }
        let ended = withdrawals.filter {
            $0.record.organisation == organisation && $0.record.folder == folder && known.contains($0.dot)
        }
        return granted.filter { grant in
            ended.allSatisfy { grant.context.contains($0.dot) }
                && !granted.contains { $0.dot != grant.dot && $0.context.contains(grant.dot) }
        }
    }

    /// Until when and for what an organisation may read; nil if it may not. `time`: milliseconds UTC.
    func access(
        of organisation: AccountID, to folder: FolderID, knowing known: VersionVector, at time: Int64
    ) -> (purposes: Purposes, end: Int64)? {
        let current = current(organisation, folder, knowing: known)
        guard let end = current.map(\.record.end).min(), time < end else { return nil }
        let purposes = current.reduce(Purposes(rawValue: .max)) { $0.intersection($1.record.purposes) }
        return purposes.isEmpty ? nil : (purposes, end)
    }
}
