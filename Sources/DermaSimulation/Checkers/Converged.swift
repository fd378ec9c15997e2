import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity

/// When all has come to rest, the devices of an account know the same control log and show the same folders, byte for byte,
/// and a clinic shows what the owner shows of what it may see.
public struct Converged: Checker {
    public static let name = "converged"
    public init() {}

    public mutating func conclude(_ world: World) -> String? {
        let cast = world.scenario.cast
        for account in cast.accountNames.indices {
            let members = world.members(of: account)
            guard let first = members.first, let reference = world.device(first) else { continue }
            // Devices that use one number for two entries are looked at by `ClonesPart`.
            guard world.ledger.split[reference.control.folder] == nil else { continue }
            for other in members.dropFirst() {
                guard let device = world.device(other) else { continue }
                if let what = Self.difference(reference, device, of: account, world) {
                    return "\(world.name(first)) and \(world.name(other)) \(what)"
                }
            }
            for clinic in world.running where cast.isClinic(clinic) && !cast.isClinic(first) {
                guard let device = world.device(clinic) else { continue }
                for folder in reference.folderIDs where world.ledger.split[folder] == nil {
                    guard Self.mustShowAll(of: folder, device, clinic, world) else { continue }
                    if let what = Self.difference(in: folder, owner: reference, clinic: device) {
                        return "\(world.name(clinic)) shows folder \(folder) of \(world.name(first)) with other \(what)"
                    }
                }
            }
        }
        return nil
    }

    private static func difference(
        _ a: SimulatedDevice, _ b: SimulatedDevice, of account: Int, _ world: World
    ) -> String? {
        guard a.control.applied == b.control.applied, a.control.grants == b.control.grants,
            // The order of withdrawals means nothing.
            a.control.withdrawals.mapValues({ Set($0) }) == b.control.withdrawals.mapValues({ Set($0) }),
            a.control.epochs == b.control.epochs,
            a.control.devices == b.control.devices, a.control.generations == b.control.generations
        else { return "know different control logs" }
        // A clinic's devices come to know what patients share one after the other; `Durable` sees to them.
        guard account < world.scenario.cast.patients.count else { return nil }
        guard a.folderIDs == b.folderIDs else { return "show different folders" }
        if let what = differenceOfArrangement(a, b, world) { return what }
        for folder in a.folderIDs where world.ledger.split[folder] == nil && haveSameKeys(of: folder, a, b) {
            guard a.applied(in: folder) == b.applied(in: folder) else {
                return "have different entries of folder \(folder)"
            }
            guard a.state(of: folder) == b.state(of: folder) else { return "differ in folder \(folder)" }
            guard a.health(of: folder) == b.health(of: folder) else {
                return "do not find folder \(folder) equally well"
            }
        }
        return nil
    }

    /// How folders and photos stand, which is in the account's library.
    private static func differenceOfArrangement(
        _ a: SimulatedDevice, _ b: SimulatedDevice, _ world: World
    ) -> String? {
        guard let library = a.libraryID, library == b.libraryID else { return "know different libraries" }
        guard world.ledger.split[library] == nil, a.applied(in: library) == b.applied(in: library),
            haveSameKeys(of: library, a, b)
        else { return nil }
        guard a.arrangement.tree == b.arrangement.tree else { return "arrange folders differently" }
        guard a.libraryConflicts == b.libraryConflicts else { return "report the arrangement differently" }
        for folder in a.folderIDs where a.isDeleted(folder) != b.isDeleted(folder) {
            return "do not agree that folder \(folder) is deleted"
        }
        return nil
    }

    private static func mustShowAll(
        of folder: FolderID, _ clinic: SimulatedDevice, _ place: Int, _ world: World
    ) -> Bool {
        let ofOwner = world.ledger.statements.filter {
            $0.folder == folder && !world.scenario.cast.isClinic($0.device)
        }
        let visible = ofOwner.filter {
            switch $0.said {
            case .grant, .withdrawal: false
            default: true
            }
        }
        return !visible.isEmpty && clinic.isMember
            && visible.allSatisfy { world.mustShow($0, on: place) && !world.ledger.isExcused($0) }
    }

    /// What the clinic shows otherwise; what other clinics wrote is none of its business.
    private static func difference(
        in folder: FolderID, owner: SimulatedDevice, clinic: SimulatedDevice
    ) -> String? {
        guard let whole = owner.state(of: folder), let part = clinic.state(of: folder) else { return "contents: none" }
        let parties = [owner.account, clinic.account]
        if part.name != whole.name { return "names" }
        if part.photos != whole.photos { return "photos" }
        if part.diary != whole.diary { return "diary entries" }
        if part.scores != whole.scores.filter({ parties.contains($0.added.party) }) { return "scores" }
        if part.comments != whole.comments.filter({ parties.contains($0.added.party) }) { return "comments" }
        return nil
    }

    /// Devices that were let in after a removal do not open what the removed device sealed in epochs that the removal undid.
    private static func haveSameKeys(of folder: FolderID, _ a: SimulatedDevice, _ b: SimulatedDevice) -> Bool {
        a.control.undoneEpochs(of: folder).allSatisfy { (a.key(of: $0.id) == nil) == (b.key(of: $0.id) == nil) }
    }
}
