import DermaCausality
import DermaIdentity
import DermaServer
import DermaSync
import DermaWire

/// The relay destroys its half of a grant's key when the grant ends, and hands none out afterwards.
///
/// It knows of a withdrawal when it has stored it. A disk without room keeps a half until there is some: nothing can be
/// written there, not even that something is gone.
public struct HalvesDestroyed: Checker {
    public static let name = "halves destroyed"
    /// How long after a grant's end a running relay may hold its half, in milliseconds: it looks every minute.
    static let delayMax: Int64 = 60_000
    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard moment.lane == .relay, !world.ledger.sharing.grants.isEmpty else { return nil }
        switch moment.what {
        case .sent(let message):
            if message.type == FrameCode.halfReleased.rawValue, !world.scenario.isHostile,
                case .halfReleased(let released)? = message.frame, let reason = check(released.grant, world)
            {
                return reason
            }
            return expired(world)
        case .appended(let append) where append.isOfControlLog: return withdrawn(world)
        default: return nil
        }
    }

    public mutating func conclude(_ world: World) -> String? { expired(world) ?? withdrawn(world) }

    private func expired(_ world: World) -> String? {
        let store = world.relay.engine.store
        guard !store.faults.isFull else { return nil }
        for grant in world.ledger.sharing.grants.map(\.record) where grant.end + Self.delayMax <= world.time {
            guard (try? store.half(of: grant.id)) == nil else {
                return "the relay holds the half of grant \(grant.id), which ended long ago"
            }
        }
        return nil
    }

    private func withdrawn(_ world: World) -> String? {
        let store = world.relay.engine.store
        let book = world.ledger.sharing
        for grant in book.grants {
            guard let half = try? store.half(of: grant.record.id), half != .zero else { continue }
            let known = Self.knowledge(of: grant.account, world)
            let isWithdrawn = book.withdrawals.contains {
                $0.record.folder == grant.record.folder && $0.record.organisation == grant.record.organisation
                    && known.contains($0.dot) && !grant.context.contains($0.dot)
            }
            if isWithdrawn { return "the relay holds the half of grant \(grant.record.id), which was withdrawn" }
        }
        return nil
    }

    private func check(_ id: GrantID, _ world: World) -> String? {
        let book = world.ledger.sharing
        guard let grant = book.grants.first(where: { $0.record.id == id }) else {
            return "the relay released a half of grant \(id), which nobody made"
        }
        let access = book.access(
            of: grant.record.organisation, to: grant.record.folder,
            knowing: Self.knowledge(of: grant.account, world), at: world.time)
        return access == nil ? "the relay released the half of grant \(id), which has ended" : nil
    }

    private static func knowledge(of account: AccountID, _ world: World) -> VersionVector {
        (try? world.relay.engine.store.log.vector(of: .control(of: account))) ?? VersionVector()
    }
}
