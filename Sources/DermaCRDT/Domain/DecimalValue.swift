public import DermaWire

/// mantissa · 10^exponent. Both parts count: 12.0 was measured more exactly than 12 and is another value.
public struct DecimalValue: Hashable, Sendable, WireValue, CustomStringConvertible {
    /// The digits.
    public let mantissa: Int64
    /// -9 to 9.
    public let exponent: Int

    private static let exponents = -9...9

    /// Nil if the exponent is beyond -9 to 9.
    public init?(_ mantissa: Int64, exponent: Int = 0) {
        guard Self.exponents.contains(exponent) else { return nil }
        self.mantissa = mantissa
        self.exponent = exponent
    }

    /// An exponent out of range is `invalidValue` at the exponent.
    public init(from reader: inout ByteReader) throws(WireError) {
        let mantissa = try reader.signedVarint()
        let start = reader.offset
        guard let exponent = Int(exactly: try reader.signedVarint()),
            let value = DecimalValue(mantissa, exponent: exponent)
        else { throw WireError(.invalidValue, at: start) }
        self = value
    }

    public func encode(to writer: inout ByteWriter) {
        writer.signedVarint(mantissa)
        writer.signedVarint(Int64(exponent))
    }

    /// All digits, such as `-0.50` or `1200`.
    public var description: String {
        let sign = mantissa < 0 ? "-" : ""
        let digits = String(mantissa.magnitude)
        if exponent >= 0 { return sign + digits + (mantissa == 0 ? "" : String(repeating: "0", count: exponent)) }
        let padded = String(repeating: "0", count: max(0, 1 - exponent - digits.count)) + digits
        return sign + padded.dropLast(-exponent) + "." + padded.suffix(-exponent)
    }
}
