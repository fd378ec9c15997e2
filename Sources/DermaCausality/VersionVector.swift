public import DermaWire

/// The highest contiguous sequence per replica: what a copy of a folder holds.
///
/// A join-semilattice under `merge` (Parker et al., 1983). Look-up is O(log n) in the number of replicas.
public struct VersionVector: Hashable, Sendable, WireValue {
    /// One replica's share, in ascending order of replica.
    public private(set) var dots: [Dot]

    /// Nothing seen.
    public init() { dots = [] }

    /// The smallest vector that covers `dots`.
    public init(_ dots: some Sequence<Dot>) {
        self.init()
        for dot in dots { advance(to: dot) }
    }

    /// The highest sequence of `replica`, 0 if none.
    public subscript(replica: ReplicaID) -> UInt64 {
        let index = position(of: replica)
        return index < dots.count && dots[index].replica == replica ? dots[index].sequence : 0
    }

    /// Whether `dot` is covered.
    public func contains(_ dot: Dot) -> Bool { self[dot.replica] >= dot.sequence }

    /// Whether everything in `other` is covered. O(n + m).
    public func covers(_ other: VersionVector) -> Bool { other.dots.allSatisfy(contains) }

    /// Covers `dot` and everything before it in its replica; never goes back.
    public mutating func advance(to dot: Dot) {
        let index = position(of: dot.replica)
        if index == dots.count || dots[index].replica != dot.replica {
            dots.insert(dot, at: index)
        } else if dots[index].sequence < dot.sequence {
            dots[index] = dot
        }
    }

    /// The least upper bound.
    public mutating func merge(_ other: VersionVector) {
        for dot in other.dots { advance(to: dot) }
    }

    /// The greatest lower bound: what both cover. O(n log m).
    public func meet(_ other: VersionVector) -> VersionVector {
        VersionVector(
            dots.compactMap { dot in
                let shared = min(dot.sequence, other[dot.replica])
                return shared > 0 ? Dot(dot.replica, shared) : nil
            })
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        dots = try reader.sorted(of: Dot.self, max: Limits.replicasMax, by: \.replica)
    }

    public func encode(to writer: inout ByteWriter) { writer.list(dots) }

    private func position(of replica: ReplicaID) -> Int {
        var low = 0
        var high = dots.count
        while low < high {
            let middle = (low + high) / 2
            if dots[middle].replica < replica { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
