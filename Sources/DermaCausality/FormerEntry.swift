public import DermaWire

/// An entry of the same author, in the same folder, that another takes the place of.
///
/// A device that was cloned writes again, under a new replica, what the relay does not have because its twin came first.
/// It names its own entries only: the author is that of the entry that holds this.
public struct FormerEntry: Hashable, Sendable, WireValue {
    /// The nonce of the replica that the entry was written under.
    public let nonce: Bytes8
    /// The entry's number there.
    public let sequence: UInt64
    /// The hash of the entry's header.
    public let hash: Bytes32

    /// Names an entry.
    public init(nonce: Bytes8, sequence: UInt64, hash: Bytes32) {
        self.nonce = nonce
        self.sequence = sequence
        self.hash = hash
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        nonce = try Bytes8(from: &reader)
        sequence = try reader.varint(in: 1...UInt64(Int64.max))
        hash = try Bytes32(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(nonce)
        writer.varint(sequence)
        writer.value(hash)
    }
}

extension ByteReader {
    /// Reads what is left as the entries that a body takes the place of; none, if nothing is left.
    public mutating func formerEntries() throws(WireError) -> [FormerEntry] {
        guard remaining > 0 else { return [] }
        let start = offset
        let former = try list(of: FormerEntry.self, max: Limits.replicasPerAuthorMax)
        // Nothing is said by saying nothing.
        guard !former.isEmpty else { throw WireError(.trailingBytes, at: start) }
        return former
    }
}

extension ByteWriter {
    /// Writes the entries that a body takes the place of: the last thing in it, and nothing at all for most.
    public mutating func formerEntries(_ former: [FormerEntry]) {
        if !former.isEmpty { list(former) }
    }
}
