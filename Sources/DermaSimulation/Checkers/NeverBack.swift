import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaSync

/// What someone once had, or once said it had, never becomes less: control logs, epochs, logs, durable bytes of photos.
///
/// A device or a relay that was restored from a backup begins anew: it may have forgotten. What such a device wrote under
/// numbers that were used before moves to a new replica, on every device of its account: their logs are left out.
public struct NeverBack: Checker {
    public static let name = "never back"

    /// What one side of one pair has said, or a device known.
    private struct Known: Sendable {
        var restoredAt: Int64?
        var logs: [FolderID: VersionVector] = [:]
        var photos: [PhotoName: UInt64] = [:]
        var control = VersionVector()
        var epochs: [FolderID: UInt64] = [:]
    }

    private var devices: [Int: Known] = [:]
    /// What the relay has told each device.
    private var relay: [Int: Known] = [:]
    /// The photos that a connection carries to the relay, and what the relay held of each when one ended.
    private var uploads: [Int: Set<PhotoName>] = [:]
    private var uploaded: [PhotoName: Int] = [:]

    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        switch moment.what {
        case .fault(.relayRestore), .fault(.rollback), .fault(.fork): (relay, uploaded) = ([:], [:])
        case .disconnected(let id) where moment.lane == .relay:
            for name in uploads.removeValue(forKey: id) ?? [] {
                uploaded[name] = (try? world.photosOnDisk(of: .relay)?.holding(of: name))?.offset ?? 0
            }
        case .sent(let message):
            guard !world.scenario.isHostile else { return nil }
            return check(message, world)
        case .synced, .restarted:
            if case .device(let place) = moment.lane { return check(place, world) }
        default: break
        }
        return nil
    }

    private mutating func check(_ message: Message, _ world: World) -> String? {
        let name = message.direction == .up ? world.name(message.device) : "relay"
        var known = known(message, world)
        switch message.type {
        case FrameCode.have.rawValue:
            guard case .have(let have)? = message.frame else { return nil }
            let before = known.logs.updateValue(have.vector, forKey: have.folder) ?? VersionVector()
            guard world.covers(have.vector, before, of: have.folder) else {
                return "\(name) had more of folder \(have.folder) before"
            }
        case FrameCode.photoStored.rawValue:
            guard case .photoStored(let stored)? = message.frame else { return nil }
            let told = known.photos.updateValue(stored.offset, forKey: stored.name) ?? 0
            let before = max(told, UInt64(uploaded[stored.name] ?? 0))
            guard stored.offset >= before else {
                return "\(name) had \(before) bytes of photo \(stored.name.photo) before"
            }
        case FrameCode.photoPiece.rawValue:
            guard message.direction == .up, case .photoPiece(let piece)? = message.frame else { return nil }
            uploads[message.connection, default: []].insert(piece.name)
            return nil
        default: return nil
        }
        if message.direction == .up { devices[message.device] = known } else { relay[message.device] = known }
        return nil
    }

    private func known(_ message: Message, _ world: World) -> Known {
        message.direction == .up ? known(message.device, world) : relay[message.device] ?? Known()
    }

    private func known(_ place: Int, _ world: World) -> Known {
        let restoredAt = world.actors[place]?.restoredAt
        if let known = devices[place], known.restoredAt == restoredAt { return known }
        return Known(restoredAt: restoredAt)
    }

    private mutating func check(_ place: Int, _ world: World) -> String? {
        guard let device = world.actors[place]?.device else { return nil }
        var known = known(place, world)
        defer { devices[place] = known }
        let control = device.control
        guard world.covers(control.applied, known.control, of: control.folder) else {
            return "\(world.name(place)) forgot records of its account"
        }
        known.control = control.applied
        for folder in device.folderIDs {
            let epoch = control.newestEpoch(of: folder)?.number ?? 0
            // What a removed device started may count no more.
            guard epoch >= known.epochs[folder] ?? 0 || control.hasRevocations else {
                return "\(world.name(place)) went back to an older epoch"
            }
            known.epochs[folder] = epoch
            guard !world.scenario.isHostile else { continue }
            for photo in (try? device.store.photos.base.photos(in: folder)) ?? [] {
                let photo = PhotoName(folder: folder, photo: photo)
                if device.state(of: folder)?[erasedPhoto: photo.photo] != nil { continue }
                let held = UInt64((try? device.store.photos.base.holding(of: photo))?.offset ?? 0)
                guard held >= known.photos[photo] ?? 0 else {
                    return "\(world.name(place)) lost bytes of \(photo.photo)"
                }
                known.photos[photo] = held
            }
        }
        return nil
    }
}

extension World {
    /// Whether somebody has all that they had before, but for logs of a device that may use a number twice: those move.
    fileprivate func covers(_ now: VersionVector, _ before: VersionVector, of folder: FolderID) -> Bool {
        now.covers(before)
            || before.dots.allSatisfy { now.contains($0) || author(of: $0, in: folder).map(mayForget) ?? false }
    }

    private func author(of dot: Dot, in folder: FolderID) -> Int? {
        ledger.authorship.values.first { $0.folder == folder && $0.dot == dot }?.device
    }
}
