import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaSync
import DermaWire

/// The relay's log holds each entry once, in order, and what was said once stands in a folder once.
public struct NoDuplicates: Checker {
    public static let name = "no duplicates"
    /// The relay's entries, and what comes next in each log.
    private var entries: Set<Bytes32> = []
    private var next: [ReplicaID: UInt64] = [:]
    private var isFresh = true

    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        switch (moment.lane, moment.what) {
        case (.relay, .fault(.relayRestore)), (.relay, .fault(.rollback)):
            entries = []
            next = [:]
            return nil
        case (.relay, .appended(let append)):
            let replica = append.origin.replica(in: append.folder)
            defer { next[replica] = append.first + UInt64(append.entries.count) }
            if let expected = next[replica], expected != append.first {
                return "the relay took entry \(append.first) of replica \(replica) when \(expected) was next"
            }
            let known = append.entries.firstIndex { !entries.insert($0.hash).inserted }
            return known.map { "the relay holds \(Dot(replica, append.first + UInt64($0))) twice" }
        default: return nil
        }
    }

    public mutating func conclude(_ world: World) -> String? {
        for place in world.running {
            guard let device = world.device(place) else { continue }
            for folder in device.folderIDs {
                guard let text = device.state(of: folder).flatMap({ Self.doubled(in: $0, world) }) else { continue }
                return "\(world.name(place)) shows twice what was said once: \(text.prefix(24))"
            }
        }
        return nil
    }

    /// Simulated people never say the same twice.
    private static func doubled(in state: FolderState, _ world: World) -> String? {
        // Undoing says again what was there before, and so does who chooses a side.
        let all = state.diary.map { TextPlace.diary($0.id) } + state.comments.map { .comment($0.id) }
        let texts = all.filter { !world.ledger.repeated.contains($0) }
        let said =
            state.name.history + state.comments.flatMap(\.statement.history) + texts.flatMap(state.revisions)
        var seen: Set<String> = []
        for write in said where !seen.insert(write.value).inserted { return write.value }
        var manifests: Set<[UInt8]> = []
        let photo = state.photos.first { !manifests.insert($0.manifest).inserted }
        return photo.map { "photo \($0.id)" }
    }
}
