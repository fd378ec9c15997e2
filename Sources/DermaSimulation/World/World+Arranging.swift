import DermaCRDT
import DermaCausality
import DermaClient
import DermaWire

/// What is done to the account's library, and how folders come to have one name.
extension World {
    /// Moves folders and photos, and deletes folders.
    mutating func arrange(
        _ item: ScenarioItem, _ folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        let own = actors[device]?.device.folderIDs ?? []
        let photo = pick(item["item"], of: state.photos)?.id
        let target = pick(item["into"], of: own)
        return write(by: device) { device throws(DeviceError) in
            guard let library = device.libraryID else { throw .notAllowed }
            switch item.verb {
            case .nest:
                let parent = item["into"] == 4 ? nil : target
                try device.move(folder, into: parent)
                return (library, .field(.parent(folder, parent)))
            case .rehome:
                guard let photo, let target else { throw .notFound }
                try device.move(photo, of: folder, to: target)
                return (library, .field(.home(PhotoLink(photo, in: folder), target)))
            default:
                let seen = item["back"] == 1 ? nil : device.applied(in: folder)
                if seen == nil { try device.restore(folder) } else { try device.delete(folder) }
                return (library, .field(.deletion(folder, seen)))
            }
        }
    }

    /// Makes a folder with a name that people give to several.
    mutating func createNamesake(_ item: ScenarioItem, by device: Int) -> Moment.Deed {
        let name = "\(Ledger.canary)neck-\(item["name"])"
        return write(by: device) { device throws(DeviceError) in
            (try device.createFolder(named: name), .folderName(name))
        }
    }
}
