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
    /// The entries that this one takes the place of, oldest name first; for most, none.
    public let restates: [FormerEntry]

    /// Makes a body.
    public init(
        context: CausalContext, membership: CausalContext, time: Timestamp, ops: [Op], restates: [FormerEntry] = []
    ) {
        self.context = context
        self.membership = membership
        self.time = time
        self.ops = ops
        self.restates = restates
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        context = try CausalContext(from: &reader)
        membership = try CausalContext(from: &reader)
        time = try Timestamp(from: &reader)
        ops = try reader.list(of: Op.self, max: Limits.opsMax)
        restates = try reader.formerEntries()
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(context)
        writer.value(membership)
        writer.value(time)
        writer.list(ops)
        writer.formerEntries(restates)
    }
}
