import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

/// Catching up costs what is new and no more: nothing is sent to someone who has said that it holds it, photos go on at the
/// very byte, and all is at rest after a few rounds in which everyone syncs.
public struct BoundedCatchUp: Checker {
    public static let name = "bounded catch-up"
    /// Everything is known in one round, everyone has it in the next, a third is quiet; a clinic's word travels with them.
    static let roundsMax = 4

    /// What one side of a connection has said that it holds.
    private struct Told {
        var logs: [FolderID: VersionVector] = [:]
        var photos: [PhotoName: UInt64] = [:]
    }

    private var told: [Int: [Direction: Told]] = [:]

    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        switch moment.what {
        case .settled(let rounds) where rounds > Self.roundsMax && world.ledger.hostile.isEmpty:
            return "it took \(rounds) rounds of syncs to come to rest"
        case .disconnected(let connection):
            told[connection] = nil
            return nil
        case .sent(let message) where !world.scenario.isHostile:
            guard let repeated = repeated(message, moment.lane, world) else { return nil }
            return "\(world.scenario.cast.name(of: moment.lane)) sent \(repeated), which was there"
        default: return nil
        }
    }

    private mutating func repeated(_ message: Message, _ lane: Lane, _ world: World) -> String? {
        let answering: Direction = message.direction == .up ? .down : .up
        guard let code = FrameCode(rawValue: message.type) else { return nil }
        switch code {
        case .have, .entries, .photoStored, .photoRequest, .photoPiece: break
        default: return nil
        }
        switch message.frame {
        case .have(let have)?:
            told[message.connection, default: [:]][message.direction, default: Told()].logs[have.folder] = have.vector
        case .photoStored(let stored)?:
            told[message.connection, default: [:]][message.direction, default: Told()].photos[stored.name] =
                stored.offset
        case .photoRequest(let request)?:
            let held = (try? world.photosOnDisk(of: lane)?.holding(of: request.name))?.offset ?? 0
            if request.offset < UInt64(held) { return "a request for bytes of photo \(request.name.photo)" }
        case .entries(let run)?:
            let replica = run.origin.replica(in: run.folder)
            let held = told[message.connection]?[answering]?.logs[run.folder]?[replica] ?? 0
            if run.firstSequence <= held { return "entry \(Dot(replica, run.firstSequence)) of folder \(run.folder)" }
        case .photoPiece(let piece)? where message.direction == .up:
            let held = told[message.connection]?[answering]?.photos[piece.name] ?? 0
            if piece.offset + UInt64(piece.bytes.count) <= held { return "bytes of photo \(piece.name.photo)" }
        default: break
        }
        return nil
    }
}
