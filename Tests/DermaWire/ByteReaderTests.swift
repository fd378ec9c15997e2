import DermaTestSupport
import DermaWire
import Testing

@Suite("The reader: every method, every fault, and its place")
struct ByteReaderTests {
    private enum Colour: UInt8 { case red = 1, blue = 7 }

    @Test("A byte")
    func bytes() throws {
        #expect(try read([0xab]) { try $0.byte() } == 0xab)
        #expect(fault([]) { try $0.byte() } == WireError(.truncated, at: 0))
    }

    @Test("Fixed bytes, and a length below zero")
    func fixed() throws {
        #expect(try read([1, 2, 3]) { try $0.fixed(2) } == [1, 2])
        #expect(try read([]) { try $0.fixed(0) } == [])
        #expect(fault([1, 2, 3]) { try $0.fixed(4) } == WireError(.truncated, at: 0))
        #expect(fault([1, 2, 3]) { try $0.fixed(-1) } == WireError(.truncated, at: 0))
        #expect(fault([1, 2, 3]) { try $0.fixed(.max) } == WireError(.truncated, at: 0))
    }

    @Test("Eight bytes are big-endian, at any alignment")
    func bigEndian() throws {
        let bytes: [UInt8] = [0xff, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08]
        #expect(written { $0.bigEndian64(0x0102_0304_0506_0708) } == Array(bytes[1...]))
        let number = try read(bytes) { reader in
            _ = try reader.byte()
            return try reader.bigEndian64()
        }
        #expect(number == 0x0102_0304_0506_0708)
        #expect(fault(Array(bytes[..<7])) { try $0.bigEndian64() } == WireError(.truncated, at: 0))
    }

    @Test("Length-prefixed bytes")
    func blobs() throws {
        #expect(written { $0.blob([9, 8]) } == [2, 9, 8])
        #expect(try read([2, 9, 8]) { try $0.blob(max: 2) } == [9, 8])
        #expect(fault([3, 9, 8, 7]) { try $0.blob(max: 2) } == WireError(.limitExceeded, at: 0))
        #expect(fault([3, 9, 8]) { try $0.blob(max: 3) } == WireError(.truncated, at: 1))
    }

    @Test("Text is well-formed UTF-8 and keeps its bytes")
    func text() throws {
        #expect(written { $0.text("é") } == [2, 0xc3, 0xa9])
        // Composed and decomposed letters are equal to `==` but not the same bytes: nothing may normalise them.
        let decomposed: [UInt8] = [3, 0x65, 0xcc, 0x81]
        let text = try read(decomposed) { try $0.text(max: 3) }
        #expect(written { $0.text(text) } == decomposed)
        #expect(try read([0]) { try $0.text(max: 0) } == "")
        #expect(fault([2, 0xc3, 0xa9]) { try $0.text(max: 1) } == WireError(.limitExceeded, at: 0))
    }

    /// Broken UTF-8: stray and missing continuations, overlong forms, surrogates, above U+10FFFF.
    static let malformed: [[UInt8]] = [
        [0x80], [0xc3], [0xc3, 0x28], [0xc0, 0xaf], [0xe0, 0x80, 0xaf], [0xed, 0xa0, 0x80], [0xf0, 0x80, 0x80, 0x80],
        [0xf4, 0x90, 0x80, 0x80], [0xff], [0x61, 0xe2, 0x82],
    ]

    @Test("Broken UTF-8 is refused at the start of the text", arguments: malformed)
    func malformedText(_ utf8: [UInt8]) {
        let error = fault([7] + written { $0.blob(utf8) }) { reader in
            _ = try reader.byte()
            return try reader.text(max: 10)
        }
        #expect(error == WireError(.malformedText, at: 1))
    }

    @Test("A flag is 0 or 1")
    func flags() throws {
        #expect(written { writer in [true, false].forEach { writer.flag($0) } } == [1, 0])
        #expect(try read([1]) { try $0.flag() })
        #expect(try !read([0]) { try $0.flag() })
        for byte in 2...255 as ClosedRange<UInt8> {
            #expect(fault([byte]) { try $0.flag() } == WireError(.invalidValue, at: 0))
        }
    }

    @Test("Only registered values are read")
    func registered() throws {
        for byte in 0...255 as ClosedRange<UInt8> {
            let error = fault([0, byte]) { reader in
                _ = try reader.byte()
                return try reader.registered(Colour.self)
            }
            #expect(error == (byte == 1 || byte == 7 ? nil : WireError(.invalidValue, at: 1)))
        }
        #expect(fault([]) { try $0.registered(Colour.self) } == WireError(.truncated, at: 0))
    }

    @Test("An optional value")
    func optionals() throws {
        #expect(written { $0.optional(Suite?.none) } == [0])
        #expect(written { $0.optional(Suite(9)) } == [1, 9])
        #expect(try read([0]) { try $0.optional(Suite.self) } == nil)
        #expect(try read([1, 9]) { try $0.optional(Suite.self) } == Suite(9))
        #expect(fault([2, 9]) { try $0.optional(Suite.self) } == WireError(.invalidValue, at: 0))
        #expect(fault([1]) { try $0.optional(Suite.self) } == WireError(.truncated, at: 1))
    }

    @Test("The end")
    func finish() {
        #expect(fault([1]) { reader in try reader.finish() } == WireError(.trailingBytes, at: 0))
        #expect(
            fault([1, 2]) { reader in
                _ = try reader.byte()
                try reader.finish()
            } == WireError(.trailingBytes, at: 1))
        #expect(fault([]) { reader in try reader.finish() } == nil)
    }

    @Test("What is left is counted down")
    func remaining() throws {
        try read([1, 2, 3]) { reader in
            #expect(reader.offset == 0 && reader.remaining == 3)
            _ = try reader.fixed(2)
            #expect(reader.offset == 2 && reader.remaining == 1)
        }
    }

    @Test("An error names its code and byte, and nothing of the input")
    func description() {
        #expect(WireError(.nonMinimal, at: 12).description == "nonMinimal at byte 12")
    }
}
