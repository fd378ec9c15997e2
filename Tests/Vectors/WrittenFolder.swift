import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaWire
import Testing

/// A folder's entries, as a vector has them, and what they come to by the rules of `Spec/06-folder-state.md`, word by word,
/// without the library's own buffer.
struct WrittenFolder {
    struct Entry {
        let dot: Dot
        let hash: Bytes32
        let kind: EntryKind
        let body: ContentBody?
    }

    struct Replayed {
        var state: FolderState
        var forks: [Dot] = []
        /// Entries without a body that add photos and that no erasure names.
        var withheld: [Dot] = []
        var unreadable: [Dot] = []
        /// How many entries wait for causes.
        var waiting = 0
    }

    let owner: AccountID
    let isReaderOwner: Bool
    let writers: [ReplicaID: (author: AuthorID, party: AccountID)]
    let entries: [Entry]

    /// - Parameter owner: If the folder itself does not say whose it is.
    init(_ json: JSON, of owner: JSON? = nil) throws {
        self.owner = try (owner ?? json["owner"]).decoded()
        isReaderOwner = json["isReaderOwner"] != false
        guard case .object(let replicas) = json["replicas"] else { throw WireError(.invalidValue, at: 0) }
        writers = try replicas.reduce(into: [:]) { writers, replica in
            writers[try JSON.string(replica.key).decoded()] = (
                try replica.value["author"].decoded(), try replica.value["party"].decoded()
            )
        }
        entries = try json["entries"].items.map { json in
            let parts = try #require(json["dot"].text).split(separator: ":")
            return Entry(
                dot: Dot(try JSON.string(String(parts[0])).decoded(), try #require(parts.last.flatMap { UInt64($0) })),
                hash: try json["headerHash"].decoded(),
                kind: try EntryKind(decoding: [UInt8(clamping: try #require(json["kind"].integer))]),
                body: json["body"] == .null ? nil : try json["body"].decoded())
        }
    }

    /// Applies whatever has all its causes until nothing more can be applied.
    func replayed(_ entries: [Entry]) throws -> Replayed {
        var replayed = Replayed(state: FolderState(owner: owner))
        var hashes: [Dot: Bytes32] = [:]
        var bodiless: [ReplicaHead] = []
        var left = entries
        while let place = left.firstIndex(where: { isReady($0, hashes) }) {
            let entry = left.remove(at: place)
            if let body = entry.body {
                let isForked = body.context.heads.contains { head in hashes[head.dot].map { $0 != head.hash } ?? false }
                if isForked { replayed.forks.append(entry.dot) }
                try apply(body, of: entry, to: &replayed.state)
            } else {
                if entry.kind == .photo { bodiless.append(ReplicaHead(entry.dot, entry.hash)) }
                replayed.state.pass(entry.dot, seeing: [])
            }
            hashes[entry.dot] = entry.hash
        }
        let named = Set(replayed.state.erasedPhotos.flatMap(\.entries))
        for named in named where hashes[named.dot] == named.hash {
            replayed.state.withdrawPhoto(addedBy: named.dot)
        }
        replayed.forks.sort()
        replayed.withheld = bodiless.filter { !named.contains($0) }.map(\.dot).sorted()
        replayed.unreadable = entries.filter { $0.body == nil && $0.kind != .photo }.map(\.dot).sorted()
        replayed.waiting = left.count
        return replayed
    }

    private func apply(_ body: ContentBody, of entry: Entry, to state: inout FolderState) throws {
        let writer = try #require(writers[entry.dot.replica])
        let mark = EntryMark(author: writer.author, party: writer.party, time: body.time)
        if entry.kind == .photo, case .addPhoto(let photo, let manifest)? = body.ops.first {
            state.add(photo, manifest: manifest, of: entry.dot, by: mark)
        } else {
            state.apply(body.ops, of: entry.dot, seeing: body.context.heads.map(\.dot), by: mark)
        }
    }

    private func isReady(_ entry: Entry, _ applied: [Dot: Bytes32]) -> Bool {
        let hasPrevious = entry.dot.sequence == 1 || applied[Dot(entry.dot.replica, entry.dot.sequence - 1)] != nil
        let present = Set(entries.map(\.dot.replica))
        let causes = (entry.body?.context.heads ?? []).filter { isReaderOwner || present.contains($0.dot.replica) }
        return hasPrevious && causes.allSatisfy { applied[$0.dot] != nil }
    }
}
