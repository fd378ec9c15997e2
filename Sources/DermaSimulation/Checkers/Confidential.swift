import DermaCausality
import DermaClient
import DermaIdentity
import DermaServer
import DermaSync

/// Nothing that a person wrote, and no secret key of anyone, is in what goes over the wire or lies at the relay.
///
/// The relay's half of a grant's key is the one secret that it may have.
public struct Confidential: Checker {
    public static let name = "confidential"
    private var search = SecretSearch()
    private var isWatching = false

    public init() { search.add(Array(Ledger.canary.utf8)) }

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        if !isWatching {
            isWatching = true
            for device in world.actors.indices { learn(device, world) }
        }
        switch moment.what {
        case .sent(let message):
            return find(in: message.bytes).map { "frame \(message.type), byte \($0), is in the clear on the wire" }
        case .appended(let append):
            guard case .device(let device) = moment.lane else { return find(in: append) }
            if append.isOfControlLog { learn(device, world) }
        // A half that came makes keys of what was here before; a linked device has keys of its own.
        case .synced, .restarted, .did:
            if case .device(let device) = moment.lane { learn(device, world) }
        default: break
        }
        return nil
    }

    public mutating func conclude(_ world: World) -> String? {
        let photos = world.relay.engine.store.photos
        for folder in Set(world.ledger.statements.map(\.folder)).sorted() {
            for photo in (try? photos.photos(in: folder)) ?? [] {
                let held = try? photos.read(PhotoName(folder: folder, photo: photo), at: 0, count: .max)
                if held.flatMap({ find(in: $0) }) != nil { return "photo \(photo) is in the clear at the relay" }
            }
        }
        return nil
    }

    private func find(in bytes: [UInt8]) -> Int? { search.firstPlace(in: bytes) }

    private func find(in append: DiskFaults.Append) -> String? {
        for (index, entry) in append.entries.enumerated() {
            guard let body = entry.entry.body.bytes, find(in: body) != nil else { continue }
            return "entry \(append.first + UInt64(index)) of folder \(append.folder) is in the clear at the relay"
        }
        return nil
    }

    private mutating func learn(_ device: Int, _ world: World) {
        for key in world.actors[device]?.device.secretKeys ?? [] { search.add(key) }
    }
}
