public import DermaCausality
public import DermaWire

/// The owner has erased a photo: destroy its chunks and the bodies of the entries that added it, and never take them again.
public struct PhotoErasure: Hashable, Sendable, WireValue {
    /// The photo.
    public let name: PhotoName
    /// The entries that added it, ascending; possibly not all that did.
    public let entries: [ReplicaHead]

    /// Makes a frame; entries are sorted.
    public init(name: PhotoName, entries: some Sequence<ReplicaHead>) {
        self.name = name
        self.entries = entries.sorted()
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        name = try PhotoName(from: &reader)
        entries = try reader.sorted(of: ReplicaHead.self, max: Limits.erasureEntriesMax) { $0 }
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(name)
        writer.list(entries)
    }
}
