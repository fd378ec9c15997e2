public import DermaWire

/// A day in a person's own calendar, without a time zone.
public struct CivilDay: Hashable, Comparable, Sendable, WireValue, CustomStringConvertible {
    /// 1900 to 2199.
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to the month's last.
    public let day: Int

    /// A day of the Gregorian calendar; nil if there is none such.
    public init?(year: Int, month: Int, day: Int) {
        guard (1900...2199).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year)
        else {
            return nil
        }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `YYYY-MM-DD`; nil for anything else.
    public init?(iso text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The day so many days after 1900-01-01; nil outside of the calendar's 300 years.
    public init?(daysSince1900 days: Int) {
        guard (0..<Self.dayCount).contains(days) else { return nil }
        // No year is longer than 366 days: the guess is early by a year at most.
        var year = 1900 + days / 366
        if Self.days(before: year + 1) <= days { year += 1 }
        var rest = days - Self.days(before: year)
        var month = 1
        while rest >= Self.days(in: month, of: year) {
            rest -= Self.days(in: month, of: year)
            month += 1
        }
        self.init(year: year, month: month, day: rest + 1)
    }

    /// Days since 1900-01-01: 0 to 109572.
    public var daysSince1900: Int {
        Self.days(before: year) + (1..<month).reduce(0) { $0 + Self.days(in: $1, of: year) } + day - 1
    }

    /// The day `days` later, or earlier if it is negative; nil outside of the calendar.
    public func advanced(by days: Int) -> CivilDay? {
        let (sum, isTooLarge) = daysSince1900.addingReportingOverflow(days)
        return isTooLarge ? nil : CivilDay(daysSince1900: sum)
    }

    private static let dayCount = days(before: 2200)

    /// Days from 1900-01-01 to the first day of `year`.
    private static func days(before year: Int) -> Int {
        func leapDays(_ year: Int) -> Int { year / 4 - year / 100 + year / 400 }
        return (year - 1900) * 365 + leapDays(year - 1) - leapDays(1899)
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        let number = try reader.varint(in: 0...UInt64(UInt32.max))
        guard
            let day = CivilDay(
                year: Int(number / 372) + 1900, month: Int(number / 31 % 12) + 1, day: Int(number % 31) + 1)
        else { throw WireError(.invalidValue, at: start) }
        self = day
    }

    /// ((year - 1900) · 12 + month - 1) · 31 + day - 1, as a varint.
    public func encode(to writer: inout ByteWriter) {
        writer.varint(UInt64(((year - 1900) * 12 + month - 1) * 31 + day - 1))
    }

    public static func < (a: Self, b: Self) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }

    /// `YYYY-MM-DD`.
    public var description: String {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(padded(month))-\(padded(day))"
    }
}
