import DermaCRDT
public import DermaCausality
import DermaSync
import DermaWire

extension Device {
    /// The erased photos of an own folder that a relay may still hold: no relay has confirmed that they are gone, or one that
    /// this device has synced the folder with has not. Sent with every sync. Ascending.
    public func pendingErasures(in folder: FolderID) throws(DeviceError) -> [PhotoID] {
        guard let state = folders[folder]?.state, state.owner == account else { return [] }
        let hosts = try names(prefix: Setting.heldPrefix(of: folder))
        if hosts.isEmpty { return state.erasedPhotos.map(\.id).sorted() }
        var pending: Set<PhotoID> = []
        for host in hosts { pending.formUnion(try unconfirmedErasures(in: folder, at: host).map(\.name.photo)) }
        return pending.sorted()
    }

    /// The erasures in a folder that one relay has not confirmed, ascending by photo.
    func unconfirmedErasures(in folder: FolderID, at host: String) throws(DeviceError) -> [PhotoErasure] {
        var unconfirmed: [PhotoErasure] = []
        for photo in (folders[folder]?.state.erasedPhotos ?? []).sorted(by: { $0.id < $1.id }) {
            let value = try setting(Setting.erasedPrefix(of: folder, at: host) + photo.id.description)
            let confirmed = value.flatMap { try? PhotoErasure(decoding: $0) }
            let entries = photo.entries.sorted().prefix(Limits.erasureEntriesMax)
            if let confirmed, Set(confirmed.entries).isSuperset(of: entries) { continue }
            unconfirmed.append(PhotoErasure(name: PhotoName(folder: folder, photo: photo.id), entries: entries))
        }
        return unconfirmed
    }

    /// Notes that a relay has destroyed what an erasure names, and will not take it again.
    mutating func note(confirmed erasure: PhotoErasure, at host: String) throws(DeviceError) {
        let name = Setting.erasedPrefix(of: erasure.name.folder, at: host) + erasure.name.photo.description
        let value = erasure.encoded
        try stored { () throws(StoreError) in try store.set([name: value]) }
    }
}
