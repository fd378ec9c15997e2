import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity

/// What people were told is saved, as the whole truth about a folder.
extension World {
    /// What was said in a folder of which a device has applied `known`; nil if the ledger does not know all of that: if a number was
    /// used twice, a device was removed, or a process died over an entry that nobody was told of.
    func told(in folder: FolderID, knowing known: VersionVector) -> [Ledger.Statement]? {
        guard ledger.split.isEmpty, ledger.sharing.removals.isEmpty else { return nil }
        let contents = ledger.contents[folder] ?? [:]
        let told = ledger.statements.filter { known.contains($0.dot) && contents[$0.dot] == $0.hash }
        let hashes = Set(told.map(\.hash)).union(ledger.silent)
        guard contents.allSatisfy({ !known.contains($0) || hashes.contains($1) }) else { return nil }
        return told
    }

    /// What was said in a folder as far as a device has applied it; nil if the ledger does not know all of that.
    func told(in folder: FolderID, on device: SimulatedDevice) -> [Ledger.Statement]? {
        told(in: folder, knowing: device.applied(in: folder))
    }

    /// What a device shows of its folders and its library, and what was said there as far as it has applied it; without those of
    /// which the ledger does not know all.
    func toldFolders(on place: Int) -> [(state: FolderState, told: [Ledger.Statement])] {
        guard let device = actors[place]?.device else { return [] }
        return (device.folderIDs + [device.libraryID].compactMap { $0 }).compactMap { folder in
            guard let state = device.state(of: folder), let told = told(in: folder, on: device) else { return nil }
            return (state, told)
        }
    }

    /// For whom somebody says something.
    func party(of statement: Ledger.Statement) -> AccountID? { actors[statement.device]?.device.account }
}

extension Ledger.Statement {
    /// What it writes into a field.
    var field: Field? {
        switch said {
        case .field(let field): field
        case .folderName(let name): .folderName(name)
        default: nil
        }
    }
}

extension [Ledger.Statement] {
    /// What stands in each field: of its writes those that nobody who knew of them has replaced, ascending by id.
    var fields: [FieldPlace: [FieldValue]] {
        let writes = Dictionary(grouping: filter { $0.field != nil }) { $0.field?.place ?? .folderName }
        return writes.mapValues { writes in
            writes.filter { write in !writes.contains { $0.dot != write.dot && $0.seen.contains(write.dot) } }
                .sorted { $0.dot < $1.dot }.compactMap { $0.field?.value }
        }
    }
}
