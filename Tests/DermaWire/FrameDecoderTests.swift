import DermaTestSupport
import DermaWire
import Testing

@Suite("Cutting a stream into frames")
struct FrameDecoderTests {
    private static func frames(_ random: inout SeededRandom) -> [RawFrame] {
        (0..<20).map { _ in
            // Lengths of one, two and three bytes; types known and unknown, critical and not.
            let countMax = random.element(of: [0, 127, 300, 20_000])
            return RawFrame(type: FrameType(random.bytes(1)[0]), payload: random.blob(countMax: countMax))
        }
    }

    /// Feeds the stream in pieces and takes out what is whole after each.
    private static func decode(
        _ stream: [UInt8], payloadBytesMax: Int = 20_000, pieceBytes: () -> Int
    ) throws -> (frames: [RawFrame], decoder: FrameDecoder) {
        var decoder = FrameDecoder(payloadBytesMax: payloadBytesMax)
        var found: [RawFrame] = []
        var rest = stream[...]
        while !rest.isEmpty {
            let piece = rest.prefix(pieceBytes())
            rest = rest.dropFirst(piece.count)
            decoder.append(Array(piece))
            while let frame = try decoder.next() { found.append(frame) }
        }
        return (found, decoder)
    }

    @Test("Whatever the pieces, the same frames come out", arguments: Seed.first(20))
    func pieces(seed: Seed) throws {
        var random = seed.random
        let frames = Self.frames(&random)
        let stream = frames.flatMap(\.bytes)
        let whole = try Self.decode(stream) { stream.count }
        #expect(whole.frames == frames)
        #expect(whole.decoder.isBetweenFrames)
        #expect(try Self.decode(stream) { 1 + random.below(30_000) }.frames == frames)
        #expect(try Self.decode(stream) { 1 + random.below(7) }.frames == frames)
    }

    @Test("Byte by byte, a frame comes out with its last byte and not before")
    func byteByByte() throws {
        let frames = [1, 0x85, 0x7f].map { RawFrame(type: FrameType($0), payload: [UInt8](repeating: $0, count: 200)) }
        let ends = frames.indices.map { index in frames[...index].reduce(0) { $0 + $1.bytes.count } }
        var decoder = FrameDecoder(payloadBytesMax: 200)
        #expect(decoder.isBetweenFrames)
        for (index, byte) in frames.flatMap(\.bytes).enumerated() {
            decoder.append([byte])
            let frame = try decoder.next()
            #expect(frame == ends.firstIndex(of: index + 1).map { frames[$0] })
            #expect(decoder.isBetweenFrames == (frame != nil))
            #expect(try decoder.next() == nil)
        }
    }

    @Test("A frame's bytes: type, length, payload; an empty one too")
    func layout() throws {
        #expect(RawFrame(type: FrameType(3), payload: [9, 8]).bytes == [3, 2, 9, 8])
        #expect(RawFrame(type: FrameType(0xff), payload: []).bytes == [0xff, 0])
        #expect(FrameType(0x0b).description == "0x0b")
    }

    @Test("Bit 7 says whether an unknown type may be passed over")
    func ignorable() {
        for number in 0...255 as ClosedRange<UInt8> { #expect(FrameType(number).isIgnorable == (number >= 128)) }
    }

    @Test("A payload at the limit passes, one byte more is refused before it has come")
    func limit() throws {
        let frame = RawFrame(type: FrameType(1), payload: [UInt8](repeating: 0, count: 300))
        #expect(try Self.decode(frame.bytes, payloadBytesMax: 300) { 1000 }.frames == [frame])
        var decoder = FrameDecoder(payloadBytesMax: 299)
        decoder.append(Array(frame.bytes[..<3]))
        #expect(throws: WireError(.limitExceeded, at: 1)) { try decoder.next() }
    }

    @Test("Raising the limit lets longer frames in from then on")
    func raisedLimit() throws {
        let small = RawFrame(type: FrameType(1), payload: [1])
        let large = RawFrame(type: FrameType(2), payload: [UInt8](repeating: 0, count: 300))
        var decoder = FrameDecoder(payloadBytesMax: 1)
        decoder.append(small.bytes + large.bytes)
        #expect(try decoder.next() == small)
        decoder.payloadBytesMax = 300
        #expect(try decoder.next() == large)
    }

    @Test("A length of 2^60, one that is not minimal and one that overflows, with their place in the stream")
    func badLengths() throws {
        let good = RawFrame(type: FrameType(1), payload: [1, 2, 3])
        let bad: [(length: [UInt8], code: WireError.Code)] = [
            (written { $0.varint(1 << 60) }, .limitExceeded),
            ([0x80, 0x00], .nonMinimal),
            ([UInt8](repeating: 0xff, count: 10), .overflow),
        ]
        for (length, code) in bad {
            var decoder = FrameDecoder(payloadBytesMax: 1000)
            // Many good frames before, so that the decoder has thrown away what it had read.
            for _ in 0..<50 {
                decoder.append(good.bytes)
                #expect(try decoder.next() == good)
            }
            decoder.append([9] + length)
            let expected = WireError(code, at: 50 * good.bytes.count + 1)
            #expect(throws: expected) { try decoder.next() }
            // The stream stays useless: whatever comes, no frame is cut out of it.
            decoder.append(good.bytes)
            #expect(throws: expected) { try decoder.next() }
        }
    }

    @Test("A length that is cut waits for the rest")
    func cutLength() throws {
        var decoder = FrameDecoder(payloadBytesMax: 1000)
        decoder.append([7, 0x80])
        #expect(try decoder.next() == nil)
        #expect(!decoder.isBetweenFrames)
        decoder.append([0x01])
        #expect(try decoder.next() == nil)
        decoder.append([UInt8](repeating: 5, count: 128))
        #expect(try decoder.next() == RawFrame(type: FrameType(7), payload: [UInt8](repeating: 5, count: 128)))
    }
}
