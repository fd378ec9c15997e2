import DermaCausality

/// Who was let in, and whose acts stand, if of some devices only so much counts. Takes a control log's acts, causes first.
struct Membership: Sendable {
    private let account: AccountID
    /// What counts of each device that was removed.
    private let limits: [AuthorID: VersionVector]
    private(set) var genesis: Genesis?
    /// Every admission that stands: two devices may let one in without knowing of each other.
    private(set) var admissions: [AuthorID: [ControlState.Fact<DeviceAdded>]] = [:]

    /// The membership of an empty log.
    init(of account: AccountID, limits: [AuthorID: VersionVector] = [:]) {
        self.account = account
        self.limits = limits
    }

    /// Takes the next act.
    /// - Returns: Whether it stands.
    mutating func take(_ fact: ControlState.Fact<ControlRecord>) -> Bool {
        guard isAllowed(fact) else { return false }
        switch fact.record {
        case .genesis(let record): genesis = record
        case .device(let record): admissions[record.keys.author, default: []].append(fact.with(record))
        default: break
        }
        return true
    }

    /// A device may act when an admission of it is among the causes of the act, as far as it counts.
    private func isAllowed(_ fact: ControlState.Fact<ControlRecord>) -> Bool {
        if case .genesis(let record) = fact.record {
            // Another of the same account can only say the same.
            return record.account == account && fact.author.raw == account.raw && fact.dot.sequence == 1
        }
        guard genesis != nil else { return false }
        if fact.author.raw == account.raw { return true }
        guard limits[fact.author]?.contains(fact.dot) ?? true else { return false }
        return admissions[fact.author]?.contains { fact.context.contains($0.dot) } ?? false
    }
}
