import DermaSync
import FaultDisk
import Foundation

@testable import DermaSQLite

/// The disk of `FaultDisk` as the stores see it, for their databases and for their photos' files alike.
final class FaultyDisk: Disk, @unchecked Sendable {
    private let disk: OpaquePointer

    /// Whether another process has every lock.
    private let isLocked: Bool

    /// An empty disk on which everything works.
    init(isLocked: Bool = false) {
        self.isLocked = isLocked
        disk = fault_disk_new()
    }

    /// What is found on `dead` after a power cut.
    init(survivingOf dead: FaultyDisk, _ survival: Survival, seed: UInt64) {
        isLocked = false
        disk = fault_disk_survivor(dead.disk, survival.value, seed)
    }

    deinit { fault_disk_free(disk) }

    /// The directory that is there from the beginning.
    var directory: String { "/fault-disk/\(fault_disk_number(disk))" }

    /// Operations that changed something, so far.
    var operations: Int64 { fault_disk_operations(disk) }
    /// Reads, so far.
    var reads: Int64 { fault_disk_reads(disk) }

    /// Lets something go wrong from here on.
    func apply(_ trouble: Trouble) {
        switch trouble {
        case .powerCut(let operation): fault_disk_die_at(disk, operation)
        case .full(let operation): fault_disk_fill_at(disk, operation)
        case .unreadable(let read): fault_disk_fail_read(disk, read)
        case .lyingSync: fault_disk_lie(disk, true)
        }
    }

    /// Makes room again, as much as is wanted.
    func empty() { fault_disk_fill_at(disk, 0) }

    /// How many power cuts the disk has behind it.
    var powerCuts: Int32 { fault_disk_power_cuts(disk) }

    /// How often a descriptor was closed that was not open.
    var badCloses: Int32 { fault_disk_bad_closes(disk) }

    /// Whether any file or the cache holds these bytes.
    func holds(_ bytes: [UInt8]) -> Bool { fault_disk_holds(disk, bytes, bytes.count) }

    func open(_ path: String, _ flags: Int32) -> Int32 { fault_open(disk, path, flags & O_CREAT) }
    func close(_ descriptor: Int32) { fault_close(disk, descriptor) }
    func length(_ descriptor: Int32) -> Int { Int(fault_length(disk, descriptor)) }
    func truncate(_ descriptor: Int32, to length: Int) -> Int32 { fault_truncate(disk, descriptor, Int64(length)) }
    func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
        Int(fault_write(disk, descriptor, bytes.baseAddress, Int64(bytes.count), Int64(offset)))
    }
    func read(_ descriptor: Int32, into bytes: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        Int(fault_read(disk, descriptor, bytes.baseAddress, Int64(bytes.count), Int64(offset)))
    }
    func sync(_ descriptor: Int32) -> Int32 { fault_sync(disk, descriptor) }
    func lock(_ descriptor: Int32) -> Int32 { isLocked ? -1 : 0 }
    func makeDirectory(_ path: String) -> Int32 { fault_make_directory(disk, path) }
    func remove(_ path: String) -> Int32 { fault_remove(disk, path) }
    func names(in directory: String) -> [String] {
        var names: [String] = []
        while let name = fault_name(disk, directory, names.count) { names.append(String(cString: name)) }
        return names
    }
}

/// What goes wrong with a disk. Operations and reads count from 1.
enum Trouble: Sendable {
    case powerCut(at: Int64)
    case full(from: Int64)
    case unreadable(at: Int64)
    case lyingSync
}

/// What of the unsynced writes survives a power cut.
enum Survival: String, CaseIterable, Sendable {
    case lost, torn, kept

    fileprivate var value: FaultSurvival {
        switch self {
        case .lost: FaultLost
        case .torn: FaultTorn
        case .kept: FaultKept
        }
    }
}
