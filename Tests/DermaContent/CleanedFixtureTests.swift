import Testing

@testable import DermaContent

/// What comes out for each fixture that is a whole photo.
@Suite struct CleanedFixtureTests {
    @Test func fixturesAreThere() {
        #expect(PhotoFixtures.valid.count == 32)
        #expect(PhotoFixtures.broken.count == 14)
    }

    @Test(arguments: PhotoFixtures.valid)
    func nothingOfTheMetadataSurvives(name: String) throws {
        let bytes = try PhotoFixtures.load("valid/" + name)
        let cleaned = try JPEGIntake.clean(bytes)
        #expect(!cleaned.jpeg.contains(text: "CANARY"))
        #expect(!cleaned.jpeg.contains(text: "Exif"))
        #expect(!cleaned.jpeg.contains(text: "GPS"))
        #expect(!cleaned.jpeg.contains(text: "http://"))
        // The other way round: whatever had a canary is reported to have lost something.
        #expect(!(bytes.contains(text: "CANARY") && cleaned.removed.isEmpty))
    }

    @Test(arguments: PhotoFixtures.valid)
    func cleaningIsIdempotent(name: String) throws {
        let once = try JPEGIntake.clean(PhotoFixtures.load("valid/" + name))
        let twice = try JPEGIntake.clean(once.jpeg)
        var expected = once
        expected.removed = RemovedMetadata()
        expected.orientation = .up
        expected.captureClaim = nil
        #expect(twice == expected)
    }

    @Test(arguments: PhotoFixtures.valid)
    func wholePhotosHaveNoSurplus(name: String) throws {
        #expect(try JPEGIntake.clean(PhotoFixtures.load("valid/" + name)).surplusBytes == 0)
    }

    @Test(arguments: PhotoFixtures.valid)
    func headerEndsWithTheScanHeaderAndImageDataWithTheImage(name: String) throws {
        let bytes = try PhotoFixtures.load("valid/" + name)
        let cleaned = try JPEGIntake.clean(bytes)
        let parts = JPEGParts(cleaned.jpeg)
        #expect(cleaned.header.starts(with: [0xFF, 0xD8]))
        #expect(cleaned.header.count == cleaned.jpeg.count - parts.rest.count)
        #expect(cleaned.imageData.suffix(2) == [0xFF, 0xD9])
        if name != "progressive-between-scans.jpg", name != "tiny-progressive.jpg" {
            #expect(JPEGParts(bytes).rest.starts(with: cleaned.imageData))
        }
    }

    @Test(arguments: PhotoFixtures.valid)
    func tablesAndFrameStayByteForByte(name: String) throws {
        let before = JPEGParts(try PhotoFixtures.load("valid/" + name)).segments
        let after = JPEGParts(try JPEGIntake.clean(PhotoFixtures.load("valid/" + name)).jpeg).segments
        func isCore(_ segment: JPEGParts.Segment) -> Bool { segment.marker < 0xE0 }
        #expect(after.filter(isCore) == before.filter(isCore))
        #expect(after.allSatisfy { isCore($0) || [0xE0, 0xE2, 0xEE].contains($0.marker) })
    }

    @Test(arguments: 1...8)
    func orientationAndCaptureTimeAreTakenOut(number: Int) throws {
        let cleaned = try JPEGIntake.clean(PhotoFixtures.load("valid/orientation-\(number).jpg"))
        #expect(Int(cleaned.orientation.rawValue) == number)
        #expect(cleaned.orientation.swapsSides == (number >= 5))
        #expect(cleaned.width == (number >= 5 ? 120 : 160))
        #expect(cleaned.height == (number >= 5 ? 160 : 120))
        let claim = CaptureClaim(
            year: 2025, month: 3, day: number, hour: 14, minute: 5, second: 10 + number,
            offsetMinutes: number.isMultiple(of: 2) ? 345 : -210, source: .original)
        #expect(cleaned.captureClaim != nil)
        #expect(cleaned.captureClaim == claim)
        #expect(cleaned.removed.kinds == [.exif, .gps, .makerNote, .thumbnail])
        #expect(cleaned.removed.segmentCount == 1)
    }

    @Test(arguments: ["icc-srgb.jpg", "icc-parts.jpg", "icc-parts-shuffled.jpg"])
    func colorProfileStaysByteForByte(name: String) throws {
        let bytes = try PhotoFixtures.load("valid/" + name)
        let cleaned = JPEGParts(try JPEGIntake.clean(bytes).jpeg)
        #expect(cleaned.profile.count > 500)
        #expect(cleaned.profile == JPEGParts(bytes).profile)
        let numbers = cleaned.segments.filter { $0.marker == 0xE2 }.map { Int($0.payload[12]) }
        #expect(numbers == Array(1...numbers.count))
    }

