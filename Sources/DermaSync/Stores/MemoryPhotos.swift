public import DermaCausality

/// Photos in memory: the reference, and what the tests and the simulator use.
public struct MemoryPhotos: PhotoStore {
    private struct Photo {
        let chunks: [ChunkReference]
        var durable = 0
        var bytes: [UInt8] = []
    }

    private var photos: [PhotoName: Photo] = [:]

    /// Empty.
    public init() {}

    public func photos(in folder: FolderID) throws(StoreError) -> [PhotoID] {
        photos.keys.filter { $0.folder == folder }.map(\.photo).sorted()
    }

    public func completeCount(in folder: FolderID) throws(StoreError) -> Int {
        photos.count { name, photo in
            name.folder == folder && PhotoHolding(chunks: photo.chunks, offset: photo.durable).isComplete
        }
    }

    public func holding(of name: PhotoName) throws(StoreError) -> PhotoHolding? {
        photos[name].map { PhotoHolding(chunks: $0.chunks, offset: $0.durable) }
    }

    public mutating func begin(_ name: PhotoName, chunks: [ChunkReference]) throws(StoreError) {
        if photos[name] == nil { photos[name] = Photo(chunks: chunks) }
    }

    public mutating func write(_ bytes: [UInt8], at offset: Int, to name: PhotoName) throws(StoreError) {
        guard let photo = photos[name], offset >= photo.durable, offset <= photo.bytes.count else {
            throw StoreError(.corrupt, "photo \(name.photo)")
        }
        photos[name]?.bytes.removeSubrange(offset...)
        photos[name]?.bytes += bytes
    }

    public mutating func commit(_ name: PhotoName, offset: Int) throws(StoreError) {
        guard let photo = photos[name], offset >= photo.durable, offset <= photo.bytes.count else {
            throw StoreError(.corrupt, "photo \(name.photo)")
        }
        photos[name]?.durable = offset
    }

    public func read(_ name: PhotoName, at offset: Int, count: Int) throws(StoreError) -> [UInt8] {
        guard let photo = photos[name] else { return [] }
        return Array(photo.bytes.dropFirst(offset).prefix(count))
    }

    public mutating func remove(_ name: PhotoName) throws(StoreError) { photos[name] = nil }
}
