/// The bits of a stretch of entropy-coded data, without the zero bytes that are stuffed after 0xFF (ITU-T T.81,
/// B.1.1.5).
///
/// The bytes are handed to each call instead of being held, so that this is a plain value.
struct JPEGBitReader {
    /// The next bits, the first one on top. Below `count` bits come zeros or a part of the next byte.
    private(set) var window: UInt64 = 0
    /// How many bits of `window` are ready.
    private(set) var count = 0
    /// The first byte that is not in `window`.
    private var position: Int
    /// Where the stretch ends: at the first 0xFF of a marker.
    let end: Int

    init(_ range: Range<Int>) {
        position = range.lowerBound
        end = range.upperBound
    }

    /// Makes at least 32 bits ready, or all that are left: enough for the longest code and its extra bits.
    @inline(__always)
    mutating func fill(_ bytes: Span<UInt8>) {
        if count >= 32 { return }
        if position <= end - 8 {
            let word = bytes.bigEndian64(at: position)
            if !word.hasByteFF {
                // Bits of a byte that only partly fits are set as well; the next call sets them to the same values.
                window |= word &>> UInt64(truncatingIfNeeded: count)
                let taken = (64 &- count) &>> 3
                position &+= taken
                count &+= taken &<< 3
                return
            }
        }
        fillByByte(bytes)
    }

    @inline(never)
    private mutating func fillByByte(_ bytes: Span<UInt8>) {
        while count <= 56 && position < end {
            let byte = bytes[position]
            position += 1
            if byte == 0xFF {
                // Decoders take several 0xFF before the stuffed zero for one.
                while position < end && bytes[position] == 0xFF { position += 1 }
                if position < end { position += 1 }
            }
            window |= UInt64(byte) << UInt64(56 - count)
            count += 8
        }
    }

    /// Takes `length` bits, 0 to 32. Only if so many are ready: ask `count` first.
    @inline(__always)
    mutating func consume(_ length: Int) {
        window &<<= UInt64(truncatingIfNeeded: length)
        count &-= length
    }

    /// How many whole bytes have not been consumed.
    func unreadByteCount(_ bytes: Span<UInt8>) -> Int { end - offset(bytes) }

    /// The byte of the file that holds the next bit, or `end`. A byte begun counts as read.
    func offset(_ bytes: Span<UInt8>) -> Int {
        var offset = position
        for _ in 0..<max(count, 0) / 8 {
            offset -= bytes[offset - 1] == 0 && bytes[offset - 2] == 0xFF ? 2 : 1
        }
        return offset
    }
}

extension Span where Element == UInt8 {
    /// Eight bytes as a big-endian number.
    @inline(__always)
    func bigEndian64(at offset: Int) -> UInt64 {
        // Checked against the bounds; "unsafe" only for types that not every bit pattern suits.
        UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The end of the entropy-coded data from `offset` on: the first 0xFF of the next marker, or nil if the bytes end
    /// before one.
    func endOfEntropyCodedData(from offset: Int) -> Int? {
        var place = offset
        while place < count {
            while place <= count - 8 && !bigEndian64(at: place).hasByteFF { place += 8 }
            while place < count && self[place] != 0xFF { place += 1 }
            let start = place
            while place < count && self[place] == 0xFF { place += 1 }
            guard place < count else { return nil }
            if self[place] != 0 { return start }
            place += 1
        }
        return nil
    }
}

extension UInt64 {
    /// Whether one of the eight bytes is 0xFF.
    @inline(__always)
    fileprivate var hasByteFF: Bool {
        (~self &- 0x0101_0101_0101_0101) & self & 0x8080_8080_8080_8080 != 0
    }
}
