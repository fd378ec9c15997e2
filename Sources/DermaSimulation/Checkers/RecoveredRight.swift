import DermaCRDT
import DermaCausality
import DermaClient

/// A photo of a deleted folder is recovered exactly if nobody who deleted the folder had seen it, or what was said of it: worked out from what was really
/// said and seen. Photos that somebody moved are left out.
public struct RecoveredRight: StateChecker {
    public static let name = "recovered right"
    public init() {}

    static func check(_ place: Int, _ world: World) -> String? {
        guard let device = world.actors[place]?.device, let library = device.libraryID,
            device.state(of: library) != nil, let arranged = world.told(in: library, on: device)?.fields
        else { return nil }
        let recovered = Set(device.arrangement.recovered)
        for folder in device.folderIDs where device.state(of: folder)?.owner == device.account {
            guard let told = world.told(in: folder, on: device) else { continue }
            let seen = deletion(of: folder, arranged)
            guard device.isDeleted(folder) == (seen != nil) else {
                return "\(world.name(place)) is wrong about whether folder \(folder) is deleted"
            }
            for statement in told {
                guard case .photo(let photo, _) = statement.said, device.state(of: folder)?[photo: photo] != nil,
                    arranged[.home(PhotoLink(photo, in: folder))] == nil
                else { continue }
                let isLate =
                    seen.map { seen in told.contains { $0.isAbout(photo) && !seen.contains($0.dot) } } ?? false
                let link = Recovered(.item(.photo(photo), of: folder), in: folder)
                guard recovered.contains(link) == isLate else {
                    return "\(world.name(place)) \(isLate ? "does not recover" : "recovers") photo \(photo)"
                }
            }
        }
        return nil
    }

    /// What those who deleted a folder had seen of it; nil if it is not deleted.
    private static func deletion(
        of folder: FolderID, _ arranged: [FieldPlace: [FieldValue]]
    ) -> VersionVector? {
        let values = arranged[.deletion(folder)] ?? []
        guard case .deletion(.some)? = values.last else { return nil }
        return values.reduce(into: VersionVector()) { seen, value in
            if case .deletion(let vector?) = value { seen.merge(vector) }
        }
    }
}

extension Ledger.Statement {
    /// Whether it adds the photo, or writes a field of it.
    fileprivate func isAbout(_ photo: PhotoID) -> Bool {
        switch said {
        case .photo(photo, _): true
        case .field(let field):
            switch field.place {
            case .photoSite(photo), .fileTime(photo), .enteredInError(photo), .derivedFrom(photo): true
            default: false
            }
        default: false
        }
    }
}
