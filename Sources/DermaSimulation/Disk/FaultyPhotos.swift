public import DermaCausality
import DermaSecrets
public import DermaSync

/// Photos on a simulated disk: what was written and not committed may be lost or torn when the power goes.
public struct FaultyPhotos: PhotoStore {
    var base = MemoryPhotos()
    let faults: DiskFaults
    /// Photos with bytes that were written after the last commit.
    private var uncommitted: Set<PhotoName> = []

    init(faults: DiskFaults) { self.faults = faults }

    public func photos(in folder: FolderID) throws(StoreError) -> [PhotoID] {
        try faults.reading("photos")
        return try base.photos(in: folder)
    }

    public func completeCount(in folder: FolderID) throws(StoreError) -> Int {
        try faults.reading("photos")
        return try base.completeCount(in: folder)
    }

    public func holding(of name: PhotoName) throws(StoreError) -> PhotoHolding? {
        try faults.reading("photos")
        return try base.holding(of: name)
    }

    public func read(_ name: PhotoName, at offset: Int, count: Int) throws(StoreError) -> [UInt8] {
        try faults.reading("photos")
        return try base.read(name, at: offset, count: count)
    }

    public mutating func begin(_ name: PhotoName, chunks: [ChunkReference]) throws(StoreError) {
        try change { photos throws(StoreError) in try photos.begin(name, chunks: chunks) }
    }

    public mutating func write(_ bytes: [UInt8], at offset: Int, to name: PhotoName) throws(StoreError) {
        uncommitted.insert(name)
        try change { photos throws(StoreError) in try photos.write(bytes, at: offset, to: name) }
    }

    public mutating func commit(_ name: PhotoName, offset: Int) throws(StoreError) {
        try change { photos throws(StoreError) in try photos.commit(name, offset: offset) }
    }

    public mutating func remove(_ name: PhotoName) throws(StoreError) {
        try change { photos throws(StoreError) in try photos.remove(name) }
        uncommitted.remove(name)
    }

    private mutating func change(_ call: (inout MemoryPhotos) throws(StoreError) -> Void) throws(StoreError) {
        let isAlive = try faults.operation("photos")
        try call(&base)
        if !isAlive { throw faults.died("photos") }
    }

    /// What is on the disk after the power went.
    func surviving(_ survival: Survival, random: inout SeededRandom) -> MemoryPhotos {
        var photos = base
        for name in uncommitted.sorted(by: { ($0.folder, $0.photo) < ($1.folder, $1.photo) }) {
            guard let holding = try? base.holding(of: name) else { continue }
            let written = (try? base.read(name, at: holding.offset, count: .max)) ?? []
            switch survival {
            case .kept: break
            case .lost: try? photos.write([], at: holding.offset, to: name)
            case .torn:
                // Some sectors came through, others hold whatever was there before.
                let torn = written.prefix(random.below(written.count + 1)).enumerated().map { index, byte in
                    index / 512 % 2 == 0 ? byte : 0
                }
                try? photos.write(torn, at: holding.offset, to: name)
            }
        }
        return photos
    }
}

/// What a disk holds, after the power went, of what was written and not made durable.
enum Survival: Int { case lost, torn, kept }
