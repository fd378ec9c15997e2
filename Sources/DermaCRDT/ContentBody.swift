public import DermaCausality
public import DermaWire

/// What is inside a content entry's envelope.
public struct ContentBody: Hashable, Sendable, WireValue {
    /// What the author had newly seen of the folder's other replicas since its previous entry.
    public let context: CausalContext
    /// What the author had newly seen of the account's control log since its previous entry.
    public let membership: CausalContext
    /// The device's clock.
    public let time: Timestamp
    /// The changes, in order.
    public let ops: [Op]

    /// Makes a body.
    public init(context: CausalContext, membership: CausalContext, time: Timestamp, ops: [Op]) {
        self.context = context
        self.membership = membership
        self.time = time
        self.ops = ops
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        context = try CausalContext(from: &reader)
        membership = try CausalContext(from: &reader)
        time = try Timestamp(from: &reader)
        ops = try reader.list(of: Op.self, max: Limits.opsMax)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(context)
        writer.value(membership)
        writer.value(time)
        writer.list(ops)
    }
}
