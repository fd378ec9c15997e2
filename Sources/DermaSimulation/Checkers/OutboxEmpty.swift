import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaServer
import DermaSync

/// When all has come to rest, nobody has anything that the relay should have and does not: no entry and no photo.
public struct OutboxEmpty: Checker {
    public static let name = "outbox empty"
    public init() {}

    public mutating func conclude(_ world: World) -> String? {
        for place in world.running {
            guard let device = world.device(place), device.isMember else { continue }
            for folder in [device.control.folder] + device.folderIDs where world.ledger.split[folder] == nil {
                if let what = Self.unsent(in: folder, device, world) {
                    return "\(world.name(place)) never sent \(what) of folder \(folder)"
                }
            }
        }
        return nil
    }

    private static func unsent(in folder: FolderID, _ device: SimulatedDevice, _ world: World) -> String? {
        let relay = world.relay.engine.store
        let isControl = folder == device.control.folder
        let isOwn = isControl || device.state(of: folder)?.owner == device.account
        if !isOwn, !isLetIn(device, to: folder, world) { return nil }
        // Device and relay both went back: two records of one number part them, and all that is left is the alarm.
        if world.relay.isRestored, world.ledger.split[device.control.folder] != nil { return nil }
        guard let atRelay = try? relay.log.base.vector(of: folder),
            let origins = try? device.store.log.base.origins(in: folder)
        else { return nil }
        for origin in origins where isOwn || device.control.signingKey(of: origin.author) != nil {
            let replica = origin.replica(in: folder)
            guard let tail = try? device.store.log.base.tail(of: replica, in: folder),
                tail.sequence > atRelay[replica]
            else { continue }
            return "entry \(Dot(replica, tail.sequence))"
        }
        guard isOwn, !isControl else { return nil }
        for photo in device.state(of: folder)?.photos ?? [] {
            let name = PhotoName(folder: folder, photo: photo.id)
            guard (try? device.store.photos.base.holding(of: name))?.isComplete ?? false,
                (try? relay.photos.base.holding(of: name))?.isComplete != true
            else { continue }
            return "photo \(photo.id)"
        }
        return nil
    }

    private static func isLetIn(_ clinic: SimulatedDevice, to folder: FolderID, _ world: World) -> Bool {
        guard let owner = world.owner(of: folder), let member = world.members(of: owner).first,
            let control = world.device(member)?.control,
            case .success = control.access(of: clinic.account, to: folder, at: world.time)
        else { return false }
        return true
    }
}
