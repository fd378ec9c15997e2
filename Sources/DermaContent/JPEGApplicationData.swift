/// Application segments and comments: what is kept of them, what is learnt from them, what is left out.
struct JPEGApplicationData {
    /// The JFIF segment without its thumbnail (JFIF 1.02; ITU-T T.871, 10.1); empty if there is none.
    private(set) var jfif: [UInt8] = []
    /// The Adobe segment, which says how colours are transformed (ITU-T T.872, 6.5.3); empty if there is none.
    private(set) var adobe: [UInt8] = []
    private(set) var profile = ICCProfileParts()
    private(set) var orientation: Orientation?
    private(set) var capture: CaptureClaim?
    private(set) var removed = RemovedMetadata()

    /// Looks at an APPn or COM segment before the first scan.
    mutating func read(_ bytes: Span<UInt8>, _ segment: JPEGSegment, limits: PhotoLimits) throws(IntakeError) {
        let start = segment.payload.lowerBound
        switch segment.marker.rawValue {
        case 0xE0 where jfif.isEmpty && segment.payload.count >= 14 && bytes.has(text: "JFIF\0", at: start):
            jfif = [0xFF, 0xE0, 0, 16] + bytes.array(start..<start + 12) + [0, 0]
            let hasThumbnail = bytes[start + 12] != 0 || bytes[start + 13] != 0
            noteRest(segment, kept: 14, hasThumbnail ? .thumbnail : [])
        case 0xE2 where bytes.has(text: ICCProfileParts.signature, at: start):
            try profile.add(bytes, segment, limits: limits)
        case 0xEE where segment.payload.count >= 12 && bytes.has(text: "Adobe", at: start):
            // Decoders go by the last one.
            if !adobe.isEmpty { removed.add(.other, byteCount: adobe.count) }
            adobe = [0xFF, 0xEE, 0, 14] + bytes.array(start..<start + 12)
            noteRest(segment, kept: 12, .other)
        default:
            drop(bytes, segment)
        }
    }

    /// Leaves a segment out, learning from it what is wanted.
    mutating func drop(_ bytes: Span<UInt8>, _ segment: JPEGSegment) {
        let start = segment.payload.lowerBound
        let length = segment.range.count
        switch segment.marker.rawValue {
        case 0xE0 where bytes.has(text: "JFXX\0", at: start):
            removed.add(.thumbnail, byteCount: length)
        case 0xE1 where bytes.has(text: EXIFClaims.signature, at: start) && segment.payload.count >= 6:
            let exif = EXIFClaims(bytes.extracting(start + 6..<segment.payload.upperBound))
            orientation = orientation ?? exif.orientation
            capture = capture ?? exif.capture
            removed.add(exif.kinds, byteCount: length)
        case 0xE1 where bytes.has(text: "http://ns.adobe.com/x", at: start):
            let namesPlace = bytes.contains(text: "GPSL", in: segment.payload)
            removed.add(namesPlace ? [.xmp, .gps] : .xmp, byteCount: length)
        case 0xE2 where bytes.has(text: "MPF\0", at: start) || bytes.has(text: "urn:iso:std:iso:ts:21496", at: start):
            removed.add(.multiPicture, byteCount: length)
        case 0xED where bytes.has(text: "Photoshop 3.0\0", at: start):
            removed.add(.iptc, byteCount: length)
        case 0xFE:
            removed.add(.comment, byteCount: length)
        default:
            removed.add(.other, byteCount: length)
        }
    }

    /// What goes to the front of the cleaned header, after SOI. Every segment is where JFIF and ICC want it, whatever
    /// the order was.
    mutating func keptSegments(_ bytes: Span<UInt8>) -> [UInt8] {
        var kept = jfif + adobe
        if let parts = profile.inSequence(bytes) {
            for part in parts { kept.append(bytes, part) }
        } else if !profile.isEmpty {
            removed.kinds.insert(.brokenColorProfile)
            removed.segmentCount += profile.segmentCount
            removed.segmentBytes += profile.segmentBytes
        }
        return kept
    }

    /// Notes what came after the end of the image.
    mutating func noteTrailing(byteCount: Int) {
        removed.trailingBytes = byteCount
    }

    private mutating func noteRest(_ segment: JPEGSegment, kept: Int, _ kinds: RemovedMetadata.Kinds) {
        let rest = segment.payload.count - kept
        if rest > 0 || !kinds.isEmpty && kinds != .other { removed.add(kinds, byteCount: rest) }
    }
}

extension Span where Element == UInt8 {
    /// Whether the ASCII `text`, which must not be empty, stands anywhere in `range`.
    fileprivate func contains(text: String, in range: Range<Int>) -> Bool {
        let wanted = Array(text.utf8)
        guard range.count >= wanted.count else { return false }
        return (range.lowerBound...range.upperBound - wanted.count).contains { offset in
            self[offset] == wanted[0] && has(wanted, at: offset)
        }
    }
}
