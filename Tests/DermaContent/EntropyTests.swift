import Testing

@testable import DermaContent

/// The walk over entropy-coded data and its parts.
@Suite struct EntropyTests {
    /// The reader against one that goes bit by bit, over bytes with many 0xFF, in steps of every size.
    @Test func bitsAreThoseOfTheUnstuffedBytes() {
        for seed in 0..<200 as Range<UInt64> {
            var random = MutationRandom(seed: seed)
            let plain = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                Bool.random(using: &random) ? 0xFF : UInt8.random(in: 0...255, using: &random)
            }
            let stuffed = plain.flatMap { $0 == 0xFF ? [0xFF, 0] : [$0] }
            var reader = JPEGBitReader(1..<stuffed.count + 1)
            let bytes = [0x55] + stuffed + [0xFF, 0xD9]
            var position = 0
            while true {
                reader.fill(bytes.span)
                let left = 8 * plain.count - position
                #expect(reader.count >= min(32, left) && reader.count <= left)
                let length = min(Int.random(in: 0...32, using: &random), reader.count)
                for bit in 0..<length {
                    let expected = plain[(position + bit) / 8] >> (7 - (position + bit) % 8) & 1
                    #expect(UInt8(reader.window >> UInt64(63 - bit) & 1) == expected, "seed \(seed)")
                }
                reader.consume(length)
                position += length
                let consumed = plain.prefix((position + 7) / 8).reduce(0) { $0 + ($1 == 0xFF ? 2 : 1) }
                #expect(reader.offset(bytes.span) == 1 + consumed, "seed \(seed)")
                if left == 0 { break }
            }
        }
    }

    @Test func theEndOfTheDataIsTheNextMarker() {
        let cases: [([UInt8], Int?)] = [
            ([0xFF, 0xD9], 0), ([1, 2, 0xFF, 0xD9], 2), ([1, 0xFF, 0, 0xFF, 0xD0], 3), ([0xFF, 0xFF, 0xFF, 0xD9], 0),
            ([0xFF, 0xFF, 0, 7, 0xFF, 0xD9], 4), ([1, 2, 3], nil), ([0xFF], nil), ([0xFF, 0], nil), ([], nil),
            ([UInt8](repeating: 9, count: 21) + [0xFF, 0xDA], 21),
        ]
        for (bytes, expected) in cases {
            #expect(bytes.span.endOfEntropyCodedData(from: 0) == expected)
        }
    }

    /// Several 0xFF before a stuffed zero: decoders read one.
    @Test func repeatedFFBeforeAStuffedZeroIsOne() {
        var reader = JPEGBitReader(0..<6)
        reader.fill([0xA0, 0xFF, 0xFF, 0xFF, 0x00, 0xB0, 0xFF, 0xD9].span)
        #expect(reader.count == 24)
        #expect(reader.window >> 40 == 0xA0FFB0)
    }

    /// Every code of the typical tables, found by lookup or bit by bit.
    @Test func lookupAndBitwiseDecodingAgree() throws {
        for (index, table) in JPEGHuffmanTable.typical.enumerated() {
            let isDC = index < 2
            try table.check(isDC: isDC)
            #expect(table.symbols.count == table.counts.reduce(0) { $0 + Int($1) })
            #expect(Set(table.symbols).count == table.symbols.count)
            var tables = JPEGScanTables()
            let start = try tables.add(table, isDC: isDC)
            #expect(tables.lookup.count == 1_024)
            var found: Set<UInt8> = []
            for prefix in 0..<UInt64(1 << 16) {
                let window = prefix << 48
                let expected = table.decode(window)
                let looked = tables.lookup[Int(window >> 54)]
                if looked == 0 {
                    #expect(expected.map { $0.length > 10 } ?? true)
                    let entry = tables.longEntry(tableAt: start, window: window)
                    #expect(entry?.bitCount == expected.map { $0.length + Int($0.symbol & 15) })
                } else {
                    let entry = JPEGScanTables.Entry(rawValue: looked)
                    #expect(entry.bitCount == expected.map { $0.length + Int($0.symbol & 15) })
                }
                if let expected { found.insert(expected.symbol) }
            }
            #expect(found.count == table.symbols.count)
        }
    }

    /// A prefix code has room or it has not: against the sum of T.81, C.2, which no code may fill.
    @Test func prefixCodesAreToldFromOthers() {
        for seed in 0..<2_000 as Range<UInt64> {
            var random = MutationRandom(seed: seed)
            var counts = [UInt8](repeating: 0, count: 16)
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                counts[Int.random(in: 0..<6, using: &random)] += 1
            }
            let used = counts.enumerated().reduce(0) { $0 + Int($1.element) << (15 - $1.offset) }
            let symbols = [UInt8](0..<counts.reduce(0, +))
            let table = JPEGHuffmanTable(counts: counts, symbols: symbols, offset: 3)
            let isCode = (try? table.check(isDC: false)) != nil
            #expect(isCode == (used < 1 << 16), "seed \(seed): \(counts)")
        }
    }

    @Test(arguments: ["tiny-colour.jpg", "tiny-restart.jpg", "tiny-progressive.jpg", "grey.jpg"])
    func lastByteIsNeeded(name: String) throws {
        let bytes = try PhotoFixtures.load("valid/" + name)
        let error = try #require(throws: IntakeError.self) { try JPEGIntake.clean(bytes.dropLast(3) + bytes.suffix(2)) }
        #expect(error == IntakeError(code: .missingImageData, offset: bytes.count - 3))
    }

    /// Up to seven bytes of anything pass, as with decoders, and padding up to a sector; all are reported.
    @Test(arguments: ["tiny-colour.jpg", "tiny-restart.jpg", "tiny-progressive.jpg", "separate-scans.jpg"])
    func surplusIsReportedOrRefused(name: String) throws {
        let bytes = try PhotoFixtures.load("valid/" + name)
        for count in 0...7 {
            let cleaned = try JPEGIntake.clean(bytes.padding([UInt8](1..<UInt8(count + 1))))
            #expect(cleaned.surplusBytes == count)
        }
        for count in [8, 9, 511, 512] {
            let ramp = (0..<count).map { UInt8($0 % 200) }
            let error = try #require(throws: IntakeError.self) { try JPEGIntake.clean(bytes.padding(ramp)) }
            #expect(error == IntakeError(code: .surplusImageData, offset: bytes.count - 2))
        }
        let padding = [UInt8](repeating: 0, count: 511)
        let cleaned = try JPEGIntake.clean(bytes.padding(padding))
        #expect(cleaned.surplusBytes == 511)
        #expect(cleaned.imageData.suffix(513) == padding + [0xFF, 0xD9])
        #expect(throws: IntakeError.self) { try JPEGIntake.clean(bytes.padding(padding + [0])) }
    }

    /// A run of zeros that leaves the block: no encoder writes it.
    @Test func runsStayInTheirBlock() throws {
        // One block of grey: DC 0 in one bit; AC codes 0 (15 zeros and a one) and 10 (end of block).
        let dc: [UInt8] = [0x00, 1] + [UInt8](repeating: 0, count: 15) + [0]
        let ac: [UInt8] = [0x10, 1, 1] + [UInt8](repeating: 0, count: 14) + [0xF1, 0x00]
        func photo(_ data: [UInt8]) -> [UInt8] {
            var parts = JPEGParts([0xFF, 0xD8, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0] + data + [0xFF, 0xD9])
            parts.segments.insert(
                contentsOf: [
                    .init(marker: 0xDB, payload: [0] + [UInt8](repeating: 1, count: 64)),
                    .init(marker: 0xC0, payload: [8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
                    .init(marker: 0xC4, payload: dc + ac),
                ], at: 0)
            return parts.bytes
        }
        // DC; three times 15 zeros and a one; end of block.
        #expect(try JPEGIntake.clean(photo([0b0_01_01_01_1, 0b0_1111111])).width == 8)
        // DC; four times 15 zeros and a one: the last would be coefficient 64.
        let error = try #require(throws: IntakeError.self) {
            try JPEGIntake.clean(photo([0b0_01_01_01_0, 0b1_10_11111]))
        }
        #expect(error.code == .badImageData)
        // DC; then a code that is none.
        let none = try #require(throws: IntakeError.self) { try JPEGIntake.clean(photo([0b0_11_11111, 0x7F, 0x7F])) }
        #expect(none.code == .badImageData)
    }
}
