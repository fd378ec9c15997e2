/// Reading numbers and names out of a photo's bytes. A place outside the bytes is no error here: the answer is then
/// nil or false, since most of what is read so is optional.
extension Span where Element == UInt8 {
    /// Whether `expected` stands at `offset`.
    func has(_ expected: [UInt8], at offset: Int) -> Bool {
        guard offset >= 0, offset <= count, expected.count <= count - offset else { return false }
        for index in expected.indices where self[offset + index] != expected[index] { return false }
        return true
    }

    /// Whether the ASCII `text` stands at `offset`.
    func has(text: String, at offset: Int) -> Bool {
        let expected = text.utf8
        guard offset >= 0, offset <= count, expected.count <= count - offset else { return false }
        var index = offset
        for unit in expected {
            if self[index] != unit { return false }
            index += 1
        }
        return true
    }

    /// The big-endian 16-bit number at `offset`.
    func bigEndian16(at offset: Int) -> Int? {
        guard offset >= 0, offset <= count - 2 else { return nil }
        return Int(self[offset]) << 8 | Int(self[offset + 1])
    }

    /// A copy of some bytes.
    func array(_ range: Range<Int>) -> [UInt8] {
        extracting(range).withUnsafeBufferPointer { Array($0) }
    }
}

extension [UInt8] {
    /// Appends some of another's bytes, without a copy between.
    mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        bytes.extracting(range).withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
