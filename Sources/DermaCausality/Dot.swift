public import DermaWire

/// An entry's name: its replica and its number in that replica's log.
public struct Dot: Hashable, Comparable, Sendable, WireValue, CustomStringConvertible {
    /// The author's replica.
    public let replica: ReplicaID
    /// From 1, without gaps.
    public let sequence: UInt64

    /// Pairs a replica with a sequence.
    public init(_ replica: ReplicaID, _ sequence: UInt64) {
        self.replica = replica
        self.sequence = sequence
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        replica = try ReplicaID(from: &reader)
        sequence = try reader.varint(in: 1...UInt64(Int64.max))
    }

    public func encode(to writer: inout ByteWriter) {
        replica.encode(to: &writer)
        writer.varint(sequence)
    }

    public static func < (a: Self, b: Self) -> Bool {
        (a.replica, a.sequence) < (b.replica, b.sequence)
    }

    public var description: String { "\(Hex.encode(replica.bytes.prefix(4))):\(sequence)" }
}
