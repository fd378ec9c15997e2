/// A marker and, where it has one, its segment (ITU-T T.81, B.1.1.4).
struct JPEGSegment {
    let marker: JPEGMarker
    /// Where the segment begins: at the marker's 0xFF, after any fill bytes.
    let start: Int
    /// The bytes after the length field; empty for a marker that stands alone.
    let payload: Range<Int>

    /// The whole segment, marker and length included.
    var range: Range<Int> { start..<payload.upperBound }

    /// Reads the segment at `offset`. Fill bytes before the marker are legal and skipped (T.81, B.1.1.2).
    static func read(_ bytes: Span<UInt8>, at offset: Int) throws(IntakeError) -> JPEGSegment {
        guard offset < bytes.count else { throw .at(bytes.count, .truncated) }
        guard bytes[offset] == 0xFF else { throw .at(offset, .badMarker) }
        var code = offset + 1
        while code < bytes.count && bytes[code] == 0xFF { code += 1 }
        guard code < bytes.count else { throw .at(bytes.count, .truncated) }
        guard bytes[code] != 0 else { throw .at(offset, .badMarker) }
        let marker = JPEGMarker(rawValue: bytes[code])
        let body = code + 1
        if marker.standsAlone { return JPEGSegment(marker: marker, start: code - 1, payload: body..<body) }
        if marker.role == .reserved { throw .at(code - 1, .badMarker) }
        guard let length = bytes.bigEndian16(at: body) else { throw .at(bytes.count, .truncated) }
        guard length >= 2 else { throw .at(body, .badSegmentLength) }
        guard length <= bytes.count - body else { throw .at(bytes.count, .truncated) }
        return JPEGSegment(marker: marker, start: code - 1, payload: (body + 2)..<(body + length))
    }
}
