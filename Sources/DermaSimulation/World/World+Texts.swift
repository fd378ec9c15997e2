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
        return write(by: device) { device throws(DeviceError) in
            guard try device.undo(last, at: place, in: folder) != nil else { throw .notFound }
            return (folder, .undone(place))
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

    /// Settles an open conflict: another name where one was asked for, else as it is shown.
    mutating func decide(
        _ item: ScenarioItem, in folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        guard let conflict = pick(item["which"], of: state.conflicts.filter { !$0.isSettled }) else { return .nothing }
        let name = text(30)
        return write(by: device) { device throws(DeviceError) in
            if case .field(.folderName) = conflict.place {
                try device.settle(conflict, as: .text(name), in: folder)
                return (folder, .folderName(name))
            }
            // Nobody says the same twice.
            if case .comment(_, let party) = conflict.place, party == device.account { throw .notAllowed }
            try device.settle(conflict, as: .shown, in: folder)
            return (folder, .decision(conflict.place))
        }
    }

    /// Moves folders and photos, and deletes folders. What comes of it is in the account's library.
    mutating func arrange(
        _ item: ScenarioItem, _ folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        guard var actor = actors[device] else { return .nothing }
        let own = actor.device.folderIDs
        actors[device] = nil
        let deed: Moment.Deed
        do throws(DeviceError) {
            switch item.verb {
            case .nest:
                let into = item["into"]
                try actor.device.move(folder, into: into == 4 ? nil : pick(into, of: own))
            case .rehome:
                guard let photo = pick(item["item"], of: state.photos)?.id, let into = pick(item["into"], of: own)
                else {
                    throw .notFound
                }
                try actor.device.move(photo, of: folder, to: into)
            default:
                if item["back"] == 1 { try actor.device.restore(folder) } else { try actor.device.delete(folder) }
            }
            deed = .done
        } catch {
            deed = .failed(error)
        }
        actors[device] = actor
        noteAppends(of: device)
        return deed
    }
}
