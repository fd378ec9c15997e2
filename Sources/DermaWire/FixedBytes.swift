/// A byte string of a length known at compile time, kept in machine words so that it hashes and compares fast.
public protocol FixedBytes: Hashable, Comparable, Sendable, WireValue, CustomStringConvertible {
    /// Length in bytes.
    static var byteCount: Int { get }
    /// All zero.
    static var zero: Self { get }
}

extension FixedBytes {
    /// Takes exactly `byteCount` bytes, or returns nil.
    public init?(_ bytes: [UInt8]) {
        guard let value = try? Self(decoding: bytes) else { return nil }
        self = value
    }

    /// The bytes, first to last.
    public var bytes: [UInt8] { encoded }

    /// Lower-case hexadecimal.
    public var description: String { Hex.encode(bytes) }
}

/// Four bytes.
public struct Bytes4: FixedBytes {
    public static let byteCount = 4
    public static let zero = Bytes4(word: 0)
    let word: UInt32

    init(word: UInt32) { self.word = word }

    public init(from reader: inout ByteReader) throws(WireError) {
        word = try reader.fixed(Self.byteCount).reduce(0) { $0 << 8 | UInt32($1) }
    }

    public func encode(to writer: inout ByteWriter) {
        for shift in [24, 16, 8, 0] { writer.byte(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
    }

    public static func < (a: Self, b: Self) -> Bool { a.word < b.word }
}

/// Eight bytes.
public struct Bytes8: FixedBytes {
    public static let byteCount = 8
    public static let zero = Bytes8(word: 0)
    let word: UInt64

    init(word: UInt64) { self.word = word }

    public init(from reader: inout ByteReader) throws(WireError) { word = try reader.bigEndian64() }

    public func encode(to writer: inout ByteWriter) { writer.bigEndian64(word) }

    public static func < (a: Self, b: Self) -> Bool { a.word < b.word }
}

/// Sixteen bytes.
public struct Bytes16: FixedBytes {
    public static let byteCount = 16
    public static let zero = Bytes16(.zero, .zero)
    let high: Bytes8
    let low: Bytes8

    init(_ high: Bytes8, _ low: Bytes8) {
        self.high = high
        self.low = low
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        high = try Bytes8(from: &reader)
        low = try Bytes8(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        high.encode(to: &writer)
        low.encode(to: &writer)
    }

    public static func < (a: Self, b: Self) -> Bool { (a.high, a.low) < (b.high, b.low) }
}

/// Thirty-two bytes.
public struct Bytes32: FixedBytes {
    public static let byteCount = 32
    public static let zero = Bytes32(high: .zero, low: .zero)
    let high: Bytes16
    let low: Bytes16

    init(high: Bytes16, low: Bytes16) {
        self.high = high
        self.low = low
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        high = try Bytes16(from: &reader)
        low = try Bytes16(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        high.encode(to: &writer)
        low.encode(to: &writer)
    }

    /// The first half, for ids that are truncated hashes.
    public var prefix16: Bytes16 { high }

    /// The first four bytes, to tell hashes apart that differ by accident.
    public var prefix4: Bytes4 { Bytes4(word: UInt32(truncatingIfNeeded: high.high.word >> 32)) }

    public static func < (a: Self, b: Self) -> Bool { (a.high, a.low) < (b.high, b.low) }
}

/// Sixty-four bytes.
public struct Bytes64: FixedBytes {
    public static let byteCount = 64
    public static let zero = Bytes64(.zero, .zero)
    let high: Bytes32
    let low: Bytes32

    init(_ high: Bytes32, _ low: Bytes32) {
        self.high = high
        self.low = low
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        high = try Bytes32(from: &reader)
        low = try Bytes32(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        high.encode(to: &writer)
        low.encode(to: &writer)
    }

    public static func < (a: Self, b: Self) -> Bool { (a.high, a.low) < (b.high, b.low) }
}
