/// A value with one canonical encoding.
public protocol WireEncodable {
    /// Appends the canonical encoding.
    func encode(to writer: inout ByteWriter)
}

/// A value that can be read from its canonical encoding; a decoded value is always a valid one.
public protocol WireDecodable {
    /// Reads one value.
    init(from reader: inout ByteReader) throws(WireError)
}

/// A value with one canonical encoding, both ways.
public typealias WireValue = WireEncodable & WireDecodable

extension WireEncodable {
    /// The canonical encoding.
    public var encoded: [UInt8] {
        var writer = ByteWriter()
        encode(to: &writer)
        return writer.bytes
    }
}

extension WireDecodable {
    /// Decodes the whole of `bytes`; trailing bytes are an error.
    public init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = ByteReader(bytes.span.bytes)
        self = try Self(from: &reader)
        try reader.finish()
    }
}
