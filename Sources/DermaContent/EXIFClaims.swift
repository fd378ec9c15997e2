/// What the intake reads from EXIF before it drops it (CIPA DC-008-2019, EXIF 2.32, section 4.6; TIFF 6.0, section 2).
///
/// Nothing in here can make a photo fail: whatever cannot be read is absent. Three directories are looked at, each once
/// and none by a chain of offsets, so that no loop of directories can arise.
struct EXIFClaims {
    private(set) var orientation: Orientation?
    private(set) var capture: CaptureClaim?
    /// What EXIF held beside the camera data themselves.
    private(set) var kinds: RemovedMetadata.Kinds = .exif

    /// The bytes before the TIFF header in APP1.
    static let signature = "Exif\0\0"

    /// Reads the TIFF structure in `bytes`, all of it and nothing else.
    init(_ bytes: Span<UInt8>) {
        guard let tiff = TIFFReader(bytes), let first = tiff.unsigned32(bytes, at: 4) else { return }
        let main = tiff.directory(bytes, at: first)
        let camera = tiff.pointer(bytes, tag: 0x8769, in: main).map { tiff.directory(bytes, at: $0) } ?? 0..<0

        if let value = tiff.number(bytes, tag: 0x0112, in: main), let raw = UInt8(exactly: value) {
            orientation = Orientation(rawValue: raw)
        }
        capture =
            EXIFClaims.claim(bytes, tiff, camera, 0x9003, offset: (0x9011, camera), .original)
            ?? EXIFClaims.claim(bytes, tiff, camera, 0x9004, offset: (0x9012, camera), .digitized)
            ?? EXIFClaims.claim(bytes, tiff, main, 0x0132, offset: (0x9010, camera), .modified)

        if tiff.entry(bytes, tag: 0x8825, in: main) != nil { kinds.insert(.gps) }
        if tiff.entry(bytes, tag: 0x927C, in: camera) != nil { kinds.insert(.makerNote) }
        if let next = tiff.unsigned32(bytes, at: main.upperBound), next > 0 {
            let thumbnail = tiff.directory(bytes, at: next)
            let hasJPEG = tiff.entry(bytes, tag: 0x0201, in: thumbnail) != nil
            if hasJPEG || tiff.entry(bytes, tag: 0x0111, in: thumbnail) != nil { kinds.insert(.thumbnail) }
        }
    }

    private static func claim(
        _ bytes: Span<UInt8>, _ tiff: TIFFReader, _ directory: Range<Int>, _ tag: Int,
        offset: (tag: Int, directory: Range<Int>), _ source: CaptureClaim.Source
    ) -> CaptureClaim? {
        guard let text = tiff.text(bytes, tag: tag, in: directory, length: 19) else { return nil }
        let zone = tiff.text(bytes, tag: offset.tag, in: offset.directory, length: 6).flatMap(minutes)
        return date(text, offsetMinutes: zone, source)
    }

    /// Reads `YYYY:MM:DD HH:MM:SS`.
    private static func date(_ text: [UInt8], offsetMinutes: Int?, _ source: CaptureClaim.Source) -> CaptureClaim? {
        let colon = UInt8(ascii: ":")
        guard text[4] == colon, text[7] == colon, text[10] == UInt8(ascii: " "), text[13] == colon, text[16] == colon,
            let year = digits(text[0..<4]), let month = digits(text[5..<7]), let day = digits(text[8..<10]),
            let hour = digits(text[11..<13]), let minute = digits(text[14..<16]), let second = digits(text[17..<19])
        else { return nil }
        return CaptureClaim(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second,
            offsetMinutes: offsetMinutes, source: source)
    }

    /// Reads `±HH:MM` as minutes, as far as there are such zones.
    private static func minutes(_ text: [UInt8]) -> Int? {
        guard text[3] == UInt8(ascii: ":"), let hours = digits(text[1..<3]), let minutes = digits(text[4..<6]),
            minutes < 60, 60 * hours + minutes <= 840
        else { return nil }
        switch text[0] {
        case UInt8(ascii: "+"): return 60 * hours + minutes
        case UInt8(ascii: "-"): return -(60 * hours + minutes)
        default: return nil
        }
    }

    private static func digits(_ text: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for unit in text {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(unit) else { return nil }
            value = 10 * value + Int(unit - UInt8(ascii: "0"))
        }
        return value
    }
}
