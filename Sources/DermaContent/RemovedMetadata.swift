/// What the intake left out of a photo, so that a person can be told.
public struct RemovedMetadata: Equatable, Sendable {
    /// Kinds of content that were found and left out.
    public struct Kinds: OptionSet, Hashable, Sendable {
        /// One bit per kind.
        public let rawValue: UInt16

        /// A set of kinds from its bits.
        public init(rawValue: UInt16) {
            self.rawValue = rawValue
        }

        /// Camera data (EXIF, APP1).
        public static let exif = Kinds(rawValue: 1 << 0)
        /// The place where the photo was taken: a GPS directory in EXIF, or GPS properties in XMP.
        public static let gps = Kinds(rawValue: 1 << 1)
        /// The camera maker's own notes, which often hold a serial number (EXIF tag 0x927C).
        public static let makerNote = Kinds(rawValue: 1 << 2)
        /// A small copy of the picture, which may show what was cropped away (EXIF, JFIF or JFXX).
        public static let thumbnail = Kinds(rawValue: 1 << 3)
        /// Adobe's extensible metadata (XMP, APP1), the extended form included.
        public static let xmp = Kinds(rawValue: 1 << 4)
        /// Photoshop image resources (APP13), which is where IPTC captions and names are.
        public static let iptc = Kinds(rawValue: 1 << 5)
        /// A comment (COM).
        public static let comment = Kinds(rawValue: 1 << 6)
        /// The index of further pictures in the file (CIPA DC-007 MPF) or the notes of a gain map (ISO 21496-1).
        public static let multiPicture = Kinds(rawValue: 1 << 7)
        /// A colour profile that was incomplete or no profile, which no program could have used.
        public static let brokenColorProfile = Kinds(rawValue: 1 << 8)
        /// Any other application data, and segments of no use to a decoder.
        public static let other = Kinds(rawValue: 1 << 9)
    }

    /// What was found.
    public var kinds: Kinds = []
    /// How many segments were left out or shortened.
    public var segmentCount = 0
    /// How many bytes these were.
    public var segmentBytes = 0
    /// How many bytes came after the end of the image. Phones append videos and further pictures there.
    public var trailingBytes = 0

    /// A record of nothing.
    public init() {}

    /// Whether nothing was left out.
    public var isEmpty: Bool { kinds.isEmpty && segmentCount == 0 && segmentBytes == 0 && trailingBytes == 0 }

    /// Notes that `byteCount` bytes of a segment that held `kinds` were left out.
    mutating func add(_ kinds: Kinds, byteCount: Int) {
        self.kinds.formUnion(kinds)
        segmentCount += 1
        segmentBytes += byteCount
    }
}
