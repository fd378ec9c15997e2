/// When a photo was taken, as its file claims. A claim is shown with its source and never trusted: a camera's clock may
/// be wrong, and any program can write the tag.
///
/// It is a local date and time; only with `offsetMinutes` does it name an instant. Every value of this type is a real
/// date of the Gregorian calendar and a real time of day.
public struct CaptureClaim: Hashable, Sendable {
    /// The EXIF tag that a claim was read from (CIPA DC-008-2019, EXIF 2.32, sections 4.6.4 D and 4.6.5 F).
    public enum Source: UInt8, Sendable, CaseIterable {
        /// DateTimeOriginal (0x9003): when the picture was taken.
        case original = 1
        /// DateTimeDigitized (0x9004): when it was stored; for a scan, when it was scanned.
        case digitized = 2
        /// DateTime (0x0132): when the file was last changed.
        case modified = 3
    }

    /// The year, 1 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int
    /// The hour, 0 to 23.
    public let hour: Int
    /// The minute, 0 to 59.
    public let minute: Int
    /// The second, 0 to 59.
    public let second: Int
    /// Local time minus UTC in minutes, −840 to 840, or nil where the file does not say.
    public let offsetMinutes: Int?
    /// The tag that says so.
    public let source: Source

    /// A claim, or nil where the numbers are no date and time, or the offset is none that a place on Earth can have.
    public init?(
        year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, offsetMinutes: Int?, source: Source
    ) {
        guard (1...9999).contains(year), (1...12).contains(month), (0...23).contains(hour),
            (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        guard day >= 1, day <= CaptureClaim.days(inMonth: month, year: year) else { return nil }
        if let offsetMinutes, !(-840...840).contains(offsetMinutes) { return nil }
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.offsetMinutes = offsetMinutes
        self.source = source
    }

    private static func days(inMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
