public import DermaCausality
public import DermaIdentity
public import DermaSync
public import DermaWire
import Foundation
import GRDB

/// Logs in SQLite: one row per entry, its body as it travelled.
public struct SQLiteLog: LogStore {
    static let schema = """
        CREATE TABLE replicas (
            id INTEGER PRIMARY KEY,
            folder BLOB NOT NULL,
            replica BLOB NOT NULL,
            origin BLOB NOT NULL,
            UNIQUE (folder, replica)
        );
        CREATE TABLE entries (
            replica INTEGER NOT NULL REFERENCES replicas (id),
            sequence INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            epoch BLOB NOT NULL,
            body BLOB,
            body_hash BLOB,
            body_length INTEGER NOT NULL,
            hash BLOB NOT NULL,
            signature BLOB,
            PRIMARY KEY (replica, sequence)
        );
        """

    private let file: SQLiteFile

    init(_ file: SQLiteFile) { self.file = file }

    public func origins(in folder: FolderID) throws(StoreError) -> [ReplicaOrigin] {
        try file.read { database in
            try Row.fetchAll(
                database, sql: "SELECT origin FROM replicas WHERE folder = ? ORDER BY replica", arguments: [folder.blob]
            ).map { try $0.decode("origin") }
        }
    }

    public func tail(of replica: ReplicaID, in folder: FolderID) throws(StoreError) -> LogTail? {
        try file.read { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT sequence, hash FROM entries WHERE replica = \(Self.replicaRow)
                    ORDER BY sequence DESC LIMIT 1
                    """, arguments: [folder.blob, replica.blob]
            ).map { LogTail(sequence: try $0.sequence("sequence"), hash: try $0.decode("hash")) }
        }
    }

    public func hash(of dot: Dot, in folder: FolderID) throws(StoreError) -> Bytes32? {
        try file.read { database in
            try Row.fetchOne(
                database, sql: "SELECT hash FROM entries WHERE replica = \(Self.replicaRow) AND sequence = ?",
                arguments: [folder.blob, dot.replica.blob, Int64(clamping: dot.sequence)]
            ).map { try $0.decode("hash") }
        }
    }

    public func entries(
        of replica: ReplicaID, in folder: FolderID, after sequence: UInt64, limit: Int, bytesMax: Int
    ) throws(StoreError) -> [StoredEntry] {
        try file.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT kind, epoch, body, body_hash, body_length, hash, signature
                    FROM entries WHERE replica = \(Self.replicaRow) AND sequence > ?
                    ORDER BY sequence LIMIT ?
                    """, arguments: [folder.blob, replica.blob, Int64(clamping: sequence), limit])
            var entries: [StoredEntry] = []
            var bytes = 0
            while let row = try rows.next() {
                let entry = try StoredEntry(row)
                bytes += entry.entry.body.length
                if !entries.isEmpty, bytes > bytesMax { break }
                entries.append(entry)
            }
            return entries
        }
    }

    public mutating func append(
        _ entries: [StoredEntry], first: UInt64, of origin: ReplicaOrigin, in folder: FolderID
    ) throws(StoreError) {
        let replica = origin.replica(in: folder)
        try file.write { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO replicas (folder, replica, origin) VALUES (?, ?, ?)",
                arguments: [folder.blob, replica.blob, Data(origin.encoded)])
            try insert(entries, first: first, of: replica, in: folder, database)
        }
    }

    public mutating func replace(
        with entries: [StoredEntry], first: UInt64, of origin: ReplicaOrigin, in folder: FolderID
    ) throws(StoreError) {
        let replica = origin.replica(in: folder)
        try file.write { database in
            try database.execute(
                sql: "DELETE FROM entries WHERE replica = \(Self.replicaRow) AND sequence >= ?",
                arguments: [folder.blob, replica.blob, Int64(clamping: first)])
            try insert(entries, first: first, of: replica, in: folder, database)
        }
    }

    /// The write-ahead log is emptied each time, for a crash may have come before it was.
    public mutating func erase(_ entries: some Sequence<ReplicaHead>, in folder: FolderID) throws(StoreError) {
        try file.write { database in
            for head in entries {
                let key: StatementArguments = [
                    folder.blob, head.dot.replica.blob, Int64(clamping: head.dot.sequence), Data(head.hash.bytes),
                    EntryKind.photo.number,
                ]
                let place = "replica = \(Self.replicaRow) AND sequence = ? AND hash = ? AND kind = ?"
                let body = try Data.fetchOne(
                    database, sql: "SELECT body FROM entries WHERE body IS NOT NULL AND \(place)", arguments: key)
                guard let body else { continue }
                try database.execute(
                    sql: "UPDATE entries SET body = NULL, body_hash = ? WHERE \(place)",
                    arguments: [Data(RunBody.present(Array(body)).hash.bytes)] + key)
            }
        }
        try file.emptyLog()
    }

    private func insert(
        _ entries: [StoredEntry], first: UInt64, of replica: ReplicaID, in folder: FolderID, _ database: Database
    ) throws {
        let held = try Int64.fetchOne(
            database, sql: "SELECT MAX(sequence) FROM entries WHERE replica = \(Self.replicaRow)",
            arguments: [folder.blob, replica.blob])
        guard UInt64(clamping: held ?? 0) + 1 == first else { throw StoreError(.corrupt, file.path) }
        let statement = try database.makeStatement(
            sql: """
                INSERT INTO entries (replica, sequence, kind, epoch, body, body_hash, body_length, hash, signature)
                VALUES (\(Self.replicaRow), ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for (index, entry) in entries.enumerated() {
            let sequence = Int64(clamping: first + UInt64(index))
            try statement.execute(arguments: [folder.blob, replica.blob, sequence] + entry.columns)
        }
    }

    /// The row of a replica, by folder and id.
    private static let replicaRow = "(SELECT id FROM replicas WHERE folder = ? AND replica = ?)"
}

extension StoredEntry {
    fileprivate init(_ row: Row) throws {
        let body: RunBody
        if row.isNull("body") {
            let length: Int = try row.value("body_length")
            guard (0...Limits.bodyBytesMax).contains(length) else { throw DamagedColumn() }
            body = .withheld(hash: try row.decode("body_hash"), length: length)
        } else {
            body = .present(Array(try row.value("body") as Data))
        }
        let kind = try EntryKind(decoding: [UInt8(clamping: try row.value("kind") as Int64)])
        let signature: Signature? = row.isNull("signature") ? nil : try row.decode("signature")
        self.init(
            entry: RunEntry(kind: kind, epoch: try row.decode("epoch"), body: body), hash: try row.decode("hash"),
            signature: signature)
    }

    /// kind, epoch, body, body_hash, body_length, hash, signature.
    fileprivate var columns: StatementArguments {
        let withheld: Data? = entry.body.bytes == nil ? Data(entry.body.hash.bytes) : nil
        return [
            entry.kind.number, entry.epoch.blob, entry.body.bytes.map { Data($0) }, withheld, entry.body.length,
            Data(hash.bytes), signature.map { Data($0.bytes) },
        ]
    }
}
