/// How the stored pixels must be turned to stand upright.
///
/// The raw values are those of the EXIF tag Orientation (0x0112; CIPA DC-008-2019, EXIF 2.32, section 4.6.4 A). The
/// intake takes the tag out of the file and keeps it in this form, so that it can be sealed; the pixels stay as they
/// are.
public enum Orientation: UInt8, Sendable, CaseIterable {
    /// Row 0 is the top, column 0 the left side: show it as stored.
    case up = 1
    /// Mirror left and right.
    case upMirrored = 2
    /// Turn by 180°.
    case down = 3
    /// Mirror top and bottom.
    case downMirrored = 4
    /// Mirror left and right, then turn by 90° counter-clockwise: rows and columns change places.
    case leftMirrored = 5
    /// Turn by 90° clockwise.
    case right = 6
    /// Mirror left and right, then turn by 90° clockwise.
    case rightMirrored = 7
    /// Turn by 90° counter-clockwise.
    case left = 8

    /// Whether width and height change places when the picture is shown upright.
    public var swapsSides: Bool { rawValue >= Orientation.leftMirrored.rawValue }
}
