/// Moving and reading many bytes at once. All that is unsafe about texts of bytes is in this file; every range is checked.
extension ContiguousArray<UInt8> {
    /// Moves `count` bytes from `source` to `target`; the two may overlap.
    @inline(__always)
    mutating func move(from source: Int, to target: Int, count moved: Int) {
        precondition(source >= 0 && target >= 0 && moved >= 0)
        precondition(source + moved <= count && target + moved <= count)
        withUnsafeMutableBytes { all in
            guard let base = all.baseAddress else { return }
            (base + target).copyMemory(from: base + source, byteCount: moved)
        }
    }

    /// Writes `bytes` over what is at `target`.
    @inline(__always)
    mutating func write(_ bytes: Span<UInt8>, at target: Int) {
        precondition(target >= 0 && target + bytes.count <= count)
        withUnsafeMutableBytes { all in
            bytes.withUnsafeBytes { source in
                guard let base = all.baseAddress, let from = source.baseAddress else { return }
                (base + target).copyMemory(from: from, byteCount: source.count)
            }
        }
    }
}

extension Span<UInt8> {
    /// The eight bytes from `offset` on, in the machine's order.
    @inline(__always)
    func word(at offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset + 8 <= count)
        return bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
}

extension [UInt8] {
    /// Appends what `bytes` holds.
    @inline(__always)
    mutating func append(contentsOf bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
    }

    /// Whether it is UTF-8 as it should be.
    var isWellFormedUTF8: Bool { String(validating: self, as: UTF8.self) != nil }
}

extension String {
    /// Passes the UTF-8 of the text.
    @inline(__always)
    func withUTF8Span<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        var text = self
        return text.withUTF8 { body($0.span) }
    }
}
