import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaWire

/// Typing, undoing, taking back and deciding.
extension World {
    /// The texts that a person comes back to: diary entries, then own comments, then notes on photos.
    private func places(_ state: FolderState, of device: Int) -> [TextPlace] {
        let account = actors[device]?.device.account
        return state.diary.map { .diary($0.id) }
            + state.comments.filter { $0.added.party == account && state.owner == account }.map { .comment($0.id) }
            + state.photos.map { .note($0.id) }
    }

    mutating func type(
        _ item: ScenarioItem, in folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        guard let place = pick(item["item"], of: places(state, of: device)) else { return .nothing }
        let text = text(min(item["length"], 40))
        return write(by: device) { device throws(DeviceError) in
            try device.edit(place, in: folder) { (document) throws(TextError) in
                let position = item["at"] % (document.count + 1)
                let end = min(position + item["delete"], document.count)
                try document.delete(position..<end)
                try document.insert(text, at: position)
            }
            return (folder, .typed(place, text: text))
        }
    }

    mutating func undo(
        _ item: ScenarioItem, in folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        guard let place = pick(item["item"], of: places(state, of: device)),
            let replica = actors[device]?.device.replica(in: folder),
            let last = state.revisions(of: place).last(where: { $0.stamp.id.dot.replica == replica })?.stamp.id
        else { return .nothing }
        let typed = ledger.statements.last { $0.dot == last.dot && $0.folder == folder }.flatMap { statement in
            if case .typed(place, let text) = statement.said { text } else { nil }
        }
        ledger.repeated.insert(place)
        return write(by: device) { device throws(DeviceError) in
            guard try device.undo(last, at: place, in: folder) != nil else { throw .notFound }
            return (folder, .undone(place, text: typed))
        }
    }

    mutating func removeDiary(
        _ item: ScenarioItem, in folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        guard let entry = pick(item["item"], of: state.diary)?.id else { return .nothing }
        return write(by: device) { device throws(DeviceError) in
            try device.removeDiary(entry, in: folder)
            return (folder, .removal(entry))
        }
    }

    mutating func retract(
        _ item: ScenarioItem, in folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        let account = actors[device]?.device.account
        let own =
            state.comments.filter { $0.added.party == account && $0.retraction == nil }.map(\.id)
            + state.scores.filter { $0.added.party == account && $0.retraction == nil }.map(\.id)
        guard let item = pick(item["which"], of: own) else { return .nothing }
        return write(by: device) { device throws(DeviceError) in
            try device.retract(item, in: folder)
            return (folder, .retraction(item))
        }
    }

    /// Settles an open conflict: another name where one was asked for, a side of a text, else as it is shown.
    mutating func decide(
        _ item: ScenarioItem, in folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        guard let conflict = pick(item["which"], of: state.conflicts.filter { !$0.isSettled }) else { return .nothing }
        let name = text(30)
        let side = item["side"] > 0 ? (item["side"] - 1) % conflict.sides.count : nil
        if let place = conflict.textPlace, side != nil { ledger.repeated.insert(place) }
        return write(by: device) { device throws(DeviceError) in
            if case .field(.folderName) = conflict.place {
                try device.settle(conflict, as: .text(name), in: folder)
                return (folder, .folderName(name))
            }
            // Nobody says the same twice.
            if case .comment(_, let party) = conflict.place, party == device.account { throw .notAllowed }
            if case .text = conflict.place {
                try device.settle(conflict, as: side.map { .side($0) } ?? .shown, in: folder)
                return (folder, .choice(conflict, side: side))
            }
            try device.settle(conflict, as: .shown, in: folder)
            if case .field(let place) = conflict.place, let value = state.value(of: place),
                let field = Field(place, value)
            {
                return (folder, .field(field))
            }
            return (folder, .decision(conflict.place))
        }
    }
}
