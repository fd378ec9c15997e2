import DermaTestSupport
import DermaWire
import Testing

@Suite("Varints: one shortest form, nothing else")
struct VarintTests {
    /// Known encodings: a number, its LEB128, and the zigzag number with the same bytes.
    static let known: [(number: UInt64, bytes: [UInt8], signed: Int64)] = [
        (0, [0x00], 0),
        (1, [0x01], -1),
        (127, [0x7f], -64),
        (128, [0x80, 0x01], 64),
        (16_383, [0xff, 0x7f], -8192),
        (16_384, [0x80, 0x80, 0x01], 8192),
        (1 << 63, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], 1 << 62),
        (.max - 1, [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], .max),
        (.max, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], .min),
    ]

    @Test("Known encodings", arguments: known)
    func knownEncodings(_ row: (number: UInt64, bytes: [UInt8], signed: Int64)) throws {
        #expect(written { $0.varint(row.number) } == row.bytes)
        #expect(written { $0.signedVarint(row.signed) } == row.bytes)
        #expect(try read(row.bytes) { try $0.varint() } == row.number)
        #expect(try read(row.bytes) { try $0.signedVarint() } == row.signed)
    }

    /// The bytes, what is wrong with them, and where.
    static let faulty: [(bytes: [UInt8], error: WireError)] = [
        ([], WireError(.truncated, at: 0)),
        ([0x80], WireError(.truncated, at: 1)),
        ([0xff, 0xff, 0xff], WireError(.truncated, at: 3)),
        ([0x80, 0x00], WireError(.nonMinimal, at: 0)),
        ([0xff, 0x00], WireError(.nonMinimal, at: 0)),
        ([0x81, 0x80, 0x00], WireError(.nonMinimal, at: 0)),
        ([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00], WireError(.nonMinimal, at: 0)),
        ([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02], WireError(.overflow, at: 0)),
        ([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], WireError(.overflow, at: 0)),
        ([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x81], WireError(.overflow, at: 0)),
        ([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], WireError(.overflow, at: 0)),
    ]

    @Test("Faults and their places", arguments: faulty)
    func faults(_ row: (bytes: [UInt8], error: WireError)) {
        #expect(fault(row.bytes) { try $0.varint() } == row.error)
        #expect(fault(row.bytes) { try $0.signedVarint() } == row.error)
        // The place counts from the start of the structure, not of the number.
        let later = fault([7, 7, 7] + row.bytes) { reader in
            _ = try reader.fixed(3)
            return try reader.varint()
        }
        #expect(later == WireError(row.error.code, at: row.error.offset + 3))
    }

    @Test("Of all two-byte strings, exactly the canonical ones are read")
    func allPairs() {
        var mistaken: [[UInt8]] = []
        for pair in 0...0xffff as ClosedRange<UInt16> {
            let bytes = [UInt8(pair >> 8), UInt8(pair & 0xff)]
            let number = try? read(bytes) { reader in
                let number = try reader.varint()
                try reader.finish()
                return number
            }
            // Only a first byte that says "more" and a second that is last and not idle makes a two-byte number.
            let isCanonical = bytes[0] >= 0x80 && (1...0x7f).contains(bytes[1])
            let again = number.map { number in written { $0.varint(number) } }
            if again != (isCanonical ? bytes : nil) { mistaken.append(bytes) }
        }
        #expect(mistaken.isEmpty)
    }

    @Test("Any number comes back", arguments: Seed.first(20))
    func roundTrip(seed: Seed) throws {
        var random = seed.random
        for _ in 0..<100 {
            let number = random.number()
            let bytes = written { $0.varint(number) }
            #expect(try read(bytes) { try $0.varint() } == number)
            #expect(bytes.count == max(1, (64 - number.leadingZeroBitCount + 6) / 7))
            let signed = Int64(bitPattern: random.number())
            #expect(try read(written { $0.signedVarint(signed) }) { try $0.signedVarint() } == signed)
        }
    }

    @Test("A count stops at its limit")
    func counts() throws {
        #expect(try read([0x64]) { try $0.count(max: 100) } == 100)
        #expect(
            fault([9, 0x65]) { reader in
                _ = try reader.byte()
                return try reader.count(max: 100)
            } == WireError(.limitExceeded, at: 1))
        #expect(fault(written { $0.varint(.max) }) { try $0.count(max: .max) } == WireError(.limitExceeded, at: 0))
        #expect(try read(written { $0.varint(UInt64(Int.max)) }) { try $0.count(max: .max) } == .max)
    }

    @Test("A ranged number stays inside its range, both ends included")
    func ranges() throws {
        #expect(try read([5]) { try $0.varint(in: 5...9) } == 5)
        #expect(try read([9]) { try $0.varint(in: 5...9) } == 9)
        #expect(fault([4]) { try $0.varint(in: 5...9) } == WireError(.invalidValue, at: 0))
        #expect(fault([10]) { try $0.varint(in: 5...9) } == WireError(.invalidValue, at: 0))
    }
}
