import CSodium
public import DermaSecrets

/// Repeatable randomness: libsodium's deterministic generator (ChaCha20), a new block for each call.
public struct SeededRandom: RandomSource {
    private var seed: [UInt8]
    private var counter: UInt64 = 0

    /// The generator of a seed, and of a place that uses it.
    public init(_ seed: UInt64, _ place: UInt64 = 0) {
        self.seed = [UInt8](repeating: 0, count: 32)
        for index in 0..<8 {
            self.seed[index] = UInt8(truncatingIfNeeded: seed >> (8 * UInt64(index)))
            self.seed[8 + index] = UInt8(truncatingIfNeeded: place >> (8 * UInt64(index)))
        }
    }

    public mutating func bytes(_ count: Int) -> [UInt8] {
        counter += 1
        for index in 0..<8 { seed[16 + index] = UInt8(truncatingIfNeeded: counter >> (8 * UInt64(index))) }
        var bytes = [UInt8](repeating: 0, count: count)
        randombytes_buf_deterministic(&bytes, count, seed)
        return bytes
    }

    /// The next 64 random bits.
    public mutating func number() -> UInt64 { bytes(8).reduce(0) { $0 << 8 | UInt64($1) } }

    /// A number below `bound`, which is at least 1.
    public mutating func below(_ bound: Int) -> Int { Int(number() % UInt64(max(bound, 1))) }

    /// A number of a range.
    public mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }
}
