/// Hides how long a text is: lengths are rounded up to classes.
///
/// Up to 512 bytes the classes are the multiples of 32; above, those of Padmé (Nikitin et al., PETS 2019), which are never
/// finer and add at most 12 %.
public enum Padding {
    private static let step = 32
    private static let padmeFrom = 512

    /// The class of `length` bytes.
    public static func paddedLength(_ length: Int) -> Int {
        guard length > padmeFrom else { return max(step, (length + step - 1) / step * step) }
        let exponent = Int.bitWidth - 1 - length.leadingZeroBitCount
        let significant = Int.bitWidth - exponent.leadingZeroBitCount
        let mask = (1 << (exponent - significant)) - 1
        return (length + mask) & ~mask
    }

    /// Appends 0x80 and zeros up to the class of the length plus one (ISO/IEC 7816-4).
    public static func pad(_ bytes: [UInt8]) -> [UInt8] {
        var padded = bytes
        padded.reserveCapacity(paddedLength(bytes.count + 1))
        padded.append(0x80)
        padded.append(contentsOf: repeatElement(0, count: paddedLength(padded.count) - padded.count))
        return padded
    }

    /// The bytes before the padding; nil if there is none.
    public static func unpad(_ bytes: [UInt8]) -> [UInt8]? {
        guard let end = bytes.lastIndex(where: { $0 != 0 }), bytes[end] == 0x80 else { return nil }
        return Array(bytes[..<end])
    }
}
