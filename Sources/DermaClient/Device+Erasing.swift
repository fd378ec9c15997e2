import DermaCRDT
public import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

extension Device {
    /// Erases a photo for good: its bytes and its key go here at once, and from every relay and device that hears of it.
    /// Comments on it stay. Durable when it returns.
    public mutating func erase(_ photo: PhotoID, in folder: FolderID) throws(DeviceError) {
        try checkOwner(of: folder)
        guard let replica = folders[folder] else { throw .notFound }
        if replica.state[erasedPhoto: photo] != nil { return }
        guard replica.state[photo: photo] != nil else { throw .notFound }
        try write(erasures(of: photo, in: replica.entries(adding: photo)), in: folder)
    }

    /// The entries of a folder whose bodies are erased, or to be when they come.
    func erasedEntries(in folder: FolderID) -> Set<ReplicaHead> { folders[folder]?.erasedEntries ?? [] }

    /// Lets go of what is here of photos that were erased. An own device keeps the body of an entry that no erasure names
    /// until one does, or the others would miss it.
    mutating func dropErased() throws(DeviceError) {
        let undropped = folders.filter { !$0.value.undropped.isEmpty }
        for (folder, replica) in undropped.sorted(by: { $0.key < $1.key }) {
            var heads: Set<ReplicaHead> = []
            for photo in replica.undropped.sorted() {
                heads.formUnion(replica.state[erasedPhoto: photo]?.entries ?? [])
                if replica.state.owner != account { heads.formUnion(replica.entries(adding: photo)) }
                let name = PhotoName(folder: folder, photo: photo)
                try stored { () throws(StoreError) in
                    if try store.photos.holding(of: name) != nil { try store.photos.remove(name) }
                }
            }
            try stored { () throws(StoreError) in
                try store.log.erase(heads.sorted(), in: folder)
            }
            for photo in replica.undropped { folders[folder]?.noteDropped(photo) }
        }
    }

    /// Names in erasures what else has turned up that adds an erased photo: a clone wrote it again elsewhere.
    /// - Returns: The folders that something was written in.
    mutating func nameErased() throws(DeviceError) -> [FolderID] {
        var named: [FolderID] = []
        for (folder, owner) in knownFolders where owner == account {
            guard let replica = folders[folder] else { continue }
            let ops = replica.unnamed.flatMap { erasures(of: $0.photo, in: $0.entries) }
            if ops.isEmpty { continue }
            do throws(DeviceError) {
                try write(Array(ops.prefix(Limits.opsMax)), in: folder)
                named.append(folder)
            } catch {
                // Who cannot write here yet leaves it to the next sync, or to another device.
                if case .store = error { throw error }
            }
        }
        return named
    }

    private func erasures(of photo: PhotoID, in entries: [ReplicaHead]) -> [Op] {
        stride(from: 0, to: entries.count, by: Limits.erasureEntriesMax).map { start in
            .erasePhoto(photo, entries: Array(entries[start...].prefix(Limits.erasureEntriesMax)))
        }
    }
}
