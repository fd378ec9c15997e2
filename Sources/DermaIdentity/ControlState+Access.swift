public import DermaCausality
public import DermaWire

/// What an organisation may do with a folder, over all its grants in force.
public struct Access: Hashable, Sendable {
    /// The grants in force, ascending by id.
    public let grants: [Grant]
    /// What every one of them allows.
    public let purposes: Purposes
    /// When the first of them ends: milliseconds UTC.
    public let end: Int64
}

/// Why an organisation has no access.
public enum AccessEnded: Hashable, Sendable {
    /// It never had a grant.
    case neverGranted
    /// The person withdrew it.
    case withdrawn
    /// The end came: milliseconds UTC.
    case expired(Int64)
    /// Grants that were made without knowing of each other have no purpose in common.
    case noPurpose
}

extension ControlState {
    /// What `organisation` may do with `folder` at `time` (milliseconds UTC).
    ///
    /// A withdrawal ends every grant that was made without knowing of it; a grant replaces those it knew of; of grants
    /// made without knowing of each other the stricter end and the purposes in common count.
    public func access(
        of organisation: AccountID, to folder: FolderID, at time: Int64
    ) -> Result<Access, AccessDenied> {
        guard let current = current[folder]?[organisation] else { return .failure(AccessDenied(.neverGranted)) }
        guard !current.isEmpty else { return .failure(AccessDenied(.withdrawn)) }
        let end = current.map(\.record.end).min() ?? .min
        guard time < end else { return .failure(AccessDenied(.expired(end))) }
        let purposes = current.reduce(Purposes(rawValue: .max)) { $0.intersection($1.record.purposes) }
        guard !purposes.isEmpty else { return .failure(AccessDenied(.noPurpose)) }
        return .success(
            Access(grants: current.map(\.record).sorted { $0.id < $1.id }, purposes: purposes, end: end))
    }

    /// Whether `grant` gives access at `time` (milliseconds UTC).
    public func isInForce(_ grant: Grant, at time: Int64) -> Bool {
        guard case .success(let access) = access(of: grant.organisation, to: grant.folder, at: time) else {
            return false
        }
        return access.grants.contains { $0.id == grant.id }
    }

    /// Every grant that gives access at `time` (milliseconds UTC), ascending by id.
    public func grantsInForce(on folder: FolderID? = nil, at time: Int64) -> [Grant] {
        let folders = folder.map { [$0] } ?? Array(current.keys)
        return folders.flatMap { folder in
            (current[folder] ?? [:]).keys.flatMap { organisation -> [Grant] in
                guard case .success(let access) = access(of: organisation, to: folder, at: time) else { return [] }
                return access.grants
            }
        }.sorted { $0.id < $1.id }
    }

    /// The epoch that a writer seals to: the highest number, and of equals the greatest id.
    ///
    /// An organisation learns of epochs before its grant from the grant alone.
    public func newestEpoch(of folder: FolderID) -> (number: UInt64, id: EpochID)? {
        let started = (epochs[folder] ?? []).map { (number: $0.record.number, id: $0.record.id) }
        let granted = grants.values.filter { $0.record.folder == folder }
            .flatMap { $0.record.epochs.map { (number: $0.number, id: $0.epoch) } }
        return (started + granted).max { $0 < $1 }
    }

    /// Whether the newest epoch's key is in the hands of someone who may no longer read: a grant's holder, or a device that
    /// was removed. Then a new one must be started before anything is sealed. Also true when there is no epoch.
    public func isRotationDue(for folder: FolderID, at time: Int64) -> Bool {
        guard let newest = newestEpoch(of: folder) else { return true }
        if isOpenToRemoved(folder) { return true }
        return readers(of: newest.id, in: folder).contains { !isInForce($0, at: time) }
    }

    /// Whether a device that was removed may hold the newest epoch's key.
    public func isOpenToRemoved(_ folder: FolderID) -> Bool {
        guard hasRevocations, let newest = newestEpoch(of: folder) else { return false }
        let started = (epochs[folder] ?? []).filter { $0.record.id == newest.id }
        return !started.contains { revoked.areKnown(to: $0.context) }
    }

    /// The grants whose holders can open `epoch`.
    public func readers(of epoch: EpochID, in folder: FolderID) -> [Grant] {
        var ids: Set<GrantID> = []
        for record in (epochs[folder] ?? []).map(\.record) + undoneEpochs(of: folder) where record.id == epoch {
            ids.formUnion(record.grants.map(\.grant))
        }
        for grant in grants.values where grant.record.folder == folder {
            if grant.record.epochs.contains(where: { $0.epoch == epoch }) { ids.insert(grant.record.id) }
        }
        return ids.sorted().compactMap { grants[$0]?.record }
    }

    /// Whether a withdrawal has ended the grant for good, whatever was granted since.
    public func isWithdrawn(_ grant: GrantID) -> Bool { grants[grant].map(isWithdrawn) ?? false }

    func isWithdrawn(_ grant: Fact<Grant>) -> Bool {
        (withdrawals[grant.record.folder] ?? []).contains {
            $0.record.organisation == grant.record.organisation && !grant.context.contains($0.dot)
        }
    }
}

/// An organisation's access was refused.
public struct AccessDenied: Error, Hashable, Sendable {
    /// Why.
    public let reason: AccessEnded

    /// Wraps a reason.
    public init(_ reason: AccessEnded) { self.reason = reason }
}

extension AccessEnded: WireValue {
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.byte() {
        case 1: self = .neverGranted
        case 2: self = .withdrawn
        case 3: self = .expired(try reader.signedVarint())
        case 4: self = .noPurpose
        default: throw WireError(.invalidValue, at: start)
        }
    }

    public func encode(to writer: inout ByteWriter) {
        switch self {
        case .neverGranted: writer.byte(1)
        case .withdrawn: writer.byte(2)
        case .expired(let end):
            writer.byte(3)
            writer.signedVarint(end)
        case .noPurpose: writer.byte(4)
        }
    }
}
