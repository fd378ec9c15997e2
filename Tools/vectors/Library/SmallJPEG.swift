/// A grey picture of 8 × 8 pixels with everything in it that intake takes out.
enum SmallJPEG {
    static let file = start + jfif + exif + comment + tables + scan + [0xff, 0xd9] + Array("appended".utf8)

    private static let start: [UInt8] = [0xff, 0xd8]
    private static let jfif = segment(0xe0, Array("JFIF\0".utf8) + [1, 2, 0, 0, 1, 0, 1, 0, 0])
    private static let comment = segment(0xfe, Array("a name".utf8))

    /// Orientation 6 (turn by 90° clockwise) and the time 2026:03:01 09:30:05 with the offset +01:00.
    private static let exif: [UInt8] = {
        let main: [[UInt8]] = [entry(0x0112, 3, 1, [0, 6, 0, 0]), entry(0x8769, 4, 1, [0, 0, 0, 38])]
        let camera: [[UInt8]] = [entry(0x9003, 2, 20, [0, 0, 0, 68]), entry(0x9011, 2, 7, [0, 0, 0, 88])]
        let tiff = Array("MM".utf8) + [0, 42, 0, 0, 0, 8] + directory(main) + directory(camera)
        return segment(
            0xe1, Array("Exif\0\0".utf8) + tiff + Array("2026:03:01 09:30:05\0".utf8) + Array("+01:00\0".utf8))
    }()

    /// All quantisation steps 1; one code of one bit for "no difference", and one for "end of block".
    private static let tables =
        segment(0xdb, [0] + [UInt8](repeating: 1, count: 64)) + segment(0xc0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0])
        + segment(0xc4, [0x00, 1] + [UInt8](repeating: 0, count: 15) + [0])
        + segment(0xc4, [0x10, 1] + [UInt8](repeating: 0, count: 15) + [0])

    /// Two bits of image, filled up with ones.
    private static let scan = segment(0xda, [1, 1, 0, 0, 63, 0]) + [0x3f]

    private static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        [0xff, marker, UInt8((content.count + 2) >> 8), UInt8((content.count + 2) & 0xff)] + content
    }

    private static func entry(_ tag: UInt16, _ type: UInt8, _ count: UInt8, _ value: [UInt8]) -> [UInt8] {
        [UInt8(tag >> 8), UInt8(tag & 0xff), 0, type, 0, 0, 0, count] + value
    }

    private static func directory(_ entries: [[UInt8]]) -> [UInt8] {
        [0, UInt8(entries.count)] + entries.flatMap { $0 } + [0, 0, 0, 0]
    }
}
