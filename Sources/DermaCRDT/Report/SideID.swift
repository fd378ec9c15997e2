import DermaCausality
public import DermaWire

/// A side of a conflict, by name: one op may be a side of several.
public struct SideID: Hashable, Comparable, Sendable {
    /// What was written.
    public let op: OpID
    /// Of a passage of a text, which of the events of the op's replica is concerned, from 0; elsewhere 0.
    public let event: Int

    /// Names a side.
    public init(_ op: OpID, event: Int = 0) {
        self.op = op
        self.event = event
    }

    public static func < (a: Self, b: Self) -> Bool { (a.op, a.event) < (b.op, b.event) }
}

extension SideID: WireValue {
    /// The entry's dot, the op's place in it, the event.
    public init(from reader: inout ByteReader) throws(WireError) {
        op = OpID(try Dot(from: &reader), try reader.count(max: Limits.opsMax))
        event = try reader.count(max: TextLimits.eventsMax)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(op.dot)
        writer.count(op.index)
        writer.count(event)
    }
}
