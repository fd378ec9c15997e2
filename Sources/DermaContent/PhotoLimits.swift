/// How much one photo may ask for. Each limit is checked before anything is allocated or done in proportion to it.
public struct PhotoLimits: Equatable, Sendable {
    /// The longest file, in bytes.
    public var bytesMax = 64 << 20
    /// The most pixels, width times height.
    public var pixelsMax = 200_000_000
    /// The most marker segments. A file of `bytesMax` with segments of full length has 1,024.
    public var segmentsMax = 4_096
    /// The most scans. Encoders write 1 to about 20; one scan of a few hundred bytes can cover the whole picture, so
    /// that their number must not be left to the file.
    public var scansMax = 128
    /// The longest ICC profile, in bytes, all parts together.
    public var iccBytesMax = 4 << 20
    /// The most memory that the check of a progressive file may take beside its output, in bytes: eight for each
    /// block of 8×8 samples.
    public var progressiveBytesMax = 96 << 20

    /// The limits that Derma uses unless told otherwise.
    public init() {}
}