    @Test func colorProfileThatLacksAPartIsLeftOut() throws {
        let cleaned = try JPEGIntake.clean(PhotoFixtures.load("valid/icc-part-missing.jpg"))
        #expect(JPEGParts(cleaned.jpeg).profile.isEmpty)
        #expect(cleaned.removed.kinds == .brokenColorProfile)
        #expect(cleaned.removed.segmentCount == 2)
    }

    @Test(arguments: ["cmyk-adobe.jpg", "rgb-adobe.jpg"])
    func adobeSegmentStaysByteForByte(name: String) throws {
        let bytes = try PhotoFixtures.load("valid/" + name)
        let cleaned = JPEGParts(try JPEGIntake.clean(bytes).jpeg)
        #expect(cleaned[0xEE].count == 12)
        #expect(cleaned[0xEE] == JPEGParts(bytes)[0xEE])
    }

    @Test func jfifLosesItsThumbnailOnly() throws {
        let cleaned = try JPEGIntake.clean(PhotoFixtures.load("valid/jfif-thumbnail.jpg"))
        let expected = Array("JFIF\0".utf8) + [1, 2, 0, 0, 1, 0, 1, 0, 0]
        #expect(JPEGParts(cleaned.jpeg).segments.first == .init(marker: 0xE0, payload: expected))
        #expect(cleaned.removed.kinds == .thumbnail)
        #expect(cleaned.removed.segmentCount == 2)
        #expect(cleaned.removed.segmentBytes == 18 + 26)
    }

    @Test func everyKindOfMetadataIsNamed() throws {
        let mixed = try JPEGIntake.clean(PhotoFixtures.load("valid/metadata-mixed.jpg")).removed
        #expect(mixed.kinds == [.xmp, .gps, .iptc, .comment, .multiPicture, .other])
        #expect(mixed.segmentCount == 6)
        #expect(try JPEGIntake.clean(PhotoFixtures.load("valid/grey.jpg")).removed.kinds == .comment)
        #expect(try JPEGIntake.clean(PhotoFixtures.load("valid/odd-size.jpg")).removed.isEmpty)
    }

    @Test func segmentsBetweenScansAreDroppedAndTheScansKept() throws {
        let with = try JPEGIntake.clean(PhotoFixtures.load("valid/progressive-between-scans.jpg"))
        let without = try JPEGIntake.clean(PhotoFixtures.load("valid/progressive.jpg"))
        #expect(with.imageData == without.imageData)
        #expect(with.header == without.header)
        #expect(with.removed.kinds == [.comment, .xmp, .gps])
        #expect(with.removed.segmentCount > 20)
    }

    @Test func everythingAfterTheEndOfTheImageIsDropped() throws {
        let bytes = try PhotoFixtures.load("valid/trailing.jpg")
        let cleaned = try JPEGIntake.clean(bytes)
        let parts = JPEGParts(bytes)
        let end = try #require(parts.rest.indices.dropFirst().first { parts.rest[$0 - 1...$0] == [0xFF, 0xD9] })
        #expect(cleaned.imageData == Array(parts.rest[...end]))
        #expect(cleaned.removed.trailingBytes == parts.rest.count - end - 1)
        #expect(cleaned.removed.trailingBytes > 500)
        #expect(cleaned.removed.kinds == .multiPicture)
    }

    /// Before a marker; in the header they are dropped, in the image data they stay.
    @Test func fillBytesAreLegal() throws {
        let filled = try JPEGIntake.clean(PhotoFixtures.load("valid/fill-bytes.jpg"))
        let plain = try JPEGIntake.clean(PhotoFixtures.load("valid/metadata-mixed.jpg"))
        #expect(filled.header == plain.header)
        #expect(filled.imageData == plain.imageData.dropLast(2) + [0xFF, 0xFF, 0xFF, 0xD9])
    }

    @Test func removedBytesAddUp() throws {
        for name in PhotoFixtures.valid where name != "fill-bytes.jpg" {
            let bytes = try PhotoFixtures.load("valid/" + name)
            let cleaned = try JPEGIntake.clean(bytes)
            let removed = cleaned.removed.segmentBytes + cleaned.removed.trailingBytes
            #expect(cleaned.jpeg.count + removed == bytes.count, "\(name)")
        }
    }
}
