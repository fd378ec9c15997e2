/// Takes the metadata out of JPEG photos.
public enum JPEGIntake {
    /// Cleans a photo: keeps the image, takes orientation and capture time into fields, leaves everything else out.
    ///
    /// Kept are the frame, the tables, the scans, and of the application segments JFIF without its thumbnail, Adobe's
    /// colour transform and the ICC profile. The image data is copied, never encoded again, so that the cleaned photo
    /// decodes to the same samples. A photo that is damaged is refused: the structure must be that of ITU-T T.81, and
    /// every block of the image must be there. A photo that is whole is never refused for what its metadata is like.
    ///
    /// Cleaning a cleaned photo changes nothing and removes nothing.
    ///
    /// - Complexity: O(*n*) time, plus a visit of each block for each scan that refines a progressive image, at most
    ///   `limits.scansMax`. Memory for the output, and for progressive images eight bytes a block, at most
    ///   `limits.progressiveBytesMax`.
    /// - Parameters:
    ///   - bytes: the whole file. Any bytes: nothing in them can make this trap.
    ///   - limits: what the photo may ask for.
    /// - Throws: `IntakeError`, with the offset of the fault.
    public static func clean(
        _ bytes: [UInt8], limits: PhotoLimits = PhotoLimits()
    ) throws(IntakeError) -> CleanedPhoto {
        guard bytes.starts(with: [0xFF, JPEGMarker.startOfImage.rawValue]) else {
            throw .at(0, PhotoFormat.code(ofNonJPEG: bytes.span))
        }
        guard bytes.count <= limits.bytesMax else { throw .at(limits.bytesMax, .tooManyBytes) }
        var parser = JPEGParser(limits: limits)
        return try parser.parse(bytes.span)
    }
}
