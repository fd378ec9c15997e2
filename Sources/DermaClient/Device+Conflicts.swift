public import DermaCRDT
public import DermaCausality
import DermaWire

/// What a person decides about a conflict.
public enum Settlement: Hashable, Sendable {
    /// It stays as it is shown.
    case shown
    /// The side with this place in the conflict; of a text, the whole text of that side.
    case side(Int)
    /// Another text, title or name.
    case text(String)
}

extension Device {
    /// Settles a conflict: writes what the person wants, in one entry that has seen all sides. On every device it then counts as
    /// settled, with both sides still to be seen.
    /// - Throws: `notFound` if there is no such side; `notAllowed` if it is for others to decide, or no such value.
    public mutating func settle(
        _ conflict: Conflict, as choice: Settlement, in folder: FolderID
    ) throws(DeviceError) {
        guard let state = folders[folder]?.state else { throw .notFound }
        if case .side(let place) = choice, !conflict.sides.indices.contains(place) { throw .notFound }
        let ops: [Op]
        switch conflict.place {
        case .field(let place):
            try checkOwner(of: folder)
            ops = [.set(try field(at: place, conflict, choice, in: state))]
        case .text(let place):
            try checkOwner(of: folder)
            ops = try settle(place, conflict, choice, in: folder)
        case .removal(let item):
            try checkOwner(of: folder)
            ops = try settle(item, conflict, choice, in: folder)
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

    private func settle(
        _ place: TextPlace, _ conflict: Conflict, _ choice: Settlement, in folder: FolderID
    ) throws(DeviceError) -> [Op] {
        let settled = conflict.settlement
        switch choice {
        case .shown: return [settled]
        case .side(let side): return try edits(making: place, conflict.sides[side].text ?? "", in: folder) + [settled]
        case .text(let text): return try edits(making: place, text, in: folder) + [settled]
        }
    }

    private func settle(
        _ item: ItemID, _ conflict: Conflict, _ choice: Settlement, in folder: FolderID
    ) throws(DeviceError) -> [Op] {
        switch choice {
        case .shown: return [conflict.settlement]
        case .side(let side):
            guard let text = conflict.sides[side].text else { return [.removeDiary(item)] }
            return try edits(making: .diary(item), text, in: folder) + [conflict.settlement]
        case .text(let text): return try edits(making: .diary(item), text, in: folder) + [conflict.settlement]
        }
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
