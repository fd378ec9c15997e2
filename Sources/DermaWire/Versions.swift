/// A version of the wire protocol.
public struct ProtocolVersion: Hashable, Comparable, Sendable, WireValue {
    /// The number on the wire.
    public let number: UInt16

    /// Wraps a number.
    public init(_ number: UInt16) { self.number = number }

    /// The version this code speaks.
    public static let v1 = ProtocolVersion(1)

    public init(from reader: inout ByteReader) throws(WireError) {
        number = UInt16(try reader.varint(in: 0...UInt64(UInt16.max)))
    }

    public func encode(to writer: inout ByteWriter) { writer.varint(UInt64(number)) }

    public static func < (a: Self, b: Self) -> Bool { a.number < b.number }
}

/// A set of algorithms. Stands in every stored object and in the hello.
public struct Suite: Hashable, Comparable, Sendable, WireValue {
    /// The number on the wire.
    public let number: UInt8

    /// Wraps a number.
    public init(_ number: UInt8) { self.number = number }

    /// Ed25519, X25519, XChaCha20-Poly1305, BLAKE2b, Argon2id.
    public static let v1 = Suite(1)

    public init(from reader: inout ByteReader) throws(WireError) { number = try reader.byte() }

    public func encode(to writer: inout ByteWriter) { writer.byte(number) }

    public static func < (a: Self, b: Self) -> Bool { a.number < b.number }
}

/// Values that mean nothing and are sent at random, so that peers learn to pass over what they do not know
/// (RFC 8701, "GREASE").
public enum Reserved {
    /// Protocol versions that never will be assigned.
    public static let versions = (0..<8).map { ProtocolVersion(0x0a0a + 0x1010 * UInt16($0)) }
    /// Suites that never will be assigned.
    public static let suites = (0..<8).map { Suite(0x0a + 0x10 * UInt8($0)) }
    /// Ignorable frame types that never will be assigned.
    public static let frameTypes = (8..<16).map { FrameType(0x0a + 0x10 * UInt8($0)) }
}
