public import DermaWire

/// A text of 1 to 256 bytes of UTF-8 that is the same as another only if its bytes are.
///
/// `String` takes texts for equal that differ in their bytes (canonical equivalence); elements of sets may not.
public struct ShortText: Hashable, Comparable, Sendable, WireValue, CustomStringConvertible {
    /// The text.
    public let string: String

    /// Takes a text; nil if it is empty or longer than `Limits.nameBytesMax`.
    public init?(_ string: String) {
        guard (1...Limits.nameBytesMax).contains(string.utf8.count) else { return nil }
        self.string = string
    }

    /// `text(nameBytesMax)`; an empty one is `invalidValue`.
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        guard let text = ShortText(try reader.text(max: Limits.nameBytesMax)) else {
            throw WireError(.invalidValue, at: start)
        }
        self = text
    }

    public func encode(to writer: inout ByteWriter) { writer.text(string) }

    public static func == (a: Self, b: Self) -> Bool { a.string.utf8.elementsEqual(b.string.utf8) }

    public func hash(into hasher: inout Hasher) {
        for byte in string.utf8 { hasher.combine(byte) }
    }

    public static func < (a: Self, b: Self) -> Bool { a.string.utf8.lexicographicallyPrecedes(b.string.utf8) }

    public var description: String { string }
}
