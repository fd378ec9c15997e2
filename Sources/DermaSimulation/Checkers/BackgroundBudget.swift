import DermaClient
import DermaSync

/// A sync in the background is over when a phone's system ends it. However a connection ends, what had come of a photo by then
/// is durable: the next sync goes on at that byte.
public struct BackgroundBudget: Checker {
    public static let name = "background budget"
    private var deadlines: [Int: Int64] = [:]
    /// How much of which photo has come over a connection, and when the last of it did.
    private var arrived: [Int: [(name: PhotoName, end: Int, at: Int64)]] = [:]

    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard case .device(let place) = moment.lane else {
            if case .sent(let message) = moment.what { note(message) }
            return nil
        }
        switch moment.what {
        case .connected(let id):
            let isBackground = world.actors[place].map { moment.time < $0.link.backgroundUntil } ?? false
            if isBackground { deadlines[id] = moment.time + World.backgroundBudget }
        case .disconnected(let id):
            defer { forget(id) }
            if let deadline = deadlines[id], moment.time > deadline {
                return "\(world.name(place)) worked \((moment.time - deadline) / 1000) s longer than its system allows"
            }
            return lost(id, place, world)
        case .synced(let outcome):
            // A sync that failed is told so after its connection ended, with what that made durable.
            defer { if outcome.failure == nil { forget(outcome.connection) } }
            if let deadline = deadlines[outcome.connection], moment.time > deadline {
                return "\(world.name(place)) worked \((moment.time - deadline) / 1000) s longer than its system allows"
            }
        default: break
        }
        return nil
    }

    private mutating func note(_ message: Message) {
        guard message.type == FrameCode.photoPiece.rawValue, message.direction == .down, let arrival = message.arrival,
            case .photoPiece(let piece)? = message.frame
        else { return }
        let end = Int(piece.offset) + piece.bytes.count
        arrived[message.connection, default: []].append((piece.name, end, arrival))
    }

    private func lost(_ id: Int, _ place: Int, _ world: World) -> String? {
        guard !world.scenario.isHostile, let store = world.actors[place]?.device.store, !store.faults.isDead,
            !store.faults.isFull
        else { return nil }
        for piece in arrived[id] ?? [] where piece.at < world.now {
            let held = (try? store.photos.holding(of: piece.name))?.offset ?? 0
            guard held >= piece.end else {
                return "\(world.name(place)) lost \(piece.end - held) bytes of photo \(piece.name.photo) that had come"
            }
        }
        return nil
    }

    private mutating func forget(_ id: Int) {
        deadlines[id] = nil
        arrived[id] = nil
    }
}
