import Testing

@testable import DermaContent

/// Each limit at its edge: just enough, and one too few.
@Suite struct PhotoLimitTests {
    func check(
        _ name: String, _ limit: WritableKeyPath<PhotoLimits, Int>, enough: Int, _ code: IntakeError.Code
    ) throws {
        let bytes = try PhotoFixtures.load("valid/" + name)
        var limits = PhotoLimits()
        limits[keyPath: limit] = enough
        #expect(throws: Never.self) { try JPEGIntake.clean(bytes, limits: limits) }
        limits[keyPath: limit] = enough - 1
        let error = try #require(throws: IntakeError.self) { try JPEGIntake.clean(bytes, limits: limits) }
        #expect(error.code == code)
    }

    @Test func eachLimitHolds() throws {
        let bytes = try PhotoFixtures.load("valid/progressive.jpg")
        try check("progressive.jpg", \.bytesMax, enough: bytes.count, .tooManyBytes)
        try check("progressive.jpg", \.pixelsMax, enough: 160 * 120, .tooManyPixels)
        try check("separate-scans.jpg", \.scansMax, enough: 3, .tooManyScans)
        let profile = JPEGParts(try PhotoFixtures.load("valid/icc-parts.jpg")).profile
        try check("icc-parts.jpg", \.iccBytesMax, enough: profile.count, .colorProfileTooLong)
        let segments = JPEGParts(try PhotoFixtures.load("valid/grey.jpg")).segments
        try check("grey.jpg", \.segmentsMax, enough: segments.count + 1, .tooManySegments)
        // 20×15 blocks of luminance, 10×8 of either chrominance.
        try check("progressive.jpg", \.progressiveBytesMax, enough: 8 * (300 + 2 * 80), .tooManyBlocks)
    }

    @Test func theDefaultsAreWhatTheDesignSays() {
        let limits = PhotoLimits()
        #expect(limits.bytesMax == 64 * 1_024 * 1_024)
        #expect(limits.pixelsMax == 200_000_000)
        #expect(limits.iccBytesMax == 4 * 1_024 * 1_024)
    }

    @Test func whatIsNoJPEGIsNamedEvenIfTooLong() throws {
        var limits = PhotoLimits()
        limits.bytesMax = 4
        let error = try #require(throws: IntakeError.self) {
            try JPEGIntake.clean(PhotoFixtures.load("broken/png-named.jpg"), limits: limits)
        }
        #expect(error.code == .png)
    }

    /// A header that promises 65,535×65,535 pixels, or fewer with nothing behind, costs nothing.
    @Test func promisesAreNotBelieved() throws {
        for (height, code) in [(0xFFFF, IntakeError.Code.tooManyPixels), (3_000, .missingImageData)] {
            for name in ["tiny-colour.jpg", "tiny-progressive.jpg"] {
                var parts = JPEGParts(try PhotoFixtures.load("valid/" + name))
                let marker: UInt8 = parts.index(0xC2) == nil ? 0xC0 : 0xC2
                parts[marker].replaceSubrange(1...4, with: [UInt8(height >> 8), UInt8(height & 255), 0xFF, 0xFF])
                let error = try #require(throws: IntakeError.self) { try JPEGIntake.clean(parts.bytes) }
                #expect(error.code == code)
            }
        }
    }
}
