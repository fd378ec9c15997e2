public import DermaWire

/// A unit in the case-sensitive form of the Unified Code for Units of Measure; `1` for a plain number.
public struct UnitCode: Hashable, Sendable, WireValue, CustomStringConvertible {
    /// The code: 1 to 64 characters of ASCII, neither control characters nor spaces. That UCUM has it is not checked.
    public let code: String

    private static let bytesMax = 64

    /// Nil if it is no such text.
    public init?(_ code: String) {
        guard (1...Self.bytesMax).contains(code.utf8.count), code.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { return nil }
        self.code = code
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        guard let unit = UnitCode(try reader.text(max: Self.bytesMax)) else {
            throw WireError(.invalidValue, at: start)
        }
        self = unit
    }

    public func encode(to writer: inout ByteWriter) { writer.text(code) }

    public var description: String { code }
}
