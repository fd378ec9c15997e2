import Testing

@testable import DermaContent

/// Markers, segment lengths, headers and tables: what may be, and what may not.
@Suite struct JPEGStructureTests {
    let grey: [UInt8]
    let colour: [UInt8]

    init() throws {
        grey = try PhotoFixtures.load("valid/tiny-grey.jpg")
        colour = try PhotoFixtures.load("valid/tiny-colour.jpg")
    }

    func code(_ bytes: [UInt8], limits: PhotoLimits = PhotoLimits()) -> IntakeError.Code? {
        do {
            _ = try JPEGIntake.clean(bytes, limits: limits)
            return nil
        } catch {
            return error.code
        }
    }

    /// The error of `photo` after a change to the segment with `marker`.
    func code(_ photo: [UInt8], _ marker: UInt8, _ change: (inout [UInt8]) -> Void) -> IntakeError.Code? {
        var parts = JPEGParts(photo)
        change(&parts[marker])
        return code(parts.bytes)
    }

    @Test(arguments: ["tiny-grey.jpg", "tiny-colour.jpg", "tiny-progressive.jpg", "tiny-restart.jpg"])
    func everyPrefixIsTruncated(name: String) throws {
        let bytes = try PhotoFixtures.load("valid/" + name)
        #expect(code(bytes) == nil)
        for length in 2..<bytes.count {
            let error = #expect(throws: IntakeError.self) { try JPEGIntake.clean(Array(bytes[..<length])) }
            #expect(error == IntakeError(code: .truncated, offset: length))
        }
        #expect(code([]) == .empty)
        #expect(code([0xFF]) == .notJPEG)
    }

    /// Every value of every byte of a header: refused, or a photo that cleans to itself. Never a trap.
    @Test func everyByteOfAHeaderMayBeAnything() throws {
        let cleaned = try JPEGIntake.clean(grey)
        var refused = 0
        for index in cleaned.header.indices {
            var mutated = grey
            for value in 0...255 as ClosedRange<UInt8> where value != grey[index] {
                mutated[index] = value
                guard let result = try? JPEGIntake.clean(mutated) else {
                    refused += 1
                    continue
                }
                #expect(result.width * result.height <= PhotoLimits().pixelsMax)
                #expect(result.imageData.suffix(2) == [0xFF, 0xD9])
            }
        }
        #expect(refused > 10_000)
    }

