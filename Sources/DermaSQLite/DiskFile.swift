import DermaSync

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An open file, closed when the last reference goes. Positions are bytes.
final class DiskFile {
    let path: String
    private let disk: any Disk
    private let descriptor: Int32

    /// Opens a file for reading and writing; a new one is readable by its owner alone.
    init(path: String, creating: Bool, on disk: any Disk) throws(StoreError) {
        self.path = path
        self.disk = disk
        descriptor = disk.open(path, O_RDWR | (creating ? O_CREAT : 0))
        guard descriptor >= 0 else { throw Self.failure(path) }
    }

    deinit { if descriptor >= 0 { disk.close(descriptor) } }

    /// The length in bytes.
    var length: Int {
        get throws(StoreError) {
            let length = disk.length(descriptor)
            guard length >= 0 else { throw Self.failure(path) }
            return length
        }
    }

    /// Forgets what lies behind `length`; the file must not be shorter.
    func truncate(to length: Int) throws(StoreError) {
        let held = try self.length
        guard held >= length else { throw StoreError(.corrupt, path) }
        if held > length, disk.truncate(descriptor, to: length) != 0 { throw Self.failure(path) }
    }

    /// Writes all of `bytes`.
    func write(_ bytes: [UInt8], at offset: Int) throws(StoreError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                disk.write(descriptor, UnsafeRawBufferPointer(rebasing: buffer[done...]), at: offset + done)
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
                disk.read(descriptor, into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]), at: offset + done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path) }
            done += count
        }
        return bytes
    }

    /// Waits until the bytes are on the disk.
    func sync() throws(StoreError) {
        guard disk.sync(descriptor) == 0 else { throw Self.failure(path) }
    }

    /// What `errno` says.
    static func failure(_ path: String) -> StoreError {
        errno == ENOSPC || errno == EDQUOT ? StoreError(.full, path) : StoreError(.unavailable, path)
    }
}

extension Disk {
    /// Waits until the names in a directory are on the disk.
    func syncDirectory(_ path: String) throws(StoreError) {
        let directory = open(path, O_RDONLY)
        guard directory >= 0 else { throw DiskFile.failure(path) }
        defer { close(directory) }
        guard sync(directory) == 0 else { throw DiskFile.failure(path) }
    }

    /// Makes a directory unless it is there.
    func requireDirectory(_ path: String) throws(StoreError) {
        guard makeDirectory(path) == 0 || errno == EEXIST else { throw DiskFile.failure(path) }
    }
}
