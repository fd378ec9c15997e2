/// The calls of the file system that the stores make, with the system's results and `errno`.
///
/// The one seam between the stores and the disk: tests put a disk here that dies.
protocol Disk: Sendable {
    /// Opens a file or directory; makes a file that only its owner may read, if `flags` have `O_CREAT`.
    func open(_ path: String, _ flags: Int32) -> Int32
    func close(_ descriptor: Int32)
    /// The length in bytes.
    func length(_ descriptor: Int32) -> Int
    func truncate(_ descriptor: Int32, to length: Int) -> Int32
    /// Writes up to all of `bytes`; how many, or -1.
    func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int
    /// Reads up to as many bytes as the buffer has; how many, or -1.
    func read(_ descriptor: Int32, into bytes: UnsafeMutableRawBufferPointer, at offset: Int) -> Int
    /// Waits until a file's bytes, or a directory's names, are on the disk.
    func sync(_ descriptor: Int32) -> Int32
    /// Takes a file's lock for as long as it is open, or fails at once.
    func lock(_ descriptor: Int32) -> Int32
    /// Makes a directory that only its owner may read.
    func makeDirectory(_ path: String) -> Int32
    func remove(_ path: String) -> Int32
    /// The names in a directory, in any order; none if it is not there.
    func names(in directory: String) -> [String]
}
