import Testing

@testable import DermaContent

/// Photos that must not be taken in, and what their owners are told.
@Suite struct BrokenPhotoTests {
    static let expected: [String: IntakeError.Code] = [
        "arithmetic.jpg": .unsupportedCoding,
        "bad-segment-length.jpg": .badMarker,
        "empty.jpg": .empty,
        "heic-named.jpg": .heic,
        "not-an-image.jpg": .notJPEG,
        "png-named.jpg": .png,
        "progressive-cut.jpg": .missingImageData,
        "restart-lost.jpg": .badRestart,
        "scan-cut.jpg": .missingImageData,
        "scan-doubled.jpg": .surplusImageData,
        "scan-overwritten.jpg": .missingImageData,
        "scan-zeroed.jpg": .missingImageData,
        "truncated-in-header.jpg": .truncated,
        "truncated-in-scan.jpg": .truncated,
    ]

    @Test(arguments: PhotoFixtures.broken)
    func isRefusedWithItsCode(name: String) throws {
        let bytes = try PhotoFixtures.load("broken/" + name)
        let error = try #require(throws: IntakeError.self) { try JPEGIntake.clean(bytes) }
        #expect(error.code == BrokenPhotoTests.expected[name])
        #expect((0...bytes.count).contains(error.offset))
        if error.code == .truncated { #expect(error.offset == bytes.count) }
    }

    @Test func offsetsNameThePlace() throws {
        let lie = try #require(throws: IntakeError.self) {
            try JPEGIntake.clean(PhotoFixtures.load("broken/bad-segment-length.jpg"))
        }
        #expect(lie.offset == 4 + 60)
        let bytes = try PhotoFixtures.load("broken/scan-cut.jpg")
        let cut = try #require(throws: IntakeError.self) { try JPEGIntake.clean(bytes) }
        #expect(cut.offset == bytes.count - 2)
    }

    @Test(arguments: [
        ("RIFF\0\0\0\0WEBPVP8 ", IntakeError.Code.webp), ("GIF87a", .gif), ("GIF89a", .gif), ("%PDF-1.7", .pdf),
        ("II*\0", .tiff), ("MM\0*", .tiff), ("II+\0", .tiff), ("IIU\0", .tiff), ("IIRO", .tiff),
        ("FUJIFILMCCD-RAW 0201", .tiff), ("\0\0\0\u{18}ftypcrx ", .tiff), ("\0\0\0\u{18}ftypavif", .heic),
        ("\0\0\0\u{18}ftypmif1", .heic), ("\0\0\0\u{18}ftypmp42", .video), ("\0\0\0\u{14}ftypqt  ", .video),
        ("RIFF\0\0\0\0AVI ", .notJPEG), ("BM", .notJPEG), ("x", .notJPEG),
    ])
    func otherFormatsAreNamed(text: String, code: IntakeError.Code) throws {
        let error = try #require(throws: IntakeError.self) { try JPEGIntake.clean(Array(text.utf8)) }
        #expect(error == IntakeError(code: code, offset: 0))
    }

    @Test func everyCodeHasSentencesOfItsOwn() {
        let texts = IntakeError.Code.allCases.map { IntakeError(code: $0, offset: 4_711).description }
        #expect(texts.allSatisfy { $0.hasSuffix(".") && $0.contains(". ") })
        let damaged = texts.filter { $0.hasPrefix("The photo") }
        #expect(damaged.allSatisfy { $0.contains("4711") })
        #expect(Set(texts).count == texts.count)
    }

    /// The raw values may be stored: they must not change.
    @Test func codesAreStable() {
        let codes = IntakeError.Code.allCases.map(\.rawValue).joined(separator: " ")
        #expect(
            codes == """
                empty notJPEG heic png webp gif tiff pdf video tooManyBytes tooManyPixels tooManySegments \
                tooManyScans colorProfileTooLong tooManyBlocks unsupportedCoding unsupportedPrecision \
                unsupportedHeight unsupportedComponents truncated badMarker badSegmentLength badFrame secondFrame \
                missingFrame badQuantizationTable badHuffmanTable missingTable badScan missingScan badRestart \
                badImageData missingImageData surplusImageData
                """)
    }
}
