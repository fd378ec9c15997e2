/// Formats that people take for JPEG, told by their first bytes so that the error can name them.
enum PhotoFormat {
    /// The error code for a file that does not begin with JPEG's start of image.
    static func code(ofNonJPEG bytes: Span<UInt8>) -> IntakeError.Code {
        if bytes.isEmpty { return .empty }
        if bytes.has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], at: 0) { return .png }
        if bytes.has(text: "GIF87a", at: 0) || bytes.has(text: "GIF89a", at: 0) { return .gif }
        if bytes.has(text: "%PDF-", at: 0) { return .pdf }
        if bytes.has(text: "RIFF", at: 0) && bytes.has(text: "WEBP", at: 8) { return .webp }
        if bytes.has(text: "ftyp", at: 4) { return codeOfISOMedia(bytes) }
        return isTIFF(bytes) ? .tiff : .notJPEG
    }

    /// Tells pictures from videos by the major brand (ISO/IEC 14496-12, 4.3).
    private static func codeOfISOMedia(_ bytes: Span<UInt8>) -> IntakeError.Code {
        let pictures = ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1", "avif", "avis"]
        if pictures.contains(where: { bytes.has(text: $0, at: 8) }) { return .heic }
        return bytes.has(text: "crx ", at: 8) ? .tiff : .video
    }

    /// TIFF (and with it DNG, NEF, ARW, CR2), BigTIFF, Panasonic, Olympus and Fujifilm raw.
    private static func isTIFF(_ bytes: Span<UInt8>) -> Bool {
        let magics: [[UInt8]] = [
            [0x49, 0x49, 0x2A, 0x00], [0x4D, 0x4D, 0x00, 0x2A], [0x49, 0x49, 0x2B, 0x00], [0x4D, 0x4D, 0x00, 0x2B],
            [0x49, 0x49, 0x55, 0x00], [0x49, 0x49, 0x52, 0x4F], [0x49, 0x49, 0x52, 0x53], [0x4D, 0x4D, 0x4F, 0x52],
        ]
        return magics.contains { bytes.has($0, at: 0) } || bytes.has(text: "FUJIFILMCCD-RAW", at: 0)
    }
}
