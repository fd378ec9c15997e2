import DermaCausality
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@Suite("Version vectors form a join-semilattice")
struct VersionVectorTests {
    /// Few replicas and small numbers, so that vectors overlap.
    private static func dots(_ random: inout SeededRandom) -> [Dot] {
        (0..<random.below(12)).map { _ in
            var id = [UInt8](repeating: 0, count: 16)
            id[random.below(2) * 15] = UInt8(random.below(4))
            return Dot(ReplicaID(Bytes16(id) ?? .zero), UInt64(1 + random.below(5)))
        }
    }

    private static func joined(_ a: VersionVector, _ b: VersionVector) -> VersionVector {
        var joined = a
        joined.merge(b)
        return joined
    }

    @Test("The laws, and agreement with a plain dictionary", arguments: Seed.first(200))
    func laws(seed: Seed) throws {
        var random = seed.random
        let (left, right) = (Self.dots(&random), Self.dots(&random))
        let (a, b, c) = (VersionVector(left), VersionVector(right), VersionVector(Self.dots(&random)))
        let ab = Self.joined(a, b)
        #expect(ab == Self.joined(b, a), "commutative")
        #expect(Self.joined(ab, c) == Self.joined(a, Self.joined(b, c)), "associative")
        #expect(Self.joined(a, a) == a, "idempotent")
        #expect(ab.covers(a) && ab.covers(b), "an upper bound")
        #expect(Self.joined(ab, c).covers(ab), "monotone")
        // The least one: whatever covers both covers the join.
        #expect(c.covers(ab) == (c.covers(a) && c.covers(b)))

        let naive = Dictionary((left + right).map { ($0.replica, $0.sequence) }, uniquingKeysWith: max)
        #expect(Dictionary(uniqueKeysWithValues: ab.dots.map { ($0.replica, $0.sequence) }) == naive)
        for dot in Self.dots(&random) {
            #expect(ab[dot.replica] == naive[dot.replica] ?? 0)
            #expect(ab.contains(dot) == ((naive[dot.replica] ?? 0) >= dot.sequence))
        }
        #expect(a.covers(b) == right.allSatisfy(a.contains))
    }

    @Test("Advancing never goes back")
    func advance() {
        let replica = ReplicaID(.zero)
        var vector = VersionVector()
        #expect(vector[replica] == 0)
        vector.advance(to: Dot(replica, 5))
        vector.advance(to: Dot(replica, 3))
        #expect(vector[replica] == 5 && vector.dots == [Dot(replica, 5)])
        vector.advance(to: Dot(replica, 6))
        #expect(vector[replica] == 6 && vector.contains(Dot(replica, 1)) && !vector.contains(Dot(replica, 7)))
    }

    @Test("The encoding ascends by replica, whatever the order was", arguments: Seed.first(50))
    func encoding(seed: Seed) throws {
        var random = seed.random
        let dots = Self.dots(&random)
        let vector = VersionVector(dots)
        #expect(VersionVector(random.shuffled(dots)).encoded == vector.encoded)
        #expect(try VersionVector(decoding: vector.encoded) == vector)
        #expect(vector.dots == vector.dots.sorted())
    }

    @Test("Unsorted, doubled, too many, and sequence 0 are refused")
    func strictness() {
        let (first, second) = (Dot(ReplicaID(.zero), 1), Dot(ReplicaID(Bytes16([UInt8](0..<16)) ?? .zero), 1))
        func decode(_ count: Int, _ dots: [Dot]) -> WireError? {
            var writer = ByteWriter()
            writer.count(count)
            for dot in dots { writer.value(dot) }
            do throws(WireError) { _ = try VersionVector(decoding: writer.bytes) } catch { return error }
            return nil
        }
        #expect(decode(2, [first, second]) == nil)
        #expect(decode(2, [second, first]) == WireError(.unsorted, at: 18))
        #expect(decode(2, [first, Dot(first.replica, 2)]) == WireError(.unsorted, at: 18))
        #expect(decode(Limits.replicasMax + 1, []) == WireError(.limitExceeded, at: 0))
        #expect(decode(Limits.replicasMax, []) == WireError(.truncated, at: 2))
        #expect(decode(1, [Dot(first.replica, 0)]) == WireError(.invalidValue, at: 17))
        #expect(decode(1, [Dot(first.replica, UInt64(Int64.max))]) == nil)
        #expect(decode(1, [Dot(first.replica, UInt64(Int64.max) + 1)]) == WireError(.invalidValue, at: 17))
    }
}
