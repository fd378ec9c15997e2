import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

extension Device {
    /// What a relay held durably of a folder when it was last asked; nothing, if it never was.
    func lastHeld(of folder: FolderID, at host: String) throws(DeviceError) -> VersionVector {
        let value = try setting(Setting.heldName(of: folder, at: host))
        return value.flatMap { try? VersionVector(decoding: $0) } ?? VersionVector()
    }

    /// Remembers what a relay holds, as far as this device has seen it itself. Writes only what has changed.
    mutating func note(held: [FolderID: VersionVector], at host: String) throws(DeviceError) {
        var values: [String: [UInt8]] = [:]
        for (folder, claimed) in held {
            let here = try stored { () throws(StoreError) in try store.log.vector(of: folder) }
            let vector = VersionVector(claimed.dots.filter(here.contains))
            if try lastHeld(of: folder, at: host) != vector {
                values[Setting.heldName(of: folder, at: host)] = vector.encoded
            }
        }
        if !values.isEmpty { try stored { () throws(StoreError) in try store.set(values) } }
    }

    /// Notes that a relay has lost what it once held, and that it has lost the photos whose entries it lacks: its entries
    /// may be back before the photos are, if the sync is cut.
    mutating func noteRollback(
        of folder: FolderID, at host: String, to held: VersionVector
    ) throws(DeviceError) {
        var values = [Setting.rolledBackPrefix + folder.description: [1] as [UInt8]]
        for photo in folders[folder]?.state.photos ?? [] where !held.contains(photo.added.id.dot) {
            values[Setting.lostPrefix + photo.id.description] = [1]
        }
        for name in try marked(Setting.erasedPrefix(of: folder, at: host)) {
            values[Setting.erasedPrefix(of: folder, at: host) + name] = []
        }
        try stored { () throws(StoreError) in try store.set(values) }
    }

    /// A relay knows of so many erased photos of an own folder. If it has confirmed more, it has forgotten some.
    mutating func note(photosErased count: UInt64, of folder: FolderID, at host: String) throws(DeviceError) {
        let confirmed = try marked(Setting.erasedPrefix(of: folder, at: host))
        guard count < UInt64(confirmed.count) else { return }
        var values = [Setting.rolledBackPrefix + folder.description: [1] as [UInt8]]
        for name in confirmed { values[Setting.erasedPrefix(of: folder, at: host) + name] = [] }
        try stored { () throws(StoreError) in try store.set(values) }
    }

    /// A relay holds so many photos of an own folder in full. If it has confirmed more, it has lost some, and nobody knows
    /// which: all are offered again, which costs little for those that it holds.
    mutating func note(photosHeld count: UInt64, of folder: FolderID) throws(DeviceError) {
        let forwarded = Set(try names(prefix: Setting.forwardedPrefix)).subtracting(try marked(Setting.lostPrefix))
        let confirmed = (folders[folder]?.state.photos ?? []).filter { forwarded.contains($0.id.description) }
        guard count < UInt64(confirmed.count) else { return }
        var values = [Setting.rolledBackPrefix + folder.description: [1] as [UInt8]]
        for photo in confirmed { values[Setting.lostPrefix + photo.id.description] = [1] }
        try stored { () throws(StoreError) in try store.set(values) }
    }

    /// The folders of which a relay has lost something since the person was told last.
    func foldersRolledBack() throws(DeviceError) -> [FolderID] {
        try marked(Setting.rolledBackPrefix).compactMap { Hex.decode($0).flatMap { FolderID(bytes: $0) } }
    }

    /// Notes that the person is told.
    mutating func noteTold(of folders: [FolderID]) throws(DeviceError) {
        guard !folders.isEmpty else { return }
        let values = folders.map { (Setting.rolledBackPrefix + $0.description, [] as [UInt8]) }
        try stored { () throws(StoreError) in try store.set(Dictionary(uniqueKeysWithValues: values)) }
    }

    /// What follows `prefix` in the names of the settings that are not empty.
    func marked(_ prefix: String) throws(DeviceError) -> [String] {
        var marked: [String] = []
        for name in try names(prefix: prefix) where try setting(prefix + name)?.isEmpty == false { marked.append(name) }
        return marked
    }
}
