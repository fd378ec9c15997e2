import DermaCausality
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@Suite("Contexts, dots and timestamps")
struct CausalContextTests {
    private static func heads(_ random: inout SeededRandom) -> [ReplicaHead] {
        let replicas: [ReplicaID] = (0..<4).map { _ in random.identifier() }
        return (0..<random.below(10)).map { _ in
            // The hash follows from the dot: one entry has one header.
            let dot = Dot(random.element(of: replicas), UInt64(1 + random.below(4)))
            return ReplicaHead(
                dot, Bytes32(dot.replica.bytes + [UInt8](repeating: UInt8(dot.sequence), count: 16)) ?? .zero)
        }
    }

    @Test("Sorted, the newest head of each replica, whatever the order was", arguments: Seed.first(100))
    func normalisation(seed: Seed) throws {
        var random = seed.random
        let heads = Self.heads(&random)
        let context = CausalContext(heads)
        let newest = Dictionary(heads.map { ($0.dot.replica, $0) }) { $0.dot.sequence > $1.dot.sequence ? $0 : $1 }
        #expect(context.heads == newest.values.sorted { $0.dot < $1.dot })
        #expect(CausalContext(random.shuffled(heads)) == context)
        #expect(try CausalContext(decoding: context.encoded) == context)

        var vector = VersionVector()
        vector.merge(context)
        #expect(vector == VersionVector(heads.map(\.dot)))
    }

    @Test("A context that does not ascend, or names a replica twice, is refused")
    func strictness() throws {
        var random = SeededRandom(1)
        let heads = (0..<2).map { ReplicaHead(Dot(random.identifier(), UInt64($0) + 1), .zero) }.sorted {
            $0.dot < $1.dot
        }
        func bytes(_ heads: [ReplicaHead]) -> [UInt8] {
            var writer = ByteWriter()
            writer.list(heads)
            return writer.bytes
        }
        #expect(try CausalContext(decoding: bytes(heads)) == CausalContext(heads))
        #expect(throws: WireError(.unsorted, at: 50)) { try CausalContext(decoding: bytes(heads.reversed())) }
        let later = ReplicaHead(Dot(heads[0].dot.replica, 9), .zero)
        #expect(throws: WireError(.unsorted, at: 50)) { try CausalContext(decoding: bytes([heads[0], later])) }
    }

    @Test("Dots order by replica, then number, as their encoding does not")
    func dots() throws {
        let (low, high) = (ReplicaID(.zero), ReplicaID(Bytes16([UInt8](repeating: 1, count: 16)) ?? .zero))
        #expect(Dot(low, 300) < Dot(high, 1))
        #expect(Dot(low, 1) < Dot(low, 300))
        #expect(Dot(high, 2).description == "01010101:2")
        #expect(try Dot(decoding: Dot(high, 300).encoded) == Dot(high, 300))
    }

    @Test("A timestamp keeps time, offset and zone", arguments: Seed.first(50))
    func timestamps(seed: Seed) throws {
        var random = seed.random
        let time = Timestamp(
            milliseconds: Int64(bitPattern: random.number()), offsetMinutes: Int16(random.below(2161) - 1080),
            zone: random.text(countMax: 10))
        #expect(try Timestamp(decoding: time.encoded) == time)
        let edge = Timestamp(
            milliseconds: random.chance(oneIn: 2) ? .min : .max, offsetMinutes: -1080, zone: "Asia/Tokyo")
        #expect(try Timestamp(decoding: edge.encoded) == edge)
    }

    @Test("Offsets beyond 18 hours and zones beyond 64 bytes")
    func timestampRanges() throws {
        for offset in [-1080, 1080] as [Int16] {
            #expect(Timestamp(milliseconds: 0, offsetMinutes: offset).offsetMinutes == offset)
        }
        for offset in [-1081, 1081, .min, .max] as [Int16] {
            #expect(Timestamp(milliseconds: 0, offsetMinutes: offset).offsetMinutes == 0)
        }
        let zone = String(repeating: "é", count: 32)
        #expect(Timestamp(milliseconds: 0, zone: zone).zone == zone)
        #expect(Timestamp(milliseconds: 0, zone: zone + "x").zone == "")

        func decode(offset: Int64, zone: String) throws -> Timestamp {
            var writer = ByteWriter()
            writer.signedVarint(0)
            writer.signedVarint(offset)
            writer.text(zone)
            return try Timestamp(decoding: writer.bytes)
        }
        #expect(try decode(offset: 1080, zone: zone) == Timestamp(milliseconds: 0, offsetMinutes: 1080, zone: zone))
        for offset in [-1081, 1081, .min, .max] as [Int64] {
            #expect(throws: WireError(.invalidValue, at: 1)) { try decode(offset: offset, zone: "") }
        }
        #expect(throws: WireError(.limitExceeded, at: 2)) { try decode(offset: 0, zone: zone + "x") }
    }
}
