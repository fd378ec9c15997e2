import Testing

@testable import DermaContent

/// Which application segments are kept, and how much of them.
@Suite struct KeptSegmentTests {
    let photo: [UInt8]
    let clean: CleanedPhoto

    init() throws {
        photo = try PhotoFixtures.load("valid/tiny-colour.jpg")
        clean = try JPEGIntake.clean(photo)
    }

    @Test(arguments: 0xE0...0xEF as ClosedRange<UInt8>)
    func unknownApplicationDataIsDropped(marker: UInt8) throws {
        for payload in [[], [0], Array("CANARY".utf8), Array("Exif".utf8), Array("JFIF".utf8), Array("Adobe".utf8)] {
            let cleaned = try JPEGIntake.clean(photo.inserting(marker, payload))
            #expect(cleaned.jpeg == clean.jpeg)
            #expect(cleaned.removed.kinds == [.comment, .other])
        }
    }

    @Test func whatFollowsTheAdobeFieldsIsCutOff() throws {
        let fields = Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 1]
        let cleaned = try JPEGIntake.clean(photo.inserting(0xEE, fields + Array("CANARY".utf8)))
        #expect(JPEGParts(cleaned.jpeg)[0xEE] == fields)
        #expect(cleaned.removed.kinds == [.comment, .other])
        #expect(cleaned.removed.segmentBytes == clean.removed.segmentBytes + 6)
    }

    /// Decoders go by the last Adobe segment and, for the colours, by the presence of JFIF.
    @Test func onlyOneOfEachIsKept() throws {
        let fields = Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0]
        let twice = photo.inserting(0xEE, fields + [1]).inserting(0xEE, fields + [0])
        #expect(JPEGParts(try JPEGIntake.clean(twice).jpeg)[0xEE] == fields + [1])
        let jfif = Array("JFIF\0".utf8) + [1, 1, 0, 0, 72, 0, 72, 0, 0]
        let cleaned = JPEGParts(try JPEGIntake.clean(photo.inserting(0xE0, jfif)).jpeg)
        #expect(cleaned.segments.filter { $0.marker == 0xE0 }.map(\.payload) == [jfif])
    }

    static func profile(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 7, count: count)
        if count >= 40 { bytes.replaceSubrange(36..<40, with: Array("acsp".utf8)) }
        return bytes
    }

    func part(_ number: UInt8, of count: UInt8, _ data: ArraySlice<UInt8>) -> [UInt8] {
        Array("ICC_PROFILE\0".utf8) + [number, count] + data
    }

    @Test func partsMayBeSmallerThanTheProfileHeader() throws {
        let profile = KeptSegmentTests.profile(120)
        var bytes = photo
        for number in (0..<6).reversed() {
            bytes = bytes.inserting(
                0xE2, part(UInt8(number + 1), of: 6, profile[number * 20..<number * 20 + 20]))
        }
        #expect(JPEGParts(try JPEGIntake.clean(bytes).jpeg).profile == profile)
    }

    @Test func inconsistentPartsAreDroppedAndSaid() throws {
        let profile = KeptSegmentTests.profile(128)[...]
        let sets: [[[UInt8]]] = [
            [part(1, of: 2, profile)], [part(2, of: 2, profile)], [part(0, of: 0, profile)],
            [part(0, of: 1, profile)], [part(1, of: 1, profile), part(1, of: 1, profile)],
            [part(1, of: 2, profile), part(2, of: 3, profile)], [part(1, of: 1, profile.prefix(39))],
            [part(1, of: 1, profile.dropFirst())], [part(1, of: 1, [])], [Array("ICC_PROFILE\0".utf8)],
        ]
        for set in sets {
            let bytes = set.reduce(photo) { $0.inserting(0xE2, $1) }
            let cleaned = try JPEGIntake.clean(bytes)
            #expect(cleaned.jpeg == clean.jpeg)
            #expect(cleaned.removed.kinds == [.comment, .brokenColorProfile])
            #expect(cleaned.jpeg.count + cleaned.removed.segmentBytes == bytes.count)
        }
    }
}
