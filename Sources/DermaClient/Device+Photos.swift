import DermaCRDT
public import DermaCausality
public import DermaContent
import DermaSecrets
import DermaSync
import DermaWire

extension Device {
    /// Adds a photo that intake has cleaned. The sealed chunks are durable before the entry that names them.
    public mutating func add(_ photo: CleanedPhoto, to folder: FolderID) throws(DeviceError) -> PhotoID {
        try checkOwner(of: folder)
        let id: PhotoID = environment.random.identifier()
        let place = PhotoPlace(account: account, folder: folder, photo: id)
        let sealed: SealedPhoto
        do throws(PhotoTooLarge) {
            sealed = try SealedPhoto(photo, in: place, random: &environment.random)
        } catch {
            throw .tooLong
        }
        let name = PhotoName(folder: folder, photo: id)
        try stored { () throws(StoreError) in
            try store.photos.begin(name, chunks: sealed.manifest.references)
            try store.photos.write(sealed.stream, at: 0, to: name)
            try store.photos.commit(name, offset: sealed.stream.count)
        }
        try write(adding: .addPhoto(id, manifest: sealed.manifest.encoded), in: folder)
        return id
    }

    /// A photo's manifest; nil if there is no such photo or it is none that this version reads.
    public func manifest(of photo: PhotoID, in folder: FolderID) -> PhotoManifest? {
        folders[folder]?.state[photo: photo]?.decodedManifest
    }

    /// How many bytes of a photo are here, of how many.
    public func arrival(of photo: PhotoID, in folder: FolderID) throws(DeviceError) -> (held: Int, of: Int)? {
        guard let manifest = manifest(of: photo, in: folder) else { return nil }
        let name = PhotoName(folder: folder, photo: photo)
        let holding = try stored { () throws(StoreError) in try store.photos.holding(of: name) }
        return (held: holding?.offset ?? 0, of: manifest.sealedLengths.reduce(0, +))
    }

    /// The photo as a JPEG with the original's pixels; nil while it is still arriving.
    /// - Throws: `damagedLog` if the bytes on this device were changed.
    public func jpeg(of photo: PhotoID, in folder: FolderID) throws(DeviceError) -> [UInt8]? {
        guard let replica = folders[folder], let manifest = manifest(of: photo, in: folder) else { throw .notFound }
        let name = PhotoName(folder: folder, photo: photo)
        let held = try stored { () throws(StoreError) in try store.photos.holding(of: name) }
        guard let holding = held, holding.isComplete else { return nil }
        let stream = try stored { () throws(StoreError) in
            try store.photos.read(name, at: 0, count: holding.length)
        }
        do throws(OpenFailure) {
            return try manifest.open(
                stream, in: PhotoPlace(account: replica.state.owner, folder: folder, photo: photo))
        } catch {
            throw .store(StoreError(.corrupt, "photo \(photo)"))
        }
    }

    /// The photos of a folder that this device does not hold in full yet, in the folder's order.
    func photosWanted(in folder: FolderID) throws(DeviceError) -> [(name: PhotoName, manifest: PhotoManifest)] {
        var wanted: [(name: PhotoName, manifest: PhotoManifest)] = []
        for photo in folders[folder]?.state.photos ?? [] {
            let name = PhotoName(folder: folder, photo: photo.id)
            let held = try stored { () throws(StoreError) in try store.photos.holding(of: name) }
            guard let manifest = manifest(of: photo.id, in: folder) else { continue }
            if let held, held.isComplete, held.chunks == manifest.references { continue }
            wanted.append((name, manifest))
        }
        return wanted
    }

    /// The photos of a folder that this device holds in full and no relay has confirmed to hold, or one has lost.
    func photosToForward(
        in folder: FolderID
    ) throws(DeviceError) -> [(name: PhotoName, holding: PhotoHolding)] {
        let forwarded = Set(try names(prefix: Setting.forwardedPrefix)).subtracting(try marked(Setting.lostPrefix))
        var waiting: [(name: PhotoName, holding: PhotoHolding)] = []
        for photo in folders[folder]?.state.photos ?? [] where !forwarded.contains(photo.id.description) {
            let name = PhotoName(folder: folder, photo: photo.id)
            let held = try stored { () throws(StoreError) in try store.photos.holding(of: name) }
            if let held, held.isComplete { waiting.append((name, held)) }
        }
        return waiting
    }

    /// Notes that the relay holds a photo in full.
    mutating func noteForwarded(_ name: PhotoName) throws(DeviceError) {
        var values = [Setting.forwardedPrefix + name.photo.description: [] as [UInt8]]
        let lost = Setting.lostPrefix + name.photo.description
        if try setting(lost) != nil { values[lost] = [] }
        try stored { () throws(StoreError) in try store.set(values) }
    }
}

extension PhotoManifest {
    /// The sealed chunks as the stream has them.
    var references: [ChunkReference] {
        zip(chunks, sealedLengths).map { ChunkReference(id: $0, length: $1) }
    }
}

extension FolderState.Photo {
    /// Its manifest; nil if it is none that this version reads.
    var decodedManifest: PhotoManifest? { try? PhotoManifest(decoding: manifest) }
}
