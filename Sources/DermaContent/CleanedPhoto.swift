/// A photo made safe to keep: the image's own bytes, without what a camera wrote about the person.
///
/// `header` and `imageData` are apart because they are chunked apart: programs that edit metadata move the header and
/// leave the rest as it is, so that the second part is found again as a duplicate.
public struct CleanedPhoto: Equatable, Sendable {
    /// From the start of the image up to and including the first scan header (ITU-T T.81, B.2.1 to B.2.3): the JFIF,
    /// Adobe and ICC segments that there were, then the tables and the frame header in their order.
    public var header: [UInt8]
    /// From the first entropy-coded byte up to and including the end of the image, byte for byte as in the original;
    /// of the segments between scans only the application data and comments are missing.
    public var imageData: [UInt8]
    /// How to turn the pixels upright; `.up` where the file does not say.
    public var orientation: Orientation
    /// The width in pixels as stored, before `orientation`.
    public var width: Int
    /// The height in pixels as stored, before `orientation`.
    public var height: Int
    /// When the photo was taken, as the file claims.
    public var captureClaim: CaptureClaim?
    /// What was left out.
    public var removed: RemovedMetadata
    /// Bytes of `imageData` that no pixel needs, of nearly every photo none. The picture is complete; the bytes are some
    /// camera's padding, or the trace of a small damage that decoders may pass over. Worth telling the person.
    public var surplusBytes: Int

    /// Only intake makes one, and whoever simulates intake.
    package init(
        header: [UInt8], imageData: [UInt8], orientation: Orientation, width: Int, height: Int,
        captureClaim: CaptureClaim?, removed: RemovedMetadata, surplusBytes: Int
    ) {
        self.header = header
        self.imageData = imageData
        self.orientation = orientation
        self.width = width
        self.height = height
        self.captureClaim = captureClaim
        self.removed = removed
        self.surplusBytes = surplusBytes
    }

    /// The photo as a JPEG file.
    ///
    /// - Complexity: O(*n*), a copy of both parts.
    public var jpeg: [UInt8] { header + imageData }
}
