import DermaCausality
import DermaIdentity

/// Everything that can be asked of a control log's state, to compare two that were reached in different orders.
struct ControlSnapshot {
    let genesis: Genesis?
    let devices: [AuthorID: ControlState.Fact<DeviceAdded>]
    let generations: [ControlState.Fact<KeyGeneration>]
    let epochs: [FolderID: [ControlState.Fact<EpochStarted>]]
    let grants: [GrantID: ControlState.Fact<Grant>]
    let withdrawals: [FolderID: Set<ControlState.Fact<Withdrawal>>]
    let refused: Set<Dot>
    let applied: VersionVector
    let revocations: [ControlState.Fact<DeviceRevoked>]
    let undone: Set<ControlState.Fact<ControlRecord>>
    /// The answers about every folder, organisation and time that the story knows.
    let answers: [String]

    init(_ state: ControlState, times: [Int64] = [0, 50, 100, 150]) {
        genesis = state.genesis
        devices = state.devices
        generations = state.generations
        epochs = state.epochs
        grants = state.grants
        withdrawals = state.withdrawals.mapValues { Set($0) }
        refused = Set(state.refused)
        applied = state.applied
        revocations = state.revocations
        undone = Set(state.undone)
        var answers = ["members \(state.activeDevices) key \(state.newestGeneration.map { "\($0.dot)" } ?? "due")"]
        for folder in [FolderID.arm, .leg] {
            let newest = state.newestEpoch(of: folder)
            answers.append("\(folder) newest \(newest.map { "\($0.number) \($0.id)" } ?? "none")")
            if let newest { answers.append("readers \(state.readers(of: newest.id, in: folder))") }
            for time in times {
                answers.append("\(folder) \(time) due \(state.isRotationDue(for: folder, at: time))")
                answers.append("in force \(state.grantsInForce(on: folder, at: time).map(\.id))")
                for organisation in [AccountID.clinic, .hospital] {
                    answers.append("\(state.access(of: organisation, to: folder, at: time))")
                }
            }
        }
        self.answers = answers
    }

    /// What differs, by name: the values themselves would fill pages.
    func differences(from other: ControlSnapshot) -> [String] {
        func name(_ name: String, _ isEqual: Bool) -> String? { isEqual ? nil : name }
        return [
            name("genesis", genesis == other.genesis), name("devices", devices == other.devices),
            name("generations", generations == other.generations), name("epochs", epochs == other.epochs),
            name("grants", grants == other.grants), name("withdrawals", withdrawals == other.withdrawals),
            name("refused", refused == other.refused), name("applied", applied == other.applied),
            name("revocations", revocations == other.revocations), name("undone", undone == other.undone),
        ].compactMap { $0 } + zip(answers, other.answers).filter { $0 != $1 }.map { "\($0) instead of \($1)" }
    }
}
