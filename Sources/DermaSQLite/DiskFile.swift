import DermaSync

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An open file, closed when the last reference goes. Positions are bytes.
final class DiskFile {
    let path: String
    private let descriptor: Int32

    /// Opens a file for reading and writing; a new one is readable by its owner alone.
    init(path: String, creating: Bool) throws(StoreError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CLOEXEC | (creating ? O_CREAT : 0), 0o600)
        guard descriptor >= 0 else { throw Self.failure(path) }
    }

    deinit { close(descriptor) }

    /// The length in bytes.
    var length: Int {
        get throws(StoreError) {
            let end = lseek(descriptor, 0, SEEK_END)
            guard end >= 0 else { throw Self.failure(path) }
            return Int(end)
        }
    }

    /// Forgets what lies behind `length`; the file must not be shorter.
    func truncate(to length: Int) throws(StoreError) {
        let held = try self.length
        guard held >= length else { throw StoreError(.corrupt, path) }
        if held > length, ftruncate(descriptor, off_t(length)) != 0 { throw Self.failure(path) }
    }

    /// Writes all of `bytes`.
    func write(_ bytes: [UInt8], at offset: Int) throws(StoreError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                pwrite(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path) }
            done += count
        }
    }

    /// Reads `count` bytes, fewer only at the end of the file.
    func read(at offset: Int, count: Int) throws(StoreError) -> [UInt8] {
        let wanted = max(0, min(count, try length - offset))
        var done = 0
        var bytes = [UInt8](repeating: 0, count: wanted)
        while done < wanted {
            let count = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress.map { $0 + done }, wanted - done, off_t(offset + done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path) }
            done += count
        }
        return bytes
    }

    /// Waits until the bytes, and a new file's name in its directory, are on the disk.
    func makeDurable(isNew: Bool) throws(StoreError) {
        guard fsync(descriptor) == 0 else { throw Self.failure(path) }
        if isNew { try Self.syncDirectory(of: path) }
    }

    /// Waits until the names in the directory of `path`, and its own name, are on the disk.
    private static func syncDirectory(of path: String) throws(StoreError) {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)
        for _ in 0..<2 where parts.count > 1 {
            parts.removeLast()
            let parent = parts.joined(separator: "/")
            let directory = open(parent.isEmpty ? "/" : parent, O_RDONLY | O_CLOEXEC)
            guard directory >= 0 else { throw failure(parent) }
            defer { close(directory) }
            guard fsync(directory) == 0 else { throw failure(parent) }
        }
    }

    private static func failure(_ path: String) -> StoreError {
        errno == ENOSPC || errno == EDQUOT ? StoreError(.full, path) : StoreError(.unavailable, path)
    }
}
