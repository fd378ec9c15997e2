import DermaCausality

extension ControlState {
    /// Works everything out again: a revocation reaches back to acts that had effect until now.
    mutating func applyAnew() {
        revoked = Revocations(in: acts, of: account)
        everyone = Membership(of: account)
        members = Membership(of: account, limits: revoked.limits)
        (genesis, devices, generations, epochs) = (nil, [:], [], [:])
        (grants, current, withdrawals, accepted) = ([:], [:], [:], [])
        (refused, undone) = ([], [])
        for act in acts { apply(act) }
    }

    mutating func apply(_ act: Fact<ControlRecord>) {
        let wasAllowed = everyone.take(act)
        let isAllowed = members.take(act)
        if case .revocation = act.record {
            if !revoked.contains(act.dot) { refused.append(act.dot) }
        } else if !isAllowed, !(wasAllowed && act.record.isWithdrawal) {
            // A withdrawal stands though its author was removed: permission goes toward less.
            refused.append(act.dot)
            if wasAllowed { undone.append(act) }
        } else if !hasEffect(act) {
            refused.append(act.dot)
        }
    }

    private mutating func hasEffect(_ act: Fact<ControlRecord>) -> Bool {
        switch act.record {
        case .genesis(let record):
            genesis = record
        case .device(let record):
            let author = record.keys.author
            if let held = devices[author], held.dot < act.dot { return true }
            devices[author] = act.with(record)
        case .generation(let record):
            let place = generations.firstIndex { ($0.record.number, $0.dot) > (record.number, act.dot) }
            generations.insert(act.with(record), at: place ?? generations.endIndex)
        case .epoch(let record):
            var known = epochs[record.folder] ?? []
            let place = known.firstIndex {
                ($0.record.number, $0.record.id, $0.dot) > (record.number, record.id, act.dot)
            }
            known.insert(act.with(record), at: place ?? known.endIndex)
            epochs[record.folder] = known
        case .grant(let record):
            if let held = grants[record.id] {
                // Which of the two came first here must not matter.
                guard act.dot < held.dot else { return false }
                refused.append(held.dot)
                grants[record.id] = nil
                sortOut(held.record.folder, held.record.organisation)
            }
            grants[record.id] = act.with(record)
            follow(act.with(record))
        case .withdrawal(let record):
            withdrawals[record.folder, default: []].append(act.with(record))
            current[record.folder]?[record.organisation]?.removeAll { !$0.context.contains(act.dot) }
        case .acceptance(let record):
            accepted.formUnion(record.entries)
        case .revocation:
            break
        }
        return true
    }

    /// Works the current grants out anew: one that had replaced others turned out to count for nothing.
    private mutating func sortOut(_ folder: FolderID, _ organisation: AccountID) {
        current[folder]?[organisation] = nil
        for grant in grants.values where grant.record.folder == folder && grant.record.organisation == organisation {
            follow(grant)
        }
    }

    /// A grant takes the place of those it knew of, unless a withdrawal that it did not know of has come first.
    private mutating func follow(_ grant: Fact<Grant>) {
        var others = current[grant.record.folder]?[grant.record.organisation] ?? []
        others.removeAll { grant.context.contains($0.dot) }
        if !isWithdrawn(grant), !others.contains(where: { $0.context.contains(grant.dot) }) { others.append(grant) }
        current[grant.record.folder, default: [:]][grant.record.organisation] = others
    }
}

extension ControlRecord {
    fileprivate var isWithdrawal: Bool { if case .withdrawal = self { true } else { false } }
}
