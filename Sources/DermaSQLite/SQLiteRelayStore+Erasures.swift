public import DermaCausality
public import DermaSync
import DermaWire
import Foundation
import GRDB

extension SQLiteRelayStore {
    static let erasuresSchema = """
        CREATE TABLE erasures (
            folder BLOB NOT NULL,
            photo BLOB NOT NULL,
            PRIMARY KEY (folder, photo)
        ) WITHOUT ROWID;
        CREATE TABLE erased_entries (
            folder BLOB NOT NULL,
            photo BLOB NOT NULL,
            replica BLOB NOT NULL,
            sequence INTEGER NOT NULL,
            hash BLOB NOT NULL,
            PRIMARY KEY (folder, photo, replica, sequence, hash)
        ) WITHOUT ROWID;
        CREATE INDEX erased_entries_by_replica ON erased_entries (folder, replica);
        """

    public func erasure(of name: PhotoName) throws(StoreError) -> PhotoErasure? {
        try file.read { database in
            let key: StatementArguments = [name.folder.blob, name.photo.blob]
            let held = try Int.fetchOne(
                database, sql: "SELECT 1 FROM erasures WHERE folder = ? AND photo = ?", arguments: key)
            guard held != nil else { return nil }
            return PhotoErasure(name: name, entries: try heads("folder = ? AND photo = ?", key, database))
        }
    }

    public func erasedCount(in folder: FolderID) throws(StoreError) -> Int {
        try file.read { database in
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM erasures WHERE folder = ?", arguments: [folder.blob]) ?? 0
        }
    }

    public func erasedEntries(of replica: ReplicaID, in folder: FolderID) throws(StoreError) -> Set<ReplicaHead> {
        try file.read { database in
            Set(try heads("folder = ? AND replica = ?", [folder.blob, replica.blob], database))
        }
    }

    public mutating func note(_ erasure: PhotoErasure) throws(StoreError) {
        let name = erasure.name
        try file.write { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO erasures (folder, photo) VALUES (?, ?)",
                arguments: [name.folder.blob, name.photo.blob])
            for head in erasure.entries {
                try database.execute(
                    sql: """
                        INSERT OR IGNORE INTO erased_entries (folder, photo, replica, sequence, hash)
                        VALUES (?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        name.folder.blob, name.photo.blob, head.dot.replica.blob, Int64(clamping: head.dot.sequence),
                        Data(head.hash.bytes),
                    ])
            }
        }
    }

    private func heads(
        _ condition: String, _ arguments: StatementArguments, _ database: Database
    ) throws -> [ReplicaHead] {
        try Row.fetchAll(
            database, sql: "SELECT replica, sequence, hash FROM erased_entries WHERE \(condition)", arguments: arguments
        ).map { row in
            ReplicaHead(Dot(try row.decode("replica"), try row.sequence("sequence")), try row.decode("hash"))
        }
    }
}
