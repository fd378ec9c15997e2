import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaSync
import DermaWire

/// A clinic's device has what was granted to its clinic and nothing else: keys of epochs, folders, and words of the patient
/// and of its own colleagues. What another clinic writes in the same folder, or is granted, an honest relay does not even
/// send it.
public struct GrantsOnly: Checker {
    public static let name = "grants only"
    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        if case .sent(let message) = moment.what, message.direction == .down, !world.scenario.isHostile {
            return check(message, world)
        }
        guard case .device(let place) = moment.lane, world.scenario.cast.isClinic(place) else { return nil }
        switch moment.what {
        case .appended(let append) where !append.isOfControlLog: return check(append, on: place, world)
        case .synced, .restarted: return check(place, world)
        default: return nil
        }
    }

    public mutating func conclude(_ world: World) -> String? {
        for place in world.actors.indices where world.scenario.cast.isClinic(place) {
            if let reason = check(place, world) { return reason }
        }
        return nil
    }

    private func check(_ message: Message, _ world: World) -> String? {
        guard message.type == FrameCode.entries.rawValue, world.scenario.cast.isClinic(message.device),
            case .entries(let run)? = message.frame, let account = world.actors[message.device]?.device.account
        else { return nil }
        for (header, entry) in zip(run.headers, run.entries) {
            if let author = world.ledger.authorship[header.hash]?.device, isForeign(author, to: message.device, world) {
                return "the relay sent \(world.name(message.device)) what \(world.name(author)) wrote"
            }
            guard entry.kind.isKnown, !entry.kind.isSealed, let bytes = entry.body.bytes,
                let record = try? ControlBody(decoding: bytes).record, let other = record.organisation, other != account
            else { continue }
            return "the relay sent \(world.name(message.device)) what is shared with \(world.name(of: other))"
        }
        return nil
    }

    private func isForeign(_ author: Int, to place: Int, _ world: World) -> Bool {
        let cast = world.scenario.cast
        return cast.isClinic(author) && cast.account(of: author) != cast.account(of: place)
    }

    private func check(_ append: DiskFaults.Append, on place: Int, _ world: World) -> String? {
        for entry in append.entries {
            guard let author = world.ledger.authorship[entry.hash]?.device, isForeign(author, to: place, world) else {
                continue
            }
            return "\(world.name(place)) stored what \(world.name(author)) wrote"
        }
        return nil
    }

    private func check(_ place: Int, _ world: World) -> String? {
        guard let device = world.actors[place]?.device else { return nil }
        let book = world.ledger.sharing
        for epoch in device.epochsHeld
        where !book.readers(of: epoch).contains(where: { $0.record.organisation == device.account }) {
            return "\(world.name(place)) holds the key of an epoch that was not granted to it"
        }
        let granted = Set(book.grants.filter { $0.record.organisation == device.account }.map(\.record.folder))
        for folder in device.folderIDs {
            guard granted.contains(folder), let state = device.state(of: folder) else {
                return "\(world.name(place)) shows folder \(folder), which was not granted to it"
            }
            let stamps = state.comments.map(\.added) + state.scores.map(\.added)
            guard stamps.allSatisfy({ [state.owner, device.account].contains($0.party) }) else {
                return "\(world.name(place)) shows what another clinic wrote in folder \(folder)"
            }
        }
        return nil
    }
}

extension ControlRecord {
    /// The organisation that it lets in or shuts out.
    fileprivate var organisation: AccountID? {
        switch self {
        case .grant(let grant): grant.organisation
        case .withdrawal(let withdrawal): withdrawal.organisation
        default: nil
        }
    }
}
