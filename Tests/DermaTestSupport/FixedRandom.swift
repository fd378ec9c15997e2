public import DermaSecrets

/// A source that gives the same bytes again and again: a broken or cloned generator, or a test's own secret.
public struct FixedRandom: RandomSource {
    private let pattern: [UInt8]

    /// Repeats `pattern`, from its start on each call.
    public init(_ pattern: [UInt8]) { self.pattern = pattern }

    /// The pattern, repeated and cut to `count` bytes.
    public func bytes(_ count: Int) -> [UInt8] {
        pattern.isEmpty ? [UInt8](repeating: 0, count: count) : (0..<count).map { pattern[$0 % pattern.count] }
    }
}
