public import DermaCRDT
public import DermaCausality
import DermaWire

/// What a person decides about a conflict.
public enum Settlement: Hashable, Sendable {
    /// It stays as it is shown.
    case shown
    /// The side with this place in the conflict; of a text, that side's passage.
    case side(Int)
    /// Another text, title or name; of a text, another passage.
    case text(String)
}

extension Device {
    /// Settles a conflict: writes what the person wants, in one entry that has seen all sides. On every device it then counts as
    /// settled, with both sides still to be seen. Of a text, what has arrived since the report was made stays.
    /// - Throws: `notFound` if there is no such side; `notAllowed` if it is for others to decide, or no such value;
    ///   `changedMeanwhile` if a value or an entry would be gone that the conflict does not show.
    public mutating func settle(
        _ conflict: Conflict, as choice: Settlement, in folder: FolderID
    ) throws(DeviceError) {
        guard let state = folders[folder]?.state else { throw .notFound }
        if case .side(let place) = choice, !conflict.sides.indices.contains(place) { throw .notFound }
        guard hidesNothingUnseen(conflict, choice, in: state) else { throw .changedMeanwhile }
        let ops: [Op]
        switch conflict.place {
        case .field(.parent(let child)):
            try checkOwner(of: folder)
            ops = [.set(.parent(child, try parent(of: child, conflict, choice, in: state)))]
        case .field(let place):
            try checkOwner(of: folder)
            ops = [.set(try field(at: place, conflict, choice, in: state))]
        case .text(let place):
            try checkOwner(of: folder)
            ops = try settle(place, conflict, choice, in: state)
        case .removal(let item):
            try checkOwner(of: folder)
            ops = try settle(item, conflict, choice, in: state)
        case .comment(let item, let party) where party == account && state.owner != account:
            ops = try settle(comment: item, conflict, choice, in: state)
        case .comment, .score, .subject:
            // What others state is theirs: the owner can only take note.
            try checkOwner(of: folder)
            guard choice == .shown else { throw .notAllowed }
            ops = [conflict.settlement]
        }
        try write(ops, in: folder)
    }

    /// Whether whoever looked at the conflict has seen all that the choice would replace or remove. (Of a text nothing is replaced
    /// but the passage as it was shown, and a `settle` replaces nothing.)
    private func hidesNothingUnseen(_ conflict: Conflict, _ choice: Settlement, in state: FolderState) -> Bool {
        switch (conflict.place, choice) {
        case (.field(let place), _) where conflict.resolution == .oneIsShown:
            let shown = conflict.sides.map(\.stamp.id) + [conflict.settled?.id]
            return state.versions(of: place).current.allSatisfy { shown.contains($0.stamp.id) }
        case (.field, _): return stands(conflict, in: state)
        case (.removal, .side(let side)): return conflict.sides[side].text != nil || stands(conflict, in: state)
        default: return true
        }
    }

    private func stands(_ conflict: Conflict, in state: FolderState) -> Bool {
        state.conflicts(at: conflict.place).contains {
            $0.sides.map(\.id) == conflict.sides.map(\.id) && $0.settled?.id == conflict.settled?.id
        }
    }

    private func field(
        at place: FieldPlace, _ conflict: Conflict, _ choice: Settlement, in state: FolderState
    ) throws(DeviceError) -> Field {
        let value: FieldValue?
        switch choice {
        case .shown: value = state.value(of: place)
        case .side(let side): value = state.value(of: place, writtenBy: conflict.sides[side].stamp.id)
        case .text(let text):
            try check(text, max: Limits.nameBytesMax)
            value = .text(text)
        }
        guard let value, let field = Field(place, value) else { throw .notAllowed }
        return field
    }

    /// What is shown of a folder is where it stands, which need not be where the newest move would have put it.
    private func parent(
        of folder: FolderID, _ conflict: Conflict, _ choice: Settlement, in state: FolderState
    ) throws(DeviceError) -> FolderID? {
        let tree = state.folderTree
        switch choice {
        case .shown: return tree.parent(of: folder)
        case .text: throw .notAllowed
        case .side(let side):
            guard let value = state.value(of: .parent(folder), writtenBy: conflict.sides[side].stamp.id) else {
                // A move of another folder, that this one stood in the way of: it was done.
                return tree.parent(of: folder)
            }
            guard case .folder(let parent) = value, !tree.stands(parent, in: folder) else { throw .notAllowed }
            return parent
        }
    }

    private func settle(
        _ place: TextPlace, _ conflict: Conflict, _ choice: Settlement, in state: FolderState
    ) throws(DeviceError) -> [Op] {
        let edit: TextEdit?
        switch choice {
        case .shown: edit = nil
        case .side(let side):
            edit = try self.edit(place, applying: conflict.sides[side].edits, to: conflict.shownText, in: state)
        case .text(let text):
            guard let range = conflict.passage?.range else { throw .notAllowed }
            edit = try self.edit(place, making: text, of: conflict.shownText, at: range, in: state)
        }
        return (edit.map { [.edit(place, $0)] } ?? []) + [conflict.settlement]
    }

    /// Any side but a removal says that the entry stays. What its text then is, is no matter of removing it.
    private func settle(
        _ item: ItemID, _ conflict: Conflict, _ choice: Settlement, in state: FolderState
    ) throws(DeviceError) -> [Op] {
        var ops = [conflict.settlement]
        switch choice {
        case .shown: break
        case .side(let side): if conflict.sides[side].text == nil { ops = [.removeDiary(item)] }
        case .text(let text):
            try check(text, max: Limits.textBytesMax)
            let edit = try edit(.diary(item), making: text, of: conflict.shownText, in: state)
            ops = (edit.map { [.edit(.diary(item), $0)] } ?? []) + ops
        }
        return ops
    }

    private func settle(
        comment item: ItemID, _ conflict: Conflict, _ choice: Settlement, in state: FolderState
    ) throws(DeviceError) -> [Op] {
        let text: String?
        switch choice {
        case .shown: text = state[comment: item, by: account]?.text
        case .side(let side): text = conflict.sides[side].text
        case .text(let other): text = other
        }
        guard let text else { return [.retract(item)] }
        try check(text, max: Limits.textBytesMax)
        return [.amendComment(item, text: text)]
    }
}
