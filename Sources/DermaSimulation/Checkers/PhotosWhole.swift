import DermaCRDT
import DermaCausality
import DermaClient
import DermaSync
import DermaWire

/// Every photo that can be opened is the original, byte for byte, a part of one is never shown, and what could be opened once
/// can be opened after every start. In the end each device that may see a photo has it.
public struct PhotosWhole: Checker {
    public static let name = "photos whole"
    /// The photos that each device has opened since it was started.
    private var opened: [Int: Set<PhotoID>] = [:]
    /// Photos of which no disk holds all bytes any more from which they could come back.
    private var lost: Set<PhotoID> = []

    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        if moment.isLoss { noteLosses(world) }
        guard case .device(let place) = moment.lane else { return nil }
        switch moment.what {
        case .said(let statement):
            guard case .photo = world.ledger.statements[statement].said else { return nil }
            return check(place, world)
        case .disconnected, .synced: return check(place, world)
        case .restarted(nil):
            let before = opened.removeValue(forKey: place) ?? []
            if let reason = check(place, world) { return reason }
            guard world.actors[place]?.restoredAt != moment.time else { return nil }
            let gone = before.subtracting(opened[place] ?? []).filter { !Self.isErased($0, on: place, world) }.min()
            return gone.map { "\(world.name(place)) does not show photo \($0) after a start" }
        default: return nil
        }
    }

    public mutating func conclude(_ world: World) -> String? {
        for place in world.running {
            opened[place] = nil
            if let reason = check(place, world) { return reason }
        }
        if let photo = named(world) { return "nobody holds the bytes of photo \(photo)" }
        for statement in world.ledger.statements where !world.ledger.isExcused(statement) {
            guard case .photo(let photo, _) = statement.said,
                Self.isHeld(photo, statement, world)
                    || !lost.contains(photo) && world.actors[statement.device]?.condition != .lost
            else { continue }
            for viewer in world.running where world.mustShow(statement, on: viewer) {
                guard !(opened[viewer]?.contains(photo) ?? false), !Self.isErased(photo, on: viewer, world) else {
                    continue
                }
                return "\(world.name(viewer)) never got photo \(photo) of \(world.name(statement.device))"
            }
        }
        return nil
    }

    /// In a world in which nothing that was kept can be gone: a photo that is named and of which nobody holds the bytes.
    private func named(_ world: World) -> PhotoID? {
        let losses: [Verb] = [.lose, .restore, .clone, .revoke, .relayRestore, .rollback]
        guard !world.scenario.isHostile, losses.allSatisfy({ world.faults[$0] == nil }) else { return nil }
        for place in world.running where !world.scenario.cast.isClinic(place) {
            guard let device = world.device(place) else { continue }
            let account = world.scenario.cast.account(of: place)
            for folder in device.folderIDs where device.state(of: folder)?.owner == device.account {
                let photos = device.state(of: folder)?.photos ?? []
                let missing = photos.first { !Self.isHeld(PhotoName(folder: folder, photo: $0.id), account, world) }
                if let missing { return missing.id }
            }
        }
        return nil
    }

    private mutating func check(_ place: Int, _ world: World) -> String? {
        guard let device = world.device(place), !device.store.faults.isDead else { return nil }
        for statement in world.ledger.statements {
            guard case .photo(let photo, let hash) = statement.said, !(opened[place]?.contains(photo) ?? false),
                device.manifest(of: photo, in: statement.folder) != nil
            else { continue }
            do throws(DeviceError) {
                guard let jpeg = try device.jpeg(of: photo, in: statement.folder) else { continue }
                guard Ledger.hash(ofJPEG: jpeg) == hash else {
                    return "\(world.name(place)) shows photo \(photo) with other bytes"
                }
                opened[place, default: []].insert(photo)
            } catch {
                return "\(world.name(place)) cannot open photo \(photo): \(error)"
            }
        }
        return nil
    }

    /// Whether a device knows that a photo was erased.
    private static func isErased(_ photo: PhotoID, on place: Int, _ world: World) -> Bool {
        guard let device = world.device(place) else { return false }
        return device.folderIDs.contains { device.state(of: $0)?[erasedPhoto: photo] != nil }
    }

    private mutating func noteLosses(_ world: World) {
        for statement in world.ledger.statements {
            guard case .photo(let photo, _) = statement.said, !Self.isHeld(photo, statement, world) else { continue }
            lost.insert(photo)
        }
    }

    /// Whether all bytes of a photo are where they can reach everyone from.
    private static func isHeld(_ photo: PhotoID, _ statement: Ledger.Statement, _ world: World) -> Bool {
        let name = PhotoName(folder: statement.folder, photo: photo)
        return isHeld(name, world.scenario.cast.account(of: statement.device), world)
    }

    private static func isHeld(_ name: PhotoName, _ owner: Int, _ world: World) -> Bool {
        let devices = world.actors.indices.filter {
            world.scenario.cast.account(of: $0) == owner && world.actors[$0].map { $0.condition != .lost } ?? false
        }
        return ([.relay] + devices.map { Lane.device($0) }).contains { lane in
            (try? world.photosOnDisk(of: lane)?.holding(of: name))?.isComplete ?? false
        }
    }
}
