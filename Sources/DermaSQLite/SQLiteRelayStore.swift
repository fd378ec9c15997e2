public import DermaCausality
public import DermaIdentity
public import DermaServer
public import DermaSync
public import DermaWire
import Foundation
import GRDB

/// A relay's store: a directory with `relay.sqlite`, the files of photos, and a lock.
public struct SQLiteRelayStore: RelayStore {
    private static let schema = """
        CREATE TABLE owners (folder BLOB PRIMARY KEY NOT NULL, account BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE clinics (code BLOB PRIMARY KEY NOT NULL, account BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE shares (
            organisation BLOB NOT NULL,
            account BLOB NOT NULL,
            folder BLOB NOT NULL,
            PRIMARY KEY (organisation, account, folder)
        ) WITHOUT ROWID;
        CREATE TABLE halves (
            grant_id BLOB PRIMARY KEY NOT NULL,
            half BLOB NOT NULL,
            end_ms INTEGER NOT NULL
        ) WITHOUT ROWID;
        """

    public var log: SQLiteLog
    public var photos: PhotoFiles
    let file: SQLiteFile
    private let lock: StoreLock

    /// Opens the store in `directory`, which must exist; makes one if it is empty.
    public init(directory: String) throws(StoreError) { try self.init(directory: directory, disk: SystemDisk()) }

    init(directory: String, disk: any Disk) throws(StoreError) {
        lock = try StoreLock(directory: directory, disk: disk)
        file = try SQLiteFile(
            path: directory + "/relay.sqlite", role: .relay,
            schema: SQLiteLog.schema + PhotoFiles.schema + Self.schema + Self.erasuresSchema, disk: disk)
        log = SQLiteLog(file)
        photos = try PhotoFiles(file, in: directory, disk: disk)
    }

    public func owner(of folder: FolderID) throws(StoreError) -> AccountID? {
        try one("SELECT account AS value FROM owners WHERE folder = ?", [folder.blob])
    }

    public mutating func claim(_ folder: FolderID, for owner: AccountID) throws(StoreError) {
        try execute("INSERT OR IGNORE INTO owners (folder, account) VALUES (?, ?)", [folder.blob, owner.blob])
    }

    public func organisation(with code: ClinicCode) throws(StoreError) -> AccountID? {
        try one("SELECT account AS value FROM clinics WHERE code = ?", [Data(code.encoded)])
    }

    public mutating func register(_ organisation: AccountID, under code: ClinicCode) throws(StoreError) {
        try execute(
            "INSERT OR IGNORE INTO clinics (code, account) VALUES (?, ?)", [Data(code.encoded), organisation.blob])
    }

    public func foldersShared(with organisation: AccountID) throws(StoreError) -> [SharedFolder] {
        try file.read { database in
            try Row.fetchAll(
                database, sql: "SELECT account, folder FROM shares WHERE organisation = ? ORDER BY account, folder",
                arguments: [organisation.blob]
            ).map { SharedFolder(account: try $0.decode("account"), folder: try $0.decode("folder")) }
        }
    }

    public mutating func note(_ folder: SharedFolder, sharedWith organisation: AccountID) throws(StoreError) {
        try execute(
            "INSERT OR IGNORE INTO shares (organisation, account, folder) VALUES (?, ?, ?)",
            [organisation.blob, folder.account.blob, folder.folder.blob])
    }

    public func half(of grant: GrantID) throws(StoreError) -> Bytes32? {
        try one("SELECT half AS value FROM halves WHERE grant_id = ? AND half != x''", [grant.blob])
    }

    public mutating func keep(_ half: Bytes32, of grant: GrantID, until end: Int64) throws(StoreError) {
        try execute(
            "INSERT OR REPLACE INTO halves (grant_id, half, end_ms) VALUES (?, ?, ?)",
            [grant.blob, Data(half.bytes), end])
    }

    public mutating func destroyHalf(of grant: GrantID) throws(StoreError) {
        try destroyHalves("grant_id = ?", [grant.blob])
    }

    public mutating func destroyHalves(endingBy time: Int64) throws(StoreError) {
        let ended = try file.read { database in
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM halves WHERE end_ms <= ? OR half = x''", arguments: [time])
        }
        guard let ended, ended > 0 else { return }
        try destroyHalves("end_ms <= ?", [time])
    }

    /// A half is emptied first and its row deleted last: what was cut short in between is found by the next sweep.
    private func destroyHalves(_ condition: String, _ arguments: StatementArguments) throws(StoreError) {
        try execute("UPDATE halves SET half = x'' WHERE \(condition)", arguments)
        try file.emptyLog()
        try execute("DELETE FROM halves WHERE half = x''", [])
    }

    private func one<Value: WireDecodable>(_ sql: String, _ arguments: StatementArguments) throws(StoreError) -> Value?
    {
        try file.read { database in
            try Row.fetchOne(database, sql: sql, arguments: arguments).map { try $0.decode("value") }
        }
    }

    private func execute(_ sql: String, _ arguments: StatementArguments) throws(StoreError) {
        try file.write { database in try database.execute(sql: sql, arguments: arguments) }
    }
}
