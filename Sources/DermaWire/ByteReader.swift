/// Reads canonical values from borrowed bytes; strict, bounded, never traps.
///
/// Every method either advances past exactly one value or throws and leaves the rest unread.
/// Sources: LEB128 varints restricted to their shortest form (as RFC 9420, section 2.1.2 asks of MLS).
public struct ByteReader: ~Escapable {
    @usableFromInline let bytes: RawSpan
    /// Bytes consumed so far.
    public private(set) var offset: Int

    /// Starts at the first byte of `bytes`.
    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) {
        self.bytes = bytes
        self.offset = 0
    }

    /// Bytes not yet read.
    public var remaining: Int { bytes.byteCount - offset }

    /// Reads one byte.
    public mutating func byte() throws(WireError) -> UInt8 {
        guard remaining >= 1 else { throw WireError(.truncated, at: offset) }
        let value = bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
        offset += 1
        return value
    }

    /// Reads exactly `count` bytes.
    public mutating func fixed(_ count: Int) throws(WireError) -> [UInt8] {
        guard count >= 0, count <= remaining else { throw WireError(.truncated, at: offset) }
        let slice = bytes.extracting(offset..<offset + count)
        offset += count
        return slice.withUnsafeBytes { Array($0) }
    }

    /// Passes over `count` bytes.
    public mutating func skip(_ count: Int) throws(WireError) {
        guard count >= 0, count <= remaining else { throw WireError(.truncated, at: offset) }
        offset += count
    }

    /// Reads eight bytes as a big-endian number.
    public mutating func bigEndian64() throws(WireError) -> UInt64 {
        guard remaining >= 8 else { throw WireError(.truncated, at: offset) }
        let value = bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
        offset += 8
        return UInt64(bigEndian: value)
    }

    /// Reads an unsigned LEB128 number in its shortest form (1 to 10 bytes).
    public mutating func varint() throws(WireError) -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            if shift == 63, next > 1 { throw WireError(.overflow, at: start) }
            value |= UInt64(next & 0x7f) << shift
            if next & 0x80 == 0 {
                if next == 0, shift > 0 { throw WireError(.nonMinimal, at: start) }
                return value
            }
            shift += 7
        }
    }

    /// Reads a zigzag-coded signed varint.
    public mutating func signedVarint() throws(WireError) -> Int64 {
        let raw = try varint()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    /// Reads a varint that counts something and is at most `max`.
    public mutating func count(max: Int) throws(WireError) -> Int {
        let start = offset
        let value = try varint()
        guard value <= UInt64(max) else { throw WireError(.limitExceeded, at: start) }
        return Int(value)
    }

    /// Reads a varint inside `range`.
    public mutating func varint(in range: ClosedRange<UInt64>) throws(WireError) -> UInt64 {
        let start = offset
        let value = try varint()
        guard range.contains(value) else { throw WireError(.invalidValue, at: start) }
        return value
    }

    /// Reads length-prefixed bytes of at most `max` bytes.
    public mutating func blob(max: Int) throws(WireError) -> [UInt8] {
        try fixed(try count(max: max))
    }

    /// Reads length-prefixed, well-formed UTF-8 of at most `max` bytes.
    public mutating func text(max: Int) throws(WireError) -> String {
        let start = offset
        let utf8 = try blob(max: max)
        guard let text = String(validating: utf8, as: UTF8.self) else {
            throw WireError(.malformedText, at: start)
        }
        return text
    }

    /// Reads a boolean written as 0 or 1.
    public mutating func flag() throws(WireError) -> Bool {
        let start = offset
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw WireError(.invalidValue, at: start)
        }
    }

    /// Reads a registry value.
    public mutating func registered<Value: RawRepresentable<UInt8>>(_: Value.Type) throws(WireError) -> Value {
        let start = offset
        guard let value = Value(rawValue: try byte()) else { throw WireError(.invalidValue, at: start) }
        return value
    }

    /// Reads an optional value: a flag, then the value if the flag is 1.
    public mutating func optional<Value: WireDecodable>(_: Value.Type) throws(WireError) -> Value? {
        try flag() ? try Value(from: &self) : nil
    }

    /// Reads a counted list of at most `max` values.
    public mutating func list<Value: WireDecodable>(of _: Value.Type, max: Int) throws(WireError) -> [Value] {
        let count = try count(max: max)
        var values: [Value] = []
        values.reserveCapacity(Swift.min(count, remaining))
        for _ in 0..<count { values.append(try Value(from: &self)) }
        return values
    }

    /// Reads a counted list whose keys strictly ascend.
    public mutating func sorted<Value: WireDecodable, Key: Comparable>(
        of _: Value.Type, max: Int, by key: (Value) -> Key
    ) throws(WireError) -> [Value] {
        let count = try count(max: max)
        var values: [Value] = []
        values.reserveCapacity(Swift.min(count, remaining))
        for _ in 0..<count {
            let start = offset
            let value = try Value(from: &self)
            if let last = values.last, key(last) >= key(value) { throw WireError(.unsorted, at: start) }
            values.append(value)
        }
        return values
    }

    /// Throws `trailingBytes` unless everything was read.
    public func finish() throws(WireError) {
        guard remaining == 0 else { throw WireError(.trailingBytes, at: offset) }
    }
}
