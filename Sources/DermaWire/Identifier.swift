/// A typed wrapper around fixed bytes, so that a folder's id is never taken for a photo's.
public protocol Identifier: Hashable, Comparable, Sendable, WireValue, CustomStringConvertible {
    /// The bytes behind the id.
    associatedtype Raw: FixedBytes
    /// The bytes behind the id.
    var raw: Raw { get }
    /// Wraps bytes.
    init(_ raw: Raw)
}

extension Identifier {
    public init(from reader: inout ByteReader) throws(WireError) { self.init(try Raw(from: &reader)) }

    /// Takes exactly the id's length in bytes, or returns nil.
    public init?(bytes: [UInt8]) {
        guard let raw = Raw(bytes) else { return nil }
        self.init(raw)
    }

    public func encode(to writer: inout ByteWriter) { raw.encode(to: &writer) }

    /// The bytes, first to last.
    public var bytes: [UInt8] { raw.bytes }

    public static func < (a: Self, b: Self) -> Bool { a.raw < b.raw }

    /// Lower-case hexadecimal.
    public var description: String { raw.description }
}
