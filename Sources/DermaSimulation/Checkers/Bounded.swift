import DermaCausality
import DermaClient
import DermaIdentity
import DermaServer
import DermaSync
import DermaWire

/// Nobody sends or keeps more than the protocol's limits allow, or more than there is reason to.
public struct Bounded: Checker {
    public static let name = "bounded"
    /// Frames of a sync that have no other reason: hello, login, goodbye, and their answers.
    static let framesAlways = 12
    /// Frames, both ways, for each folder or control log that is compared once.
    static let framesPerComparison = 4
    /// Frames for each entry, photo, or half of a grant that is new: asked for, sent, acknowledged.
    static let framesPerNovelty = 4

    /// What went over one connection.
    private struct Traffic: Sendable {
        var frames = 0
        var asked: [FolderID: Int] = [:]
        var pieces = 0
        var halves = 0
        var acknowledged: [PhotoName: UInt64] = [:]
    }

    private var traffic: [Int: Traffic] = [:]
    private var written = 0
    private var kept = 0

    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        switch moment.what {
        case .sent(let message): return check(message, world)
        case .synced(let outcome):
            guard case .device(let place) = moment.lane, let sync = traffic.removeValue(forKey: outcome.connection),
                outcome.failure == nil, !world.scenario.isHostile
            else { return nil }
            return check(sync, outcome).map { "\(world.name(place)) \($0)" }
        case .appended(let append): return check(append, moment, world)
        default: return nil
        }
    }

    private mutating func check(_ message: Message, _ world: World) -> String? {
        let id = message.connection
        let name = message.direction == .up ? world.name(message.device) : "relay"
        let isLoggedIn = world.connections[id].relaySide.isLoggedIn
        let bytesMax = (isLoggedIn ? Limits.frameBytesMax : Limits.frameBeforeLoginBytesMax) + 6
        guard message.bytes.count <= bytesMax else { return "\(name) sent a frame of \(message.bytes.count) bytes" }
        let buffered = world.connections[id].relaySide.bufferedBytes
        guard buffered <= Limits.frameBytesMax + 6 else { return "the relay buffers \(buffered) bytes" }
        var sync = traffic[id] ?? Traffic()
        defer { traffic[id] = sync }
        sync.frames += 1
        switch message.type {
        case FrameCode.have.rawValue where message.direction == .up:
            if case .have(let have)? = message.frame { sync.asked[have.folder, default: 0] += 1 }
        case FrameCode.photoStored.rawValue:
            if case .photoStored(let stored)? = message.frame { sync.acknowledged[stored.name] = stored.offset }
        case FrameCode.photoPiece.rawValue:
            sync.pieces += 1
            guard message.direction == .up, case .photoPiece(let piece)? = message.frame else { return nil }
            let ahead = piece.offset + UInt64(piece.bytes.count)
            guard ahead <= (sync.acknowledged[piece.name] ?? 0) + UInt64(Limits.photoWindowBytesMax) else {
                return "\(name) sent more of photo \(piece.name.photo) than its window holds"
            }
        case FrameCode.halfWanted.rawValue, FrameCode.halfRequest.rawValue: sync.halves += 1
        default: break
        }
        return nil
    }

    private func check(_ sync: Traffic, _ outcome: SyncOutcome) -> String? {
        let report = outcome.report
        let new = report.entriesReceived + report.entriesSent
        if let (_, count) = sync.asked.first(where: { $0.value > 2 + new }) {
            return "asked \(count) times for a folder of which \(new) entries were new"
        }
        let novelties = new + report.photosReceived + report.photosSent + report.photosErased + sync.halves
        let framesMax =
            Self.framesAlways + Self.framesPerComparison * sync.asked.count + Self.framesPerNovelty * novelties
            + 2 * sync.pieces + report.refusals.count
        guard sync.frames <= framesMax else {
            return "needed \(sync.frames) frames for \(novelties) new things in \(sync.asked.count) folders"
        }
        return nil
    }

    /// The relay keeps every entry once; one that was restored is given them again.
    private mutating func check(_ append: DiskFaults.Append, _ moment: Moment, _ world: World) -> String? {
        for entry in append.entries {
            switch moment.lane {
            case .relay: kept += entry.entry.body.length
            case .device(let place):
                if world.isNew(entry, of: place, at: moment.time) { written += entry.entry.body.length }
            }
        }
        guard kept > written, !world.relay.isRestored, !world.scenario.isHostile else { return nil }
        return "the relay has stored \(kept) bytes of the \(written) that were written"
    }
}
