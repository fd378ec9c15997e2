/// Appends canonical values to a byte buffer. The inverse of `ByteReader`.
public struct ByteWriter: Sendable {
    /// What was written so far.
    public private(set) var bytes: [UInt8]

    /// Starts empty, with room for `capacity` bytes.
    public init(capacity: Int = 0) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Writes one byte.
    public mutating func byte(_ value: UInt8) { bytes.append(value) }

    /// Writes bytes as they are, without a length.
    public mutating func fixed(_ value: some Sequence<UInt8>) { bytes.append(contentsOf: value) }

    /// Writes eight bytes, most significant first.
    public mutating func bigEndian64(_ value: UInt64) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Writes an unsigned LEB128 number in its shortest form.
    public mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Writes a count.
    public mutating func count(_ value: Int) { varint(UInt64(value)) }

    /// Writes a signed number as a zigzag varint.
    public mutating func signedVarint(_ value: Int64) {
        varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// Writes a length and the bytes.
    public mutating func blob(_ value: [UInt8]) {
        count(value.count)
        fixed(value)
    }

    /// Writes a length and the UTF-8 of `value`.
    public mutating func text(_ value: String) {
        count(value.utf8.count)
        fixed(value.utf8)
    }

    /// Writes 1 or 0.
    public mutating func flag(_ value: Bool) { byte(value ? 1 : 0) }

    /// Writes a value.
    public mutating func value(_ value: some WireEncodable) { value.encode(to: &self) }

    /// Writes a flag and, if present, the value.
    public mutating func optional(_ value: (some WireEncodable)?) {
        flag(value != nil)
        if let value { value.encode(to: &self) }
    }

    /// Writes a count and the values in their order. Sorted lists must come sorted.
    public mutating func list(_ values: [some WireEncodable]) {
        count(values.count)
        for value in values { value.encode(to: &self) }
    }
}
