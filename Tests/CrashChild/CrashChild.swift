import DermaSQLite
import DermaSync

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes into a store until it is killed, and prints a line for everything that was acknowledged.
///
/// Usage: `CrashChild device|relay <directory>`.
@main
struct CrashChild {
    static func main() throws {
        guard CommandLine.arguments.count == 3 else { exit(64) }
        let directory = CommandLine.arguments[2]
        switch CommandLine.arguments[1] {
        case "device":
            var store = try opened { () throws(StoreError) in try SQLiteDeviceStore(directory: directory) }
            try CrashScript.run(&store)
        case "relay":
            var store = try opened { () throws(StoreError) in try SQLiteRelayStore(directory: directory) }
            try CrashScript.run(&store)
        default: exit(64)
        }
    }

    /// Opens a store. A process that the tests' own process is just starting may hold a copy of a lock for a moment.
    private static func opened<Store>(_ open: () throws(StoreError) -> Store) throws(StoreError) -> Store {
        for _ in 0..<100_000 {
            do throws(StoreError) {
                return try open()
            } catch {
                guard error.code == .locked else { throw error }
                sched_yield()
            }
        }
        return try open()
    }
}
