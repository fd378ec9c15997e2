/// Scalars in well-formed UTF-8, counted eight bytes at a time.
enum UTF8Count {
    /// Scalars in `bytes`: those bytes that continue none. O(n / 8).
    static func scalars(_ bytes: Span<UInt8>) -> Int {
        var index = 0
        var continuing = 0
        while index + 8 <= bytes.count {
            continuing += continuations(bytes.word(at: index))
            index += 8
        }
        while index < bytes.count {
            if bytes[index] & 0xc0 == 0x80 { continuing += 1 }
            index += 1
        }
        return bytes.count - continuing
    }

    /// The byte where the scalar `count` after the one at `start` begins, at most the end. O(n / 8).
    static func offset(of count: Int, in bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        var left = count
        while left > 8, index + 8 <= bytes.count {
            left -= 8 - continuations(bytes.word(at: index))
            index += 8
        }
        while index < bytes.count, bytes[index] & 0xc0 == 0x80 { index += 1 }
        while left > 0, index < bytes.count {
            index += 1
            while index < bytes.count, bytes[index] & 0xc0 == 0x80 { index += 1 }
            left -= 1
        }
        return index
    }

    @inline(__always)
    private static func continuations(_ word: UInt64) -> Int {
        ((word >> 7) & ~(word >> 6) & 0x0101_0101_0101_0101).nonzeroBitCount
    }
}
