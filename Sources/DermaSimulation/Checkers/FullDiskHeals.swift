import DermaClient
import DermaServer
import DermaSync

/// A disk or a quota that was full stops nobody once there is room: nothing that begins then fails for want of it. A
/// hostile relay may say that it is full whenever it likes.
public struct FullDiskHeals: Checker {
    public static let name = "full disk heals"
    /// Since when there has been room at the relay, in milliseconds; nil while there is none.
    private var roomAtRelaySince: Int64? = 0

    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        let isFull = world.relay.engine.store.faults.isFull
        if isFull { roomAtRelaySince = nil } else if roomAtRelaySince == nil { roomAtRelaySince = moment.time }
        guard case .device(let place) = moment.lane, let actor = world.actors[place] else { return nil }
        let hasRoom = !actor.device.store.faults.isFull
        switch moment.what {
        case .did(_, .failed(.store(let error))) where error.code == .full && hasRoom:
            return "\(world.name(place)) has room again and could not write \(error.place)"
        case .synced(let outcome):
            if let failure = outcome.failure, failure.isForWantOfRoom, !world.isCalm, !triesAgain(actor) {
                return "\(world.name(place)) does not try again by itself after a disk was full"
            }
            switch outcome.failure {
            case .device(.store(let error))? where error.code == .full && hasRoom:
                return "\(world.name(place)) has room again and could not sync: \(error.place)"
            case .session(.refused(.storageFull))?
            where !world.scenario.isHostile && roomAtRelaySince.map { $0 < outcome.began } ?? false:
                return "the relay has room again and refused \(world.name(place))"
            default: return nil
            }
        default: return nil
        }
    }

    private func triesAgain(_ actor: Actor) -> Bool {
        !actor.isRunning || actor.retryAt != nil || actor.isAwaitingNetwork || actor.conversation != nil
            || actor.retry.failures == SyncRetry.failuresMax
    }
}

extension SyncFailure {
    fileprivate var isForWantOfRoom: Bool {
        switch self {
        case .device(.store(let error)): error.code == .full
        case .session(.refused(let code)): code == .storageFull
        default: false
        }
    }
}
