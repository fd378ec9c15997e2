import DermaCRDT
import DermaCausality
import Foundation

/// Times as people read them.
enum Times {
    /// A device's claim, in the zone that it claims.
    static func text(_ time: Timestamp) -> String {
        text(time.milliseconds, TimeZone(secondsFromGMT: Int(time.offsetMinutes) * 60)) + " "
            + offset(time.offsetMinutes)
    }

    /// An instant, in UTC.
    static func utc(_ milliseconds: Int64) -> String { text(milliseconds, TimeZone(secondsFromGMT: 0)) + " UTC" }

    /// RFC 3339, for programs.
    static func iso(_ milliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(.iso8601)
    }

    /// The end that a person typed: a day (its end in the local zone) or an RFC 3339 instant. Milliseconds UTC.
    static func end(_ text: String) throws -> Int64 {
        if let instant = try? Date(text, strategy: .iso8601) { return Int64(instant.timeIntervalSince1970 * 1000) }
        guard let day = try Typed.day(text),
            let start = Calendar(identifier: .gregorian).date(
                from: DateComponents(year: day.year, month: day.month, day: day.day)),
            let end = Calendar(identifier: .gregorian).date(byAdding: .day, value: 1, to: start)
        else { throw CommandFailure("badEnd", .dataError, "“\(text)” is no day: write it like 2027-01-31") }
        return Int64(end.timeIntervalSince1970 * 1000)
    }

    private static func text(_ milliseconds: Int64, _ zone: TimeZone?) -> String {
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone ?? .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
        func padded(_ number: Int?) -> String { String(format: "%02d", number ?? 0) }
        return
            "\(parts.year ?? 0)-\(padded(parts.month))-\(padded(parts.day)) \(padded(parts.hour)):\(padded(parts.minute))"
    }

    private static func offset(_ minutes: Int16) -> String {
        String(format: "%@%02d:%02d", minutes < 0 ? "-" : "+", abs(Int(minutes)) / 60, abs(Int(minutes)) % 60)
    }
}
