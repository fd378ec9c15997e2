import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

extension Relay {
    /// Destroys a photo for good. The tombstone comes first: if the relay dies in between, the client asks again.
    mutating func take(
        _ erasure: PhotoErasure, from peer: ServerSession.Peer, at now: Int64
    ) throws(RelayRefusal) -> [Frame] {
        let name = erasure.name
        let (owner, _) = try view(of: name.folder, for: peer, at: now)
        guard owner == peer.account, name.folder != FolderID.control(of: owner) else {
            throw RelayRefusal(.notMember, folder: name.folder)
        }
        // Nobody takes back what a person wrote, not even a device that was stolen.
        for head in erasure.entries where try !mayErase(head, in: name.folder) {
            throw RelayRefusal(.badBody, folder: name.folder)
        }
        let entries = try all(erasure)
        try stored { () throws(StoreError) in
            try store.note(PhotoErasure(name: name, entries: entries))
            try store.log.erase(entries.sorted(), in: name.folder)
            try store.photos.remove(name)
        }
        return [.erased(name)]
    }

    /// Refuses what belongs to a photo that was erased.
    func requireUnerased(_ name: PhotoName) throws(RelayRefusal) {
        let erasure = try stored { () throws(StoreError) in try store.erasure(of: name) }
        if erasure != nil { throw RelayRefusal(.photoErased, folder: name.folder) }
    }

    /// Whether an entry adds a photo, or is not here.
    private func mayErase(_ head: ReplicaHead, in folder: FolderID) throws(RelayRefusal) -> Bool {
        try stored { () throws(StoreError) in
            guard head.dot.sequence > 0, try store.log.hash(of: head.dot, in: folder) == head.hash else { return true }
            let held = try store.log.entries(
                of: head.dot.replica, in: folder, after: head.dot.sequence - 1, limit: 1, bytesMax: 0)
            return held.first?.entry.kind == .photo
        }
    }

    /// The entries of an erasure and those of earlier ones of the same photo.
    private func all(_ erasure: PhotoErasure) throws(RelayRefusal) -> Set<ReplicaHead> {
        let name = erasure.name
        var entries = Set(erasure.entries)
        let held = try stored { () throws(StoreError) in try store.erasure(of: name) }
        entries.formUnion(held?.entries ?? [])
        let count = try stored { () throws(StoreError) in try store.erasedCount(in: name.folder) }
        guard entries.count <= Limits.erasureEntriesMax, held != nil || count < Limits.erasedPhotosMax else {
            throw RelayRefusal(.limitReached, folder: name.folder)
        }
        return entries
    }
}
