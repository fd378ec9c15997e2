import Testing

@testable import DermaContent

/// What is read from EXIF, and that nothing in it can make a photo fail.
@Suite struct EXIFClaimTests {
    let photo: [UInt8]

    init() throws {
        photo = try PhotoFixtures.load("valid/tiny-grey.jpg")
    }

    func clean(_ exif: EXIFBuilder) throws -> CleanedPhoto {
        try JPEGIntake.clean(photo.inserting(0xE1, exif.payload))
    }

    @Test(arguments: [true, false])
    func bothByteOrdersAreRead(isBigEndian: Bool) throws {
        let exif = EXIFBuilder(
            isBigEndian: isBigEndian,
            main: [(0x0112, .short(6)), (0x0132, .ascii("2020:02:29 23:59:59")), (0x8825, .long(9_999))],
            camera: [
                (0x9003, .ascii("2019:12:31 00:00:01")), (0x9011, .ascii("-11:30")), (0x927C, .undefined([1, 2, 3])),
            ],
            thumbnail: [(0x0201, .long(1))])
        let cleaned = try clean(exif)
        #expect(cleaned.orientation == .right)
        #expect(
            cleaned.captureClaim
                == CaptureClaim(
                    year: 2019, month: 12, day: 31, hour: 0, minute: 0, second: 1, offsetMinutes: -690,
                    source: .original))
        #expect(cleaned.removed.kinds == [.exif, .gps, .makerNote, .thumbnail])
    }

    @Test(arguments: [
        (EXIFBuilder.Value.short(0), Orientation.up), (.short(9), .up), (.short(0x0600), .up), (.short(8), .left),
        (.long(3), .down), (.long(0x10003), .up), (.byte(5), .leftMirrored), (.ascii("6"), .up),
        (.undefined([0, 6]), .up),
    ])
    func orientationIsOneOfEightOrUp(value: EXIFBuilder.Value, expected: Orientation) throws {
        #expect(try clean(EXIFBuilder(main: [(0x0112, value)])).orientation == expected)
    }

    @Test(arguments: [
        "0000:00:00 00:00:00", "    :  :     :  :  ", "2023:02:29 10:00:00", "1900:02:29 10:00:00",
        "2024:13:01 10:00:00", "2024:00:01 10:00:00", "2024:01:32 10:00:00", "2024:04:31 10:00:00",
        "2024:01:01 24:00:00", "2024:01:01 10:60:00", "2024:01:01 10:00:60", "2024-01-01 10:00:00",
        "2024:01:01T10:00:00", "+024:01:01 10:00:00", "2024:01:01 10:00", "",
    ])
    func impossibleDatesAreNoClaim(text: String) throws {
        #expect(try clean(EXIFBuilder(camera: [(0x9003, .ascii(text))])).captureClaim == nil)
    }

    @Test func theNextTagIsAskedWhereOneIsInvalid() throws {
        var exif = EXIFBuilder(
            main: [(0x0132, .ascii("2003:03:03 03:03:03"))],
            camera: [
                (0x9003, .ascii("0000:00:00 00:00:00")), (0x9004, .ascii("2002:02:02 02:02:02")),
                (0x9010, .ascii("+03:00")), (0x9011, .ascii("+01:00")), (0x9012, .ascii("+02:00")),
            ])
        let digitized = try #require(clean(exif).captureClaim)
        #expect(digitized.source == .digitized)
        #expect(digitized.day == 2)
        #expect(digitized.offsetMinutes == 120)
        exif.camera.remove(at: 1)
        let modified = try #require(clean(exif).captureClaim)
        #expect(modified.source == .modified)
        #expect(modified.day == 3)
        #expect(modified.offsetMinutes == 180)
    }

    @Test(arguments: [
        ("+00:00", 0), ("-00:00", 0), ("+14:00", 840), ("-14:00", -840), ("+05:45", 345), ("+14:01", nil),
        ("+99:99", nil), ("+01:60", nil), (" 01:00", nil), ("Z", nil), ("+1:000", nil), ("", nil),
    ])
    func offsetsAreMinutesOrAbsent(text: String, minutes: Int?) throws {
        let exif = EXIFBuilder(camera: [(0x9003, .ascii("2024:02:29 10:11:12")), (0x9011, .ascii(text))])
        let claim = try #require(clean(exif).captureClaim)
        #expect(claim.offsetMinutes == minutes)
        #expect(claim.minute == 11)
    }

    @Test func theFirstSegmentThatKnowsWins() throws {
        let first = EXIFBuilder(main: [(0x0112, .short(3))]).payload
        let second = EXIFBuilder(main: [(0x0112, .short(5)), (0x0132, .ascii("2003:03:03 03:03:03"))]).payload
        let cleaned = try JPEGIntake.clean(photo.inserting(0xE1, second).inserting(0xE1, first))
        #expect(cleaned.orientation == .down)
        #expect(cleaned.captureClaim?.source == .modified)
        #expect(cleaned.removed.segmentCount == 2)
    }

    /// A directory that points to itself, offsets out of the segment, counts of four thousand million.
    @Test func hostileEXIFIsDroppedAndThePhotoKept() throws {
        let clean = try JPEGIntake.clean(photo)
        let order = EXIFBuilder()
        let head = Array("Exif\0\0MM".utf8) + order.number(42, 2)
        let payloads: [[UInt8]] = [
            [], Array("Exif\0\0".utf8), head, head + order.number(0, 4), head + order.number(8, 4),
            head + order.number(0xFFFF_FFFF, 4), head + order.number(8, 4) + order.number(0xFFFF, 2),
            head + order.number(8, 4) + order.number(1, 2) + order.number(0x8769, 2) + order.number(4, 2)
                + order.number(1, 4) + order.number(8, 4) + order.number(8, 4),
            EXIFBuilder(camera: [(0x9003, .long(0xFFFF_FFFF))]).payload,
            head + order.number(8, 4) + order.number(1, 2) + order.number(0x0132, 2) + order.number(2, 2)
                + order.number(0xFFFF_FFFF, 4) + order.number(0xFFFF_FFF0, 4) + order.number(0, 4),
        ]
        for payload in payloads {
            let result = try JPEGIntake.clean(photo.inserting(0xE1, payload))
            #expect(result.jpeg == clean.jpeg)
            #expect(result.orientation == .up)
            #expect(result.captureClaim == nil)
            #expect(result.removed.segmentBytes == payload.count + 4)
        }
    }

    /// Each prefix, and each byte in turn set to each of some values: the photo comes out the same.
    @Test func noMutationOfEXIFReachesThePhoto() throws {
        let clean = try JPEGIntake.clean(photo)
        let payload = EXIFBuilder(
            main: [(0x0112, .short(6)), (0x0132, .ascii("2020:02:29 23:59:59")), (0x8825, .long(9_999))],
            camera: [(0x9003, .ascii("2019:12:31 00:00:01")), (0x9011, .ascii("-11:30"))],
            thumbnail: [(0x0201, .long(1))]
        ).payload
        for length in payload.indices {
            #expect(try JPEGIntake.clean(photo.inserting(0xE1, Array(payload[..<length]))).jpeg == clean.jpeg)
        }
        for index in payload.indices {
            for value in [0, 1, 0x7F, 0x80, 0xFE, 0xFF, payload[index] &+ 1] as [UInt8] {
                var mutated = payload
                mutated[index] = value
                #expect(try JPEGIntake.clean(photo.inserting(0xE1, mutated)).jpeg == clean.jpeg)
            }
        }
    }

    @Test func claimsHoldRealDatesOnly() {
        func claim(_ year: Int, _ month: Int, _ day: Int, offset: Int? = nil) -> CaptureClaim? {
            CaptureClaim(
                year: year, month: month, day: day, hour: 0, minute: 0, second: 0, offsetMinutes: offset,
                source: .original)
        }
        #expect(claim(2000, 2, 29) != nil)
        #expect(claim(2100, 2, 29) == nil)
        #expect(claim(2024, 1, 0) == nil)
        #expect(claim(0, 1, 1) == nil)
        #expect(claim(10_000, 1, 1) == nil)
        #expect(claim(Int.min, Int.max, Int.min) == nil)
        #expect(claim(2024, 1, 1, offset: 841) == nil)
        #expect(claim(2024, 1, 1, offset: Int.min) == nil)
    }
}
