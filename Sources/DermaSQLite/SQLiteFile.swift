import DermaSync
import Foundation
import GRDB

/// What a database is for. Stands in its `application_id`, so that one is never taken for another.
enum SQLiteRole: Int {
    /// "DRMd"
    case device = 0x4452_4d64
    /// "DRMr"
    case relay = 0x4452_4d72
}

/// One SQLite database: opened safely, closed when the last reference goes.
///
/// Write-ahead logging with `synchronous=EXTRA`, so that what a call returned from survives a power cut, directory
/// entries included. Deleted content is overwritten.
struct SQLiteFile: Sendable {
    /// The schema that this code reads and writes; stands in `user_version`.
    private static let schemaVersion = 1
    /// How long to wait for another process to finish, in seconds.
    private static let busySeconds: TimeInterval = 5

    let path: String
    private let queue: DatabaseQueue
    private let disk: any Disk

    init(path: String, role: SQLiteRole, schema: String, disk: any Disk = SystemDisk()) throws(StoreError) {
        self.path = path
        self.disk = disk
        var configuration = Configuration()
        configuration.busyMode = .timeout(Self.busySeconds)
        configuration.prepareDatabase { database in
            // Setting the journal mode writes to the file: not before it is known to be ours.
            try Self.checkIdentity(of: database, role, path)
            try database.execute(
                sql: """
                    PRAGMA synchronous = EXTRA;
                    PRAGMA journal_mode = WAL;
                    PRAGMA secure_delete = ON;
                    """)
        }
        // SQLite would make it readable by everyone; its write-ahead log gets the same rights.
        _ = try DiskFile(path: path, creating: true, on: disk)
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.write { database in
                guard try Int.fetchOne(database, sql: "PRAGMA user_version") == 0 else { return }
                try database.execute(sql: schema)
                try database.execute(sql: "PRAGMA application_id = \(role.rawValue)")
                try database.execute(sql: "PRAGMA user_version = \(Self.schemaVersion)")
            }
        } catch {
            throw StoreError(error, path)
        }
    }

    /// Refuses a database of another role, of another program, or of a newer version of this code.
    private static func checkIdentity(of database: Database, _ role: SQLiteRole, _ path: String) throws {
        let found = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let isEmpty = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
        let isNew = found == 0 && version == 0 && isEmpty
        guard isNew || found == role.rawValue && version > 0 else { throw StoreError(.corrupt, path) }
        guard version <= schemaVersion else { throw StoreError(.newerVersion, path) }
    }

    /// Reads in one snapshot.
    func read<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
        do { return try queue.read(body) } catch { throw StoreError(error, path) }
    }

    /// Writes in one transaction: all or nothing, durable when it returns.
    func write<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
        do { return try queue.write(body) } catch { throw StoreError(error, path) }
    }
}

extension SQLiteFile {
    /// Moves what was written into the file and empties the write-ahead log, so that no copy stays of what was deleted
    /// before, not even after a power cut: SQLite does not sync the log that it has cut.
    func emptyLog() throws(StoreError) {
        do {
            _ = try queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        } catch {
            throw StoreError(error, path)
        }
        try DiskFile(path: path + "-wal", creating: false, on: disk).sync()
    }
}

extension StoreError {
    /// Sorts a database's error by what a person can do about it. The message is dropped: it may quote what was stored.
    init(_ error: any Error, _ place: String) {
        if let error = error as? StoreError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            // What was read does not decode.
            self.init(.corrupt, place)
            return
        }
        // The index of the write-ahead log is the one file whose growth SQLite does not call full.
        if error.extendedResultCode == .SQLITE_IOERR_SHMSIZE {
            self.init(.full, place)
            return
        }
        switch error.resultCode {
        case .SQLITE_FULL: self.init(.full, place)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_MISMATCH: self.init(.corrupt, place)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self.init(.locked, place)
        default: self.init(.unavailable, place)
        }
    }
}
