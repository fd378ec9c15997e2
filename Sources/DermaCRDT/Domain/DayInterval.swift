public import DermaWire

/// Days from a first to a last, both included.
public struct DayInterval: Hashable, Comparable, Sendable, WireValue {
    /// The first day.
    public let first: CivilDay
    /// The last day: the first or a later one.
    public let last: CivilDay

    /// Nil if the last comes before the first.
    public init?(_ first: CivilDay, _ last: CivilDay) {
        guard first <= last else { return nil }
        self.first = first
        self.last = last
    }

    /// A last day before the first is `invalidValue` at the last.
    public init(from reader: inout ByteReader) throws(WireError) {
        let first = try CivilDay(from: &reader)
        let start = reader.offset
        guard let interval = DayInterval(first, try CivilDay(from: &reader)) else {
            throw WireError(.invalidValue, at: start)
        }
        self = interval
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(first)
        writer.value(last)
    }

    public static func < (a: Self, b: Self) -> Bool { (a.first, a.last) < (b.first, b.last) }
}