    /// Tables, frame and scan headers whose length is a lie.
    @Test(arguments: ["tiny-colour.jpg", "tiny-progressive.jpg", "restart.jpg"])
    func segmentsThatLieAboutTheirLengthAreRefused(name: String) throws {
        let parts = JPEGParts(try PhotoFixtures.load("valid/" + name))
        var start = 2
        for segment in parts.segments {
            defer { start += segment.bytes.count }
            let length = segment.payload.count + 2
            for lie in [0, 1, 2, 3, length - 1, length + 1, length + 2, length + 60, 0xFFFF] where lie != length {
                var bytes = parts.bytes
                bytes[start + 2] = UInt8(truncatingIfNeeded: lie >> 8)
                bytes[start + 3] = UInt8(truncatingIfNeeded: lie)
                let found = code(bytes)
                #expect(found != nil, "segment \(segment.marker) of \(length) bytes says \(lie)")
                if lie < 2 { #expect(found == .badSegmentLength) }
                if lie == 0xFFFF { #expect(found == .truncated) }
            }
        }
    }

    @Test func markersMustBeWhereTheyAre() {
        #expect(code([0xFF, 0xD8, 0x00] + grey.dropFirst(2)) == .badMarker)
        #expect(code([0xFF, 0xD8, 0xFF, 0x00] + grey.dropFirst(2)) == .badMarker)
        #expect(code([0xFF, 0xD8] + grey) == .badMarker)
        for reserved in [0x02, 0xBF, 0xF0, 0xFD] as [UInt8] {
            #expect(code(grey.inserting(reserved, [1, 2, 3])) == .badMarker)
        }
        #expect(code([0xFF, 0xD8, 0xFF, 0xD9]) == .missingFrame)
    }

    /// RST and TEM stand alone; decoders pass over them between segments, and so does the intake.
    @Test func standaloneMarkersAndFillBytesAreLegal() throws {
        let plain = try JPEGIntake.clean(grey)
        for extra in [[0xFF, 0xD3], [0xFF, 0x01], [0xFF, 0xFF, 0xFF, 0xD0]] as [[UInt8]] {
            #expect(try JPEGIntake.clean([0xFF, 0xD8] + extra + grey.dropFirst(2)).jpeg == plain.jpeg)
        }
        let late = try JPEGIntake.clean(grey.padding([0xFF, 0xD5]))
        #expect(late.imageData == plain.imageData.padding([0xFF, 0xD5]))
    }

    @Test func frameHeadersAreChecked() {
        #expect(code(colour, 0xC0) { $0[0] = 12 } == .unsupportedPrecision)
        #expect(code(colour, 0xC0) { $0.replaceSubrange(1...2, with: [0, 0]) } == .unsupportedHeight)
        #expect(code(colour, 0xC0) { $0.replaceSubrange(3...4, with: [0, 0]) } == .badFrame)
        #expect(code(colour, 0xC0) { $0.replaceSubrange(5..., with: [0]) } == .badFrame)
        #expect(code(colour, 0xC0) { $0[5] = 4 } == .badSegmentLength)
        #expect(code(colour, 0xC0) { $0[7] = 0x02 } == .badFrame)
        #expect(code(colour, 0xC0) { $0[7] = 0x25 } == .badFrame)
        #expect(code(colour, 0xC0) { $0[8] = 4 } == .badFrame)
        #expect(code(colour, 0xC0) { $0 = Array($0[..<5]) } == .badSegmentLength)
        #expect(
            code(colour, 0xC0) {
                $0[5] = 5
                $0 += [4, 0x11, 0, 5, 0x11, 0]
            } == .unsupportedComponents)
        // Wider than the data: blocks are missing.
        #expect(code(colour, 0xC0) { $0[4] += 16 } == .missingImageData)
        #expect(code(colour, 0xC0) { $0[2] -= 16 } == .surplusImageData)
    }

    @Test(arguments: [0xC3, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF, 0xDE, 0xDF, 0xF7] as [UInt8])
    func otherCodingsAreUnsupported(marker: UInt8) throws {
        var parts = JPEGParts(colour)
        let index = try #require(parts.index(0xC0))
        parts.segments[index].marker = marker
        #expect(code(parts.bytes) == .unsupportedCoding)
    }

    @Test func thereIsOneFrameAndItComesFirst() throws {
        var parts = JPEGParts(colour)
        let index = try #require(parts.index(0xC0))
        let frame = parts.segments.remove(at: index)
        #expect(code(parts.bytes) == .missingFrame)
        parts.segments.insert(contentsOf: [frame, frame], at: index)
        #expect(code(parts.bytes) == .secondFrame)
        parts.segments = [frame]
        parts.rest = [0xFF, 0xD9]
        #expect(code(parts.bytes) == .missingScan)
    }

    /// DNL may repeat the height of the frame header, not change it.
    @Test func linesAreCountedByTheFrameHeader() throws {
        let dnl: [UInt8] = [0xFF, 0xDC, 0, 4, 0, 8]
        #expect(try JPEGIntake.clean(grey.padding(dnl)).imageData.suffix(8) == dnl + [0xFF, 0xD9])
        #expect(code(grey.padding([0xFF, 0xDC, 0, 4, 0, 9])) == .unsupportedHeight)
        #expect(code(grey.padding([0xFF, 0xDC, 0, 3, 8])) == .unsupportedHeight)
    }

    @Test func scanHeadersAreChecked() {
        #expect(code(colour, 0xDA) { $0[0] = 0 } == .badScan)
        #expect(code(colour, 0xDA) { $0[0] = 5 } == .badScan)
        #expect(code(colour, 0xDA) { $0[0] = 2 } == .badSegmentLength)
        #expect(code(colour, 0xDA) { $0[1] = 9 } == .badScan)
        #expect(code(colour, 0xDA) { $0[3] = $0[1] } == .badScan)
        #expect(code(colour, 0xDA) { $0[2] = 0x40 } == .badScan)
        #expect(code(colour, 0xDA) { $0[2] = 0x02 } == .missingTable)
        #expect(code(colour, 0xDA) { $0 = [] } == .badSegmentLength)
        // Some baseline files have zeros where 0, 63, 0 belongs.
        #expect(code(colour, 0xDA) { $0.replaceSubrange(7...9, with: [0, 0, 0]) } == nil)
        // Seventeen blocks a unit.
        #expect(code(colour, 0xC0) { $0[7] = 0x44 } == .badScan)
    }

    /// Of three components with one id, the scan means the first, the second and the third.
    @Test func componentsMayShareAnID() throws {
        var parts = JPEGParts(colour)
        for index in [6, 9, 12] { parts[0xC0][index] = 1 }
        for index in [1, 3, 5] { parts[0xDA][index] = 1 }
        #expect(code(parts.bytes) == nil)
    }

    @Test func everyComponentNeedsItsScan() throws {
        let bytes = try PhotoFixtures.load("valid/separate-scans.jpg")
        let scans = bytes.indices.dropLast().filter { bytes[$0...$0 + 1] == [0xFF, 0xDA] }
        #expect(scans.count == 3)
        #expect(code(Array(bytes[..<scans[2]]) + [0xFF, 0xD9]) == .missingScan)
        // The same scan twice.
        #expect(code(Array(bytes[..<scans[1]] + bytes[scans[0]...])) == .badScan)
    }

    @Test func progressiveScansComeInOrder() throws {
        let bytes = try PhotoFixtures.load("valid/progressive-script.jpg")
        var scans = bytes.indices.dropLast().filter { bytes[$0...$0 + 1] == [0xFF, 0xDA] }
        #expect(scans.count == 12)
        scans.append(bytes.count - 2)
        // Without the sixth scan a later one refines what never came.
        #expect(code(Array(bytes[..<scans[5]] + bytes[scans[6]...])) == .badScan)
        // Without its last scan the picture is coarser, and whole for every decoder.
        #expect(code(Array(bytes[..<scans[11]]) + [0xFF, 0xD9]) == nil)
        // AC before DC, two components in an AC scan, impossible bits.
        let parts = JPEGParts(bytes)
        for header in [[1, 1, 0, 1, 5, 0], [1, 1, 0, 0, 5, 0], [1, 1, 0, 5, 1, 0], [1, 1, 0, 0, 0, 0x20]] as [[UInt8]] {
            var changed = parts
            changed[0xDA] = header
            #expect(code(changed.bytes) == .badScan)
        }
    }

    @Test func tablesAreChecked() {
        #expect(code(colour, 0xDB) { $0[0] = 0x20 } == .badQuantizationTable)
        #expect(code(colour, 0xDB) { $0[0] = 0x04 } == .badQuantizationTable)
        #expect(code(colour, 0xDB) { $0[0] = 0x10 } == .badSegmentLength)
        #expect(code(colour, 0xDB) { _ = $0.removeLast() } == .badSegmentLength)
        #expect(code(colour, 0xDB) { $0[0] = 3 } == .missingTable)
        #expect(code(colour, 0xC4) { $0[0] = 0x20 } == .badHuffmanTable)
        #expect(code(colour, 0xC4) { $0[0] = 0x04 } == .badHuffmanTable)
        #expect(code(colour, 0xC4) { $0[16] = 200 } == .badSegmentLength)
        #expect(code(colour, 0xC4) { $0.replaceSubrange(15...16, with: [255, 255]) } == .badHuffmanTable)
        #expect(code(colour, 0xC4) { $0 = Array($0[..<12]) } == .badSegmentLength)
        // Three codes of one bit; then two, one of them all ones.
        #expect(code(grey, 0xC4) { $0 = [0, 3] + [UInt8](repeating: 0, count: 15) + [0, 1, 2] } == .badHuffmanTable)
        #expect(code(grey, 0xC4) { $0 = [0, 2] + [UInt8](repeating: 0, count: 15) + [0, 1] } == .badHuffmanTable)
        // A DC symbol of 16 bits.
        #expect(code(grey, 0xC4) { $0[17] = 16 } == .badHuffmanTable)
    }

    /// A table that no scan uses disturbs no decoder, whatever it says.
    @Test func unusedTablesMayBeWrong() {
        let table: [UInt8] = [3, 3] + [UInt8](repeating: 0, count: 15) + [0, 1, 2]
        #expect(code(grey.inserting(0xC4, table)) == nil)
    }

    @Test func restartIntervalsAreChecked() throws {
        let restart = try PhotoFixtures.load("valid/tiny-restart.jpg")
        #expect(code(restart, 0xDD) { $0 = [0] } == .badSegmentLength)
        #expect(code(restart, 0xDD) { $0 = [0, 0] } == .missingImageData)
        #expect(code(restart, 0xDD) { $0[1] += 1 } == .missingImageData)
        let first = try #require(restart.indices.dropLast().first { restart[$0...$0 + 1] == [0xFF, 0xD0] })
        var swapped = restart
        swapped[first + 1] = 0xD1
        #expect(code(swapped) == .badRestart)
    }

    @Test func arithmeticConditioningIsDropped() throws {
        let plain = try JPEGIntake.clean(grey)
        let cleaned = try JPEGIntake.clean(grey.inserting(0xCC, [0, 1]))
        #expect(cleaned.jpeg == plain.jpeg)
        #expect(cleaned.removed.kinds == .other)
    }
}
