public import DermaCausality

/// What is left of a photo that its owner erased.
public struct ErasedPhoto: Hashable, Sendable {
    /// The photo.
    public let id: PhotoID
    /// Every erasure of it, causes first; at least one.
    public let erasures: [OpStamp]
    /// The entries that added it, as far as the erasures name them: their bodies are gone.
    public let entries: Set<ReplicaHead>
}

/// A photo's tombstone.
struct ErasureRecord: Hashable, Sendable {
    /// At least one.
    var acts = ReplicaLines<OpID>()
    var entries: Set<ReplicaHead> = []
}

/// Every op that adds a photo under one id, with its manifest. That which comes before the others is the photo.
struct PhotoRecord: Hashable, Sendable {
    var additions: [OpID: [UInt8]] = [:]
    /// Entries of others than the owner that would add it.
    var denied: Set<OpID> = []
    /// Ops that add it among others, where they must not.
    var misplaced: Set<OpID> = []

    func first(_ entries: EntryTable) -> (id: OpID, manifest: [UInt8])? {
        additions.min { entries.precedes($0.key, $1.key) }.map { ($0.key, $0.value) }
    }
}

extension FolderState {
    /// The photos that were erased, in the order of their first erasures.
    public var erasedPhotos: [ErasedPhoto] {
        erasedByID.keys.compactMap { self[erasedPhoto: $0] }.sorted {
            guard let a = $0.erasures.first, let b = $1.erasures.first else { return false }
            return OpStamp.precedes(a, b)
        }
    }

    /// The tombstone of the photo with this id.
    public subscript(erasedPhoto id: PhotoID) -> ErasedPhoto? {
        erasedByID[id].map { record in
            ErasedPhoto(
                id: id, erasures: record.acts.compactMap(entries.stamp).sorted(by: OpStamp.precedes),
                entries: record.entries)
        }
    }

    /// Notes an op that adds a photo where it must not.
    mutating func refusePhoto(_ photo: PhotoID, _ id: OpID) {
        if erasedByID[photo] == nil { photosByID[photo, default: PhotoRecord()].misplaced.insert(id) }
    }

    /// Erases a photo: what is left is the tombstone.
    mutating func erase(_ photo: PhotoID, _ named: [ReplicaHead], _ id: OpID) {
        erasedByID[photo, default: ErasureRecord()].acts.add(id)
        erasedByID[photo]?.entries.formUnion(named)
        guard let gone = photosByID.removeValue(forKey: photo) else { return }
        for addition in Array(gone.additions.keys) + gone.denied { entries.unmark(addition.dot) }
    }

    /// Takes back an entry that adds another photo, as an erasure names it: whoever was never shown its body comes to the same
    /// state. O(photos).
    public mutating func withdrawPhoto(addedBy dot: Dot) {
        let id = OpID(dot, 0)
        for (photo, record) in photosByID where record.additions[id] != nil || record.denied.contains(id) {
            photosByID[photo]?.additions[id] = nil
            photosByID[photo]?.denied.remove(id)
            if photosByID[photo] == PhotoRecord() { photosByID[photo] = nil }
            entries.unmark(dot)
        }
    }

    /// Ops that add a photo where they must not, or under an id that another one has.
    var refusedPhotos: Set<OpID> {
        photosByID.values.reduce(into: []) { refused, photo in
            refused.formUnion(photo.denied.union(photo.misplaced))
            let first = photo.first(entries)?.id
            refused.formUnion(photo.additions.keys.filter { $0 != first })
        }
    }
}
