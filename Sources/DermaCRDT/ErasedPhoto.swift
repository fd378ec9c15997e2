public import DermaCausality

/// What is left of a photo that its owner erased.
public struct ErasedPhoto: Hashable, Sendable {
    /// The photo.
    public let id: PhotoID
    /// Every erasure of it, causes first; at least one.
    public private(set) var erasures: [OpStamp] = []
    /// The entries that added it, as far as the erasures name them: their bodies are gone.
    public private(set) var entries: Set<ReplicaHead> = []

    init(id: PhotoID) { self.id = id }

    mutating func note(_ entries: [ReplicaHead], _ stamp: OpStamp) {
        self.entries.formUnion(entries)
        erasures.append(stamp)
        erasures.sort(by: OpStamp.precedes)
    }
}
