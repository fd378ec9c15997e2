import CSodium
public import DermaSecrets

/// Repeatable randomness for tests: libsodium's deterministic generator, a new block for each call.
public struct SeededRandom: RandomSource {
    private var seed: [UInt8]
    private var counter: UInt64 = 0

    /// The generator of a seed.
    public init(_ seed: UInt64) {
        self.seed = [UInt8](repeating: 0, count: 32)
        for index in 0..<8 { self.seed[index] = UInt8(truncatingIfNeeded: seed >> (8 * UInt64(index))) }
    }

    public mutating func bytes(_ count: Int) -> [UInt8] {
        counter += 1
        var block = seed
        for index in 0..<8 { block[16 + index] = UInt8(truncatingIfNeeded: counter >> (8 * UInt64(index))) }
        var bytes = [UInt8](repeating: 0, count: count)
        randombytes_buf_deterministic(&bytes, count, block)
        return bytes
    }

    /// A number below `bound`, which is at least 1.
    public mutating func below(_ bound: Int) -> Int {
        Int(bytes(7).reduce(0 as UInt64) { $0 << 8 | UInt64($1) } % UInt64(bound))
    }
}
