extension Orientation {
    /// `jpeg`, which intake has cleaned, with a segment that tells viewers how to turn it; unchanged if it stands upright.
    ///
    /// The segment holds the orientation and nothing else. No pixel's byte changes.
    public func tagging(_ jpeg: [UInt8]) -> [UInt8] {
        guard self != .up, jpeg.count > 4 else { return jpeg }
        // The segment comes after the start of the image and, where there is one, the JFIF segment.
        var position = 2
        if jpeg[2] == 0xff, jpeg[3] == 0xe0, jpeg.count > 6 { position = 4 + Int(jpeg[4]) << 8 + Int(jpeg[5]) }
        guard position <= jpeg.count else { return jpeg }
        return jpeg[..<position] + segment + jpeg[position...]
    }

    /// APP1 with a TIFF of one field: tag 0x0112, type SHORT, count 1 (CIPA DC-008-2019, 4.5 and 4.6.4 A).
    private var segment: [UInt8] {
        let tiff: [UInt8] =
            Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, rawValue, 0, 0, 0, 0, 0, 0]
        let content = Array("Exif".utf8) + [0, 0] + tiff
        return [0xff, 0xe1, 0, UInt8(content.count + 2)] + content
    }
}
