import DermaTestSupport
import DermaWire
import Testing

@Suite("Byte strings of a fixed length, and hexadecimal")
struct FixedBytesTests {
    private static func check<Value: FixedBytes>(_: Value.Type, _ random: inout SeededRandom) throws {
        let bytes = random.bytes(Value.byteCount)
        let value = try #require(Value(bytes))
        #expect(value.bytes == bytes)
        #expect(value.encoded == bytes)
        #expect(value.description == Hex.encode(bytes))
        #expect(Value(bytes + [0]) == nil)
        #expect(Value(Array(bytes.dropLast())) == nil)
        #expect(Value.zero.bytes == [UInt8](repeating: 0, count: Value.byteCount))

        // Two strings with a common beginning: order, equality and hash must look at every byte.
        let place = random.below(Value.byteCount)
        let other = bytes[..<place] + random.bytes(Value.byteCount - place)
        let second = try #require(Value(Array(other)))
        #expect((value < second) == bytes.lexicographicallyPrecedes(other))
        #expect((second < value) == other.lexicographicallyPrecedes(bytes))
        #expect((value == second) == (bytes == Array(other)))
        #expect(Set([value, second]).count == (bytes == Array(other) ? 1 : 2))
    }

    @Test("Bytes in, the same bytes out; ordered as their bytes are", arguments: Seed.first(100))
    func ordering(seed: Seed) throws {
        var random = seed.random
        try Self.check(Bytes8.self, &random)
        try Self.check(Bytes16.self, &random)
        try Self.check(Bytes32.self, &random)
        try Self.check(Bytes64.self, &random)
    }

    @Test("Every byte decides the order, the first one most")
    func everyByte() throws {
        for place in 0..<64 {
            var bytes = [UInt8](repeating: 0, count: 64)
            bytes[place] = 0x80
            let high = try #require(Bytes64(bytes))
            #expect(Bytes64.zero < high)
            guard place > 0 else { continue }
            bytes[place] = 0
            bytes[place - 1] = 1
            #expect(high < (try #require(Bytes64(bytes))), "byte \(place) outweighs byte \(place - 1)")
        }
    }

    @Test("The first half of 32 bytes")
    func prefix() throws {
        let bytes = Array(0..<32) as [UInt8]
        #expect(try #require(Bytes32(bytes)).prefix16.bytes == Array(bytes[..<16]))
    }

    @Test("Hexadecimal: lower case out, either case in, nothing else in")
    func hex() {
        #expect(Hex.encode([0x00, 0x9f, 0xff] as [UInt8]) == "009fff")
        #expect(Hex.decode("009FfF") == [0x00, 0x9f, 0xff])
        #expect(Hex.decode("") == [])
        for text in ["0", "abc", "0g", "g0", " 00", "0x00", "-1", "００", "٠٠", "é"] {
            #expect(Hex.decode(text) == nil, "\(text)")
        }
        for byte in 0...255 as ClosedRange<UInt8> { #expect(Hex.decode(Hex.encode([byte])) == [byte]) }
    }
}
