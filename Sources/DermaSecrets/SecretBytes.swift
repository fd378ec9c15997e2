import CSodium

/// Bytes that must not be seen: wiped when the last reference goes, never printed, never compared with `==`.
public final class SecretBytes: Sendable, CustomStringConvertible, CustomReflectable {
    /// Changed by `deinit` alone.
    nonisolated(unsafe) private var bytes: [UInt8]

    /// Takes bytes over. The caller's own copy stays the caller's business.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    deinit {
        // Through the array, so that one whose bytes were given here, or lent, keeps its own.
        bytes.withUnsafeMutableBytes { memory in
            guard let base = memory.baseAddress else { return }
            sodium_memzero(base, memory.count)
        }
    }

    /// Lends the bytes to `body`.
    public func withBytes<Result, Failure: Error>(_ body: ([UInt8]) throws(Failure) -> Result) throws(Failure) -> Result
    {
        try body(bytes)
    }

    public var description: String { "SecretBytes" }

    public var customMirror: Mirror { Mirror(self, children: []) }
}
