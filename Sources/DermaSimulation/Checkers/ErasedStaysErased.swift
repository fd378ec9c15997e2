import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaServer
import DermaSync

/// An erased photo is gone for good: no device that has applied the erasure and no relay that has confirmed it holds its bytes
/// or the body of an entry that the erasure names, and no such device shows it again. In the end every relay has confirmed.
public struct ErasedStaysErased: Checker {
    public static let name = "erased stays erased"
    /// What each device knew to be erased when it was last looked at.
    private var known: [Int: Set<PhotoName>] = [:]
    /// What the relay has confirmed.
    private var confirmed: Set<PhotoName> = []

    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        switch (moment.lane, moment.what) {
        case (.relay, .fault(.relayRestore)), (.relay, .fault(.rollback)), (.relay, .fault(.fork)):
            confirmed = []
            return nil
        case (.relay, .sent(let message)):
            guard !world.scenario.isHostile(.relay), message.type == FrameCode.erased.rawValue,
                case .erased(let name)? = message.frame
            else { return nil }
            confirmed.insert(name)
            return checkRelay(world)
        case (.relay, .appended), (.relay, .disconnected), (.relay, .restarted): return checkRelay(world)
        case (.device(let place), .synced(let outcome)) where outcome.failure == nil: return check(place, world)
        case (.device(let place), .said), (.device(let place), .restarted(nil)): return check(place, world)
        default: return nil
        }
    }

    public mutating func conclude(_ world: World) -> String? {
        for place in world.running {
            if let reason = check(place, world) { return reason }
            guard !world.scenario.isHostile, let device = world.device(place), device.isMember else { continue }
            for folder in device.folderIDs where world.ledger.split[folder] == nil {
                guard let photo = try? device.pendingErasures(in: folder).first else { continue }
                return "\(world.name(place)) waits for the relay to confirm the erasure of photo \(photo)"
            }
        }
        return checkRelay(world)
    }

    private mutating func check(_ place: Int, _ world: World) -> String? {
        guard let device = world.device(place), !device.store.faults.isDead else { return nil }
        var now: Set<PhotoName> = []
        for folder in device.folderIDs {
            guard let state = device.state(of: folder) else { continue }
            for photo in state.erasedPhotos {
                let name = PhotoName(folder: folder, photo: photo.id)
                now.insert(name)
                if state[photo: photo.id] != nil { return "\(world.name(place)) shows erased photo \(photo.id)" }
                if let what = Self.remains(
                    of: name, photo.entries, device.store.log.base, device.store.photos.base)
                {
                    return "\(world.name(place)) holds \(what) of erased photo \(photo.id)"
                }
            }
        }
        defer { known[place] = now }
        // A backup may be from before; what a removed device erased may come to count no more.
        guard world.actors[place]?.restoredAt == nil, !world.mayForget(place), !device.control.hasRevocations,
            !world.scenario.isHostile, world.faults[.clone] == nil, world.faults[.restore] == nil
        else { return nil }
        let back = (known[place] ?? []).subtracting(now).min { $0.photo < $1.photo }
        return back.map { "\(world.name(place)) has forgotten that photo \($0.photo) is erased" }
    }

    private func checkRelay(_ world: World) -> String? {
        let store = world.relay.engine.store
        guard !store.faults.isDead else { return nil }
        for name in confirmed.sorted(by: { $0.photo < $1.photo }) {
            guard let erasure = try? store.erasure(of: name) else {
                return "the relay has forgotten that photo \(name.photo) is erased"
            }
            if let what = Self.remains(of: name, Set(erasure.entries), store.log.base, store.photos.base) {
                return "the relay holds \(what) of erased photo \(name.photo)"
            }
        }
        return nil
    }

    /// What is left of a photo on a disk.
    private static func remains(
        of name: PhotoName, _ entries: Set<ReplicaHead>, _ log: MemoryLog, _ photos: MemoryPhotos
    ) -> String? {
        if (try? photos.holding(of: name)) != nil { return "bytes" }
        for head in entries.sorted() where (try? log.hash(of: head.dot, in: name.folder)) == head.hash {
            let held = try? log.entries(
                of: head.dot.replica, in: name.folder, after: head.dot.sequence - 1, limit: 1, bytesMax: .max)
            if let entry = held?.first?.entry, entry.kind == .photo, entry.body.bytes != nil {
                return "body \(head.dot)"
            }
        }
        return nil
    }
}
