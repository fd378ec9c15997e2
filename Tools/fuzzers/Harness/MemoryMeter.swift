import CAllocator

/// Counts the bytes that are allocated while an input is looked at. The address sanitizer calls the two hooks at the end of
/// this file; without it nothing is counted.
enum MemoryMeter {
    // The hooks run in the middle of `malloc`: they may not allocate, so these are plain words and not atomics in a box.
    fileprivate nonisolated(unsafe) static var isRunning = false
    fileprivate nonisolated(unsafe) static var live = 0
    fileprivate nonisolated(unsafe) static var most = 0

    /// The most bytes that were allocated at once since `start`, beside what was there before.
    static var peak: Int { most }

    static func start() {
        live = 0
        most = 0
        isRunning = true
    }

    static func stop() { isRunning = false }
}

@_cdecl("__sanitizer_malloc_hook")
public func noteAllocation(_ pointer: UnsafeRawPointer?, _ count: Int) {
    guard MemoryMeter.isRunning else { return }
    MemoryMeter.live &+= count
    if MemoryMeter.live > MemoryMeter.most { MemoryMeter.most = MemoryMeter.live }
}

@_cdecl("__sanitizer_free_hook")
public func noteRelease(_ pointer: UnsafeMutableRawPointer?) {
    guard MemoryMeter.isRunning, let pointer else { return }
    MemoryMeter.live &-= malloc_usable_size(pointer)
}
