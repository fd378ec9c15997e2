public import DermaClient
public import DermaSync
import Foundation
import GRDB

/// A device's store: a directory with `device.sqlite`, the files of its photos, and a lock.
///
/// Holds sealed bytes only; `Spec/` lists what a reader of the disk still learns.
public struct SQLiteDeviceStore: DeviceStore {
    private static let schema = """
        CREATE TABLE settings (
            name TEXT PRIMARY KEY NOT NULL,
            value BLOB NOT NULL
        ) WITHOUT ROWID;
        """

    public var log: SQLiteLog
    public var photos: PhotoFiles
    private let file: SQLiteFile
    private let lock: StoreLock

    /// Opens the store in `directory`, which must exist; makes one if it is empty.
    public init(directory: String) throws(StoreError) { try self.init(directory: directory, disk: SystemDisk()) }

    init(directory: String, disk: any Disk) throws(StoreError) {
        lock = try StoreLock(directory: directory, disk: disk)
        file = try SQLiteFile(
            path: directory + "/device.sqlite", role: .device,
            schema: SQLiteLog.schema + PhotoFiles.schema + Self.schema, disk: disk)
        log = SQLiteLog(file)
        photos = try PhotoFiles(file, in: directory, disk: disk)
    }

    public func setting(_ name: String) throws(StoreError) -> [UInt8]? {
        try file.read { database in
            try Data.fetchOne(database, sql: "SELECT value FROM settings WHERE name = ?", arguments: [name]).map {
                Array($0)
            }
        }
    }

    public mutating func set(_ values: [String: [UInt8]]) throws(StoreError) {
        try file.write { database in
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                try database.execute(
                    sql: "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2",
                    arguments: [name, Data(value)])
            }
        }
    }

    public func settingNames(prefix: String) throws(StoreError) -> [String] {
        try file.read { database in
            try String.fetchAll(
                database, sql: "SELECT name FROM settings WHERE substr(name, 1, ?) = ? ORDER BY name",
                arguments: [prefix.count, prefix])
        }
    }
}
