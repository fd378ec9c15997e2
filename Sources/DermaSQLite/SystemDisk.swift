import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The system's own file system.
struct SystemDisk: Disk {
    func open(_ path: String, _ flags: Int32) -> Int32 { systemOpen(path, flags | O_CLOEXEC, 0o600) }

    func close(_ descriptor: Int32) { _ = systemClose(descriptor) }

    func length(_ descriptor: Int32) -> Int { Int(lseek(descriptor, 0, SEEK_END)) }

    func truncate(_ descriptor: Int32, to length: Int) -> Int32 { ftruncate(descriptor, off_t(length)) }

    func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
        pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(offset))
    }

    func read(_ descriptor: Int32, into bytes: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        pread(descriptor, bytes.baseAddress, bytes.count, off_t(offset))
    }

    func sync(_ descriptor: Int32) -> Int32 { fsync(descriptor) }

    func lock(_ descriptor: Int32) -> Int32 { flock(descriptor, LOCK_EX | LOCK_NB) }

    func makeDirectory(_ path: String) -> Int32 { mkdir(path, 0o700) }

    func remove(_ path: String) -> Int32 { unlink(path) }

    func names(in directory: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    }
}

/// The functions that `SystemDisk`'s own names hide.
private let systemOpen: @Sendable (String, Int32, mode_t) -> Int32 = { open($0, $1, $2) }
private let systemClose: @Sendable (Int32) -> Int32 = { close($0) }
