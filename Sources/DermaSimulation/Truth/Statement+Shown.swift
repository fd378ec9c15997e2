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
            return states(text, item, party, state)
        case .diary(let item, let text): return wrote(text, in: .diary(item), state)
        case .typed(let place, let text):
            return state.revision(OpID(dot, 0), of: place)?.value.contains(text) ?? false
                || state.revisions(of: place).contains { $0.value.contains(text) }
        case .undone(let place, _): return state[text: place] != nil
        case .removal(let item): return state.history(ofDiary: item).contains { $0.value == .removed }
        case .retraction(let item):
            return (state[comment: item, by: party]?.retraction ?? state[score: item, by: party]?.retraction) != nil
        // What of it must stand is for `ChoicesStand`.
        case .decision, .choice: return true
        // Whether it is a member now depends on what others said: the reference model knows.
        case .trigger(let item, _, _): return state[diary: item] != nil
        case .score(let item, let score, let day):
            return state.scores.contains { $0.id == item && $0.score == score && $0.day == day }
        case .field(let field): return state.versions(of: field.place).history.contains { $0.value == field.value }
        case .annotation(let item, let subject, let text):
            guard let comment = state[comment: item, by: party], comment.subject == subject else { return false }
            return states(text, item, party, state)
        case .photo(let photo, _): return state[photo: photo] != nil || state[erasedPhoto: photo] != nil
        case .erasure(let photo): return state[erasedPhoto: photo] != nil
        case .grant(let grant): return device.control(of: owner)?.grants[grant] != nil
        case .withdrawal(let clinic):
            let withdrawals = device.control(of: owner)?.withdrawals[folder] ?? []
            return withdrawals.contains { $0.record.organisation == clinic }
        }
    }

    /// Whether a comment ever said so.
    private func states(_ text: String, _ item: ItemID, _ party: AccountID, _ state: FolderState) -> Bool {
        guard let comment = state[comment: item, by: party] else { return false }
        return party == state.owner
            ? wrote(text, in: .comment(item), state) : comment.statement.history.contains { $0.value == text }
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
        case .typed(let place, _): "what was typed into \(place) (\(dot))"
        case .undone(let place, _): "an undoing in \(place) (\(dot))"
        case .removal(let item): "the removal of diary entry \(item) (\(dot))"
        case .retraction(let item): "the retraction of \(item) (\(dot))"
        case .decision(let place): "a decision about \(place) (\(dot))"
        case .choice(let conflict, let side):
            "a choice (\(side.map { "side \($0)" } ?? "as shown")) in \(conflict.place) (\(dot))"
        case .score(let item, _, _): "score \(item) (\(dot))"
        case .field(let field): "\(field.place) (\(dot))"
        case .annotation(let item, _, _): "annotation \(item) (\(dot))"
        case .photo(let photo, _): "photo \(photo) (\(dot))"
        case .erasure(let photo): "the erasure of photo \(photo) (\(dot))"
        case .grant(let grant): "grant \(grant) (\(dot))"
        case .withdrawal: "a withdrawal (\(dot))"
        }
    }
}
