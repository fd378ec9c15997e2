public import DermaWire

/// A device's claim about when something happened. Shown to people; it never decides who wins.
public struct Timestamp: Hashable, Sendable, WireValue {
    /// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
    public let milliseconds: Int64
    /// Minutes that local time was ahead of UTC: -1080 to 1080.
    public let offsetMinutes: Int16
    /// The IANA zone, such as `Europe/London`; empty if unknown.
    public let zone: String

    /// A claim; an offset beyond 18 hours counts as 0 and a zone beyond 64 bytes as unknown.
    public init(milliseconds: Int64, offsetMinutes: Int16 = 0, zone: String = "") {
        self.milliseconds = milliseconds
        self.offsetMinutes = Self.offsets.contains(Int64(offsetMinutes)) ? offsetMinutes : 0
        self.zone = zone.utf8.count <= Self.zoneBytesMax ? zone : ""
    }

    private static let offsets: ClosedRange<Int64> = -1080...1080
    private static let zoneBytesMax = 64

    public init(from reader: inout ByteReader) throws(WireError) {
        milliseconds = try reader.signedVarint()
        let start = reader.offset
        let offset = try reader.signedVarint()
        guard Self.offsets.contains(offset) else { throw WireError(.invalidValue, at: start) }
        offsetMinutes = Int16(offset)
        zone = try reader.text(max: Self.zoneBytesMax)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.signedVarint(milliseconds)
        writer.signedVarint(Int64(offsetMinutes))
        writer.text(zone)
    }
}
