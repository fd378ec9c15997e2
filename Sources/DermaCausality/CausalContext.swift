public import DermaWire

/// The newest entry of a replica that an author had seen, with the hash of its header.
///
/// The hash lets any two devices that meet find out that they were shown different histories.
public struct ReplicaHead: Hashable, Sendable, WireValue {
    /// The newest entry seen.
    public let dot: Dot
    /// The hash of its header.
    public let hash: Bytes32

    /// Pairs an entry with its header's hash.
    public init(_ dot: Dot, _ hash: Bytes32) {
        self.dot = dot
        self.hash = hash
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        dot = try Dot(from: &reader)
        hash = try Bytes32(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        dot.encode(to: &writer)
        hash.encode(to: &writer)
    }
}

extension ReplicaHead: Comparable {
    public static func < (a: Self, b: Self) -> Bool { (a.dot, a.hash) < (b.dot, b.hash) }
}

/// What an author had seen of the other replicas when it wrote.
///
/// A context adds to that of the author's previous entry, so that only what is new is written.
/// Ascending by replica, one head each.
public struct CausalContext: Hashable, Sendable, WireValue {
    /// The heads, in ascending order of replica.
    public let heads: [ReplicaHead]

    /// Sorts `heads`; of several of one replica the newest counts.
    public init(_ heads: some Sequence<ReplicaHead>) {
        var newest: [ReplicaHead] = []
        for head in heads.sorted(by: { $0.dot < $1.dot }) {
            if newest.last?.dot.replica == head.dot.replica { newest.removeLast() }
            newest.append(head)
        }
        self.heads = newest
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        heads = try reader.sorted(of: ReplicaHead.self, max: Limits.replicasMax, by: \.dot.replica)
    }

    public func encode(to writer: inout ByteWriter) { writer.list(heads) }
}
