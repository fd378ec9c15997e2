/// Reads the directories of a TIFF structure (TIFF 6.0, section 2). Offsets count from its first byte.
///
/// A directory is handed around as the range of its entries, twelve bytes each, cut off at the end of the data.
struct TIFFReader {
    private let isBigEndian: Bool

    /// Reads the header: byte order and the number 42.
    init?(_ bytes: Span<UInt8>) {
        if bytes.has([0x4D, 0x4D, 0x00, 0x2A], at: 0) {
            isBigEndian = true
        } else if bytes.has([0x49, 0x49, 0x2A, 0x00], at: 0) {
            isBigEndian = false
        } else {
            return nil
        }
    }

    func unsigned16(_ bytes: Span<UInt8>, at offset: Int) -> Int? {
        guard let value = bytes.bigEndian16(at: offset) else { return nil }
        return isBigEndian ? value : value >> 8 | (value & 0xFF) << 8
    }

    func unsigned32(_ bytes: Span<UInt8>, at offset: Int) -> Int? {
        guard let first = unsigned16(bytes, at: offset), let second = unsigned16(bytes, at: offset + 2) else {
            return nil
        }
        return isBigEndian ? first << 16 | second : second << 16 | first
    }

    /// The entries of the directory at `offset`; empty if there are none.
    func directory(_ bytes: Span<UInt8>, at offset: Int) -> Range<Int> {
        guard let count = unsigned16(bytes, at: offset) else { return 0..<0 }
        let start = offset + 2
        return start..<start + 12 * min(count, (bytes.count - start) / 12)
    }

    /// Where the first entry with `tag` begins.
    func entry(_ bytes: Span<UInt8>, tag: Int, in directory: Range<Int>) -> Int? {
        for place in stride(from: directory.lowerBound, to: directory.upperBound, by: 12)
        where unsigned16(bytes, at: place) == tag {
            return place
        }
        return nil
    }

    /// The value of a single BYTE, SHORT or LONG.
    func number(_ bytes: Span<UInt8>, tag: Int, in directory: Range<Int>) -> Int? {
        guard let place = entry(bytes, tag: tag, in: directory), unsigned32(bytes, at: place + 4) == 1 else {
            return nil
        }
        switch unsigned16(bytes, at: place + 2) {
        case 1: return Int(bytes[place + 8])
        case 3: return unsigned16(bytes, at: place + 8)
        case 4: return unsigned32(bytes, at: place + 8)
        default: return nil
        }
    }

    /// The offset of another directory.
    func pointer(_ bytes: Span<UInt8>, tag: Int, in directory: Range<Int>) -> Int? {
        guard let place = entry(bytes, tag: tag, in: directory) else { return nil }
        return unsigned32(bytes, at: place + 8)
    }

    /// The first `length` characters of an ASCII value that is longer than four.
    func text(_ bytes: Span<UInt8>, tag: Int, in directory: Range<Int>, length: Int) -> [UInt8]? {
        guard let place = entry(bytes, tag: tag, in: directory), unsigned16(bytes, at: place + 2) == 2,
            let count = unsigned32(bytes, at: place + 4), count >= length,
            let start = unsigned32(bytes, at: place + 8), start <= bytes.count, length <= bytes.count - start
        else { return nil }
        var text: [UInt8] = []
        for index in start..<start + length { text.append(bytes[index]) }
        return text
    }
}
