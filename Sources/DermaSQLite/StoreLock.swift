public import DermaSync

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Keeps a second process out of a store's directory. Let go by the system when the process ends, however it ends.
public final class StoreLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock, or fails at once with `locked`.
    public init(directory: String) throws(StoreError) {
        descriptor = open(directory + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(.unavailable, directory) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StoreError(.locked, directory)
        }
    }

    deinit { close(descriptor) }
}
