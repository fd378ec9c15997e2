import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaWire

extension Ledger.Statement {
    /// Whether a device shows what was said, now or in a history. Nobody says the same twice, and a device that was cloned moves
    /// what it wrote to other places in its log: what was said counts, and not where it stands.
    func isShown(by device: SimulatedDevice, party: AccountID, owner: AccountID) -> Bool {
        guard let state = device.state(of: folder) else { return false }
        switch said {
        case .folderName(let name): return state.name.history.contains { $0.value == name }
        case .comment(let item, let text), .amendment(let item, let text):
            guard let comment = state[comment: item, by: party] else { return false }
            return party == state.owner
                ? wrote(text, in: .comment(item), state) : comment.statement.history.contains { $0.value == text }
        case .diary(let item, let text): return wrote(text, in: .diary(item), state)
        // Whether it is a member now depends on what others said: the reference model knows.
        case .trigger(let item, _, _): return state[diary: item] != nil
        case .score(let item, let score): return state.scores.contains { $0.id == item && $0.score == score }
        case .photo(let photo, _): return state[photo: photo] != nil || state[erasedPhoto: photo] != nil
        case .erasure(let photo): return state[erasedPhoto: photo] != nil
        case .grant(let grant): return device.control(of: owner)?.grants[grant] != nil
        case .withdrawal(let clinic):
            let withdrawals = device.control(of: owner)?.withdrawals[folder] ?? []
            return withdrawals.contains { $0.record.organisation == clinic }
        }
    }

    /// Whether a text ever said so. Where the statement's entry holds it is looked at first: it moves only if a device was cloned.
    private func wrote(_ text: String, in place: TextPlace, _ state: FolderState) -> Bool {
        state.revision(OpID(dot, 0), of: place)?.value == text
            || state.revisions(of: place).contains { $0.value == text }
    }

    /// What was said, for a message.
    var name: String {
        switch said {
        case .folderName: "the folder's name \(dot)"
        case .comment(let item, _): "comment \(item) (\(dot))"
        case .amendment(let item, _): "an amendment of comment \(item) (\(dot))"
        case .diary(let item, _): "diary entry \(item) (\(dot))"
        case .trigger(let item, let trigger, _): "trigger \(trigger.name) of diary entry \(item) (\(dot))"
        case .score(let item, _): "score \(item) (\(dot))"
        case .photo(let photo, _): "photo \(photo) (\(dot))"
        case .erasure(let photo): "the erasure of photo \(photo) (\(dot))"
        case .grant(let grant): "grant \(grant) (\(dot))"
        case .withdrawal: "a withdrawal (\(dot))"
        }
    }
}
