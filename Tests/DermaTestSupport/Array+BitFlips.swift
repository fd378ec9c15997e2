extension [UInt8] {
    /// Every array that differs from this one in exactly one bit, with the bit's number; the first byte's lowest is 0.
    public var bitFlips: some Sequence<(bit: Int, bytes: [UInt8])> {
        (0..<count * 8).lazy.map { bit in
            var flipped = self
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            return (bit, flipped)
        }
    }
}
