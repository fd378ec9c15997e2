import DermaCausality
import DermaSync
import DermaWire

/// What is acknowledged to a peer names nothing that is not durable on the disk of the one who says it, now and after every
/// start that is not from a backup.
public struct CursorAfterRows: Checker {
    public static let name = "cursor after rows"
    /// What each lane has told others that it holds.
    private var logs: [Lane: [FolderID: VersionVector]] = [:]
    private var photos: [Lane: [PhotoName: Int]] = [:]

    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        switch moment.what {
        case .sent(let message): observe(message, by: moment.lane, in: world)
        case .fault(.restore), .fault(.relayRestore), .fault(.rollback): forget(moment.lane)
        case .restarted(nil): restart(moment.lane, in: world)
        default: nil
        }
    }

    private mutating func forget(_ lane: Lane) -> String? {
        logs[lane] = nil
        photos[lane] = nil
        return nil
    }

    private mutating func restart(_ lane: Lane, in world: World) -> String? {
        // A device that was cloned or restored takes back what it wrote under a number that was used twice.
        if case .device(let device) = lane, world.mayForget(device) { logs[lane] = nil }
        return check(lane, in: world)
    }

    private mutating func observe(_ message: Message, by lane: Lane, in world: World) -> String? {
        guard !world.scenario.isHostile(lane), let code = FrameCode(rawValue: message.type) else { return nil }
        switch code {
        case .have, .entriesStored, .photoStored, .photoRequest: break
        default: return nil
        }
        switch message.frame {
        case .have(let have)?: return claim(have.vector, have.folder, lane, world)
        case .entriesStored(let stored)?: return claim(VersionVector([stored.dot]), stored.folder, lane, world)
        case .photoStored(let stored)?: return claim(Int(clamping: stored.offset), stored.name, lane, world)
        case .photoRequest(let request)?: return claim(Int(clamping: request.offset), request.name, lane, world)
        default: return nil
        }
    }

    private mutating func claim(
        _ vector: VersionVector, _ folder: FolderID, _ lane: Lane, _ world: World
    ) -> String? {
        logs[lane, default: [:]][folder, default: VersionVector()].merge(vector)
        return world.logOnDisk(of: lane).flatMap { Self.check(vector, folder, $0, lane, world) }
    }

    private mutating func claim(_ offset: Int, _ name: PhotoName, _ lane: Lane, _ world: World) -> String? {
        photos[lane, default: [:]][name] = offset
        return world.photosOnDisk(of: lane).flatMap { Self.check(offset, name, $0, lane, world) }
    }

    private func check(_ lane: Lane, in world: World) -> String? {
        guard let log = world.logOnDisk(of: lane), let disk = world.photosOnDisk(of: lane) else { return nil }
        for (folder, vector) in (logs[lane] ?? [:]).sorted(by: { $0.key < $1.key }) {
            if let reason = Self.check(vector, folder, log, lane, world) { return reason }
        }
        let claimed = (photos[lane] ?? [:]).sorted { $0.key.photo < $1.key.photo }
        for (name, offset) in claimed where (try? disk.holding(of: name)) != nil {
            if let reason = Self.check(offset, name, disk, lane, world) { return reason }
        }
        return nil
    }

    private static func check(
        _ vector: VersionVector, _ folder: FolderID, _ log: MemoryLog, _ lane: Lane, _ world: World
    ) -> String? {
        guard let held = try? log.vector(of: folder), let dot = vector.dots.first(where: { !held.contains($0) }) else {
            return nil
        }
        return "\(world.scenario.cast.name(of: lane)) said that it holds \(dot) of folder \(folder), and does not"
    }

    private static func check(
        _ offset: Int, _ name: PhotoName, _ photos: MemoryPhotos, _ lane: Lane, _ world: World
    ) -> String? {
        let held = (try? photos.holding(of: name))?.offset ?? 0
        guard offset > held else { return nil }
        let lane = world.scenario.cast.name(of: lane)
        return "\(lane) said that it holds \(offset) bytes of photo \(name.photo), and holds \(held)"
    }
}
