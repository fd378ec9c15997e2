public import DermaCausality
public import DermaWire

/// Removes a device for good. What it wrote counts up to the heads that are cited; the rest is kept without effect.
public struct DeviceRevoked: Hashable, Sendable, WireValue {
    /// The device.
    public let device: AuthorID
    /// The newest entry that the author had seen of each of the device's replicas, in the control log and in every
    /// folder. Replicas do not say which folder they are of, so that nobody learns of a folder from this.
    public let heads: CausalContext

    /// Makes a record.
    public init(device: AuthorID, heads: CausalContext) {
        self.device = device
        self.heads = heads
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        device = try AuthorID(from: &reader)
        heads = try CausalContext(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(device)
        writer.value(heads)
    }
}

/// Lets entries of removed devices count after all: somebody who may has looked at them.
public struct EntriesAccepted: Hashable, Sendable, WireValue {
    /// The entries, with the hashes of their headers, ascending.
    public let entries: [ReplicaHead]

    /// Makes a record; entries are sorted.
    public init(_ entries: some Sequence<ReplicaHead>) {
        self.entries = entries.sorted { $0.dot < $1.dot }
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        entries = try reader.sorted(of: ReplicaHead.self, max: Limits.replicasMax, by: \.dot)
    }

    public func encode(to writer: inout ByteWriter) { writer.list(entries) }
}
