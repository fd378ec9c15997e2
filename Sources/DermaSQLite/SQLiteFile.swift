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

    init(path: String, role: SQLiteRole, schema: String) throws(StoreError) {
        self.path = path
        var configuration = Configuration()
        configuration.busyMode = .timeout(Self.busySeconds)
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA synchronous = EXTRA;
                    PRAGMA journal_mode = WAL;
                    PRAGMA secure_delete = ON;
                    """)
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.write { database in
                let found = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
                let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                guard version <= Self.schemaVersion else { throw StoreError(.newerVersion, path) }
                guard version == 0 ? found == 0 : found == role.rawValue else { throw StoreError(.corrupt, path) }
                if version == 0 {
                    try database.execute(sql: schema)
                    try database.execute(sql: "PRAGMA application_id = \(role.rawValue)")
                    try database.execute(sql: "PRAGMA user_version = \(Self.schemaVersion)")
                }
            }
        } catch {
            throw StoreError(error, path)
        }
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
    /// Deletes so that no copy stays in the file or its write-ahead log.
    func erase(_ body: (Database) throws -> Void) throws(StoreError) {
        do {
            try queue.writeWithoutTransaction { database in
                try database.inTransaction {
                    try body(database)
                    return .commit
                }
                try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
        } catch {
            throw StoreError(error, path)
        }
    }
}

extension StoreError {
    /// Sorts a database's error by what a person can do about it. The message is dropped: it may quote what was stored.
    init(_ error: any Error, _ place: String) {
        if let error = error as? StoreError {
            self = error
            return
        }
        switch (error as? DatabaseError)?.resultCode {
        case .SQLITE_FULL: self.init(.full, place)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self.init(.corrupt, place)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self.init(.locked, place)
        default: self.init(.unavailable, place)
        }
    }
}
