import CSodium
import DermaIdentity

/// Where randomness comes from. Injected, so that a simulated world repeats.
public protocol RandomSource: Sendable {
    /// The next `count` random bytes.
    mutating func bytes(_ count: Int) -> [UInt8]
}

/// The operating system's randomness, through libsodium.
public struct SystemRandom: RandomSource {
    /// The source is shared by the whole process.
    public init() {}

    public mutating func bytes(_ count: Int) -> [UInt8] {
        precondition(Sodium.isReady, "libsodium cannot run on this machine")
        var bytes = [UInt8](repeating: 0, count: count)
        randombytes_buf(&bytes, count)
        return bytes
    }
}
