public import DermaSync

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Keeps a second process out of a store's directory. Let go by the system when the process ends, however it ends.
public final class StoreLock: Sendable {
    private let disk: any Disk
    private let descriptor: Int32

    /// Takes the lock, or fails at once with `locked`.
    public convenience init(directory: String) throws(StoreError) {
        try self.init(directory: directory, disk: SystemDisk())
    }

    init(directory: String, disk: any Disk) throws(StoreError) {
        self.disk = disk
        descriptor = disk.open(directory + "/lock", O_RDWR | O_CREAT)
        guard descriptor >= 0 else { throw DiskFile.failure(directory) }
        // What throws from here on closes the file as well.
        guard disk.lock(descriptor) == 0 else { throw StoreError(.locked, directory) }
    }

    deinit { if descriptor >= 0 { disk.close(descriptor) } }
}
