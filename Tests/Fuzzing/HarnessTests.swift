import DermaFuzzing
import DermaWire
import Testing

/// The harness itself: a fault that nobody notices is worse than none.
@Suite("Fuzzing: the harness")
struct HarnessTests {
    /// A number that is written with more bytes than it needs, and read all the same.
    private struct Sloppy: WireValue {
        let value: UInt8

        init(from reader: inout ByteReader) throws(WireError) {
            let padding = try reader.byte()
            value = padding == 0 ? try reader.byte() : padding
        }

        func encode(to writer: inout ByteWriter) { writer.byte(value) }
    }

    @Test("A decoder that accepts what it would not write is found")
    func nonCanonical() throws {
        let target = FuzzTarget("sloppy", decoders: [ValueDecoder(Sloppy.self)])
        try target.check([0, 7])
        try target.check([0, 7, 7])
        #expect(throws: Violation.self) { try target.check([0, 0, 7]) }
    }

    @Test("Choices beyond the end are zero, and changes stay inside their bytes")
    func input() {
        var input = FuzzInput([3, 0xFF, 0xFF, 2, 200, 9])
        #expect(input.changed([1, 2, 3]).count <= 3 + 255)
        while !input.isEmpty { _ = input.byte() }
        #expect(input.byte() == 0 && input.below(7) == 0 && input.blob().isEmpty && input.rest().isEmpty)
    }
}
