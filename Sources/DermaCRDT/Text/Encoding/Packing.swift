import DermaWire

extension ByteWriter {
    /// Writes bytes, deflated if that makes them fewer: length times two, plus one if deflated; the deflated length; bytes.
    mutating func packed(_ bytes: [UInt8], deflating isDeflated: Bool = true) {
        if isDeflated, bytes.count >= 48, let deflated = Deflate.compress(bytes), deflated.count + 3 < bytes.count {
            count(bytes.count << 1 | 1)
            count(deflated.count)
            fixed(deflated)
        } else {
            count(bytes.count << 1)
            fixed(bytes)
        }
    }
}

extension ByteReader {
    /// Reads what `packed` wrote, of at most `max` bytes. `isPlain`: what is deflated is refused.
    mutating func packed(max: Int, isPlain: Bool = false) throws(WireError) -> [UInt8] {
        let start = offset
        let header = try varint()
        guard header >> 1 <= UInt64(max) else { throw WireError(.limitExceeded, at: start) }
        let length = Int(header >> 1)
        if header & 1 == 0 { return try fixed(length) }
        if isPlain { throw WireError(.invalidValue, at: start) }
        let deflated = try fixed(try count(max: length))
        // Deflate never makes a byte into more than 1,032.
        guard length <= deflated.count * 1032, let bytes = Deflate.expand(deflated, to: length) else {
            throw WireError(.invalidValue, at: start)
        }
        return bytes
    }
}
