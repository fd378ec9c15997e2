public import DermaCausality
public import DermaSync
import DermaWire
import Foundation
import GRDB

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Photos in files, one per photo, with an index in SQLite: bytes first, then the row that counts them.
///
/// One `fsync` and one transaction per commit. Erasing a photo is deleting a file.
public struct PhotoFiles: PhotoStore {
    static let schema = """
        CREATE TABLE photos (
            folder BLOB NOT NULL,
            photo BLOB NOT NULL,
            chunks BLOB NOT NULL,
            durable INTEGER NOT NULL,
            PRIMARY KEY (folder, photo)
        ) WITHOUT ROWID;
        """

    private let file: SQLiteFile
    private let directory: String
    private let disk: any Disk

    /// Keeps the files in `photos` in the store's directory. O(photos): files that no row counts are deleted, because
    /// the power may have failed before they were.
    init(_ file: SQLiteFile, in store: String, disk: any Disk = SystemDisk()) throws(StoreError) {
        self.file = file
        self.disk = disk
        directory = store + "/photos"
        try disk.requireDirectory(directory)
        try disk.syncDirectory(store)
        try removeStrays()
    }

    public func photos(in folder: FolderID) throws(StoreError) -> [PhotoID] {
        try file.read { database in
            try Row.fetchAll(
                database, sql: "SELECT photo FROM photos WHERE folder = ? ORDER BY photo", arguments: [folder.blob]
            ).map { try $0.decode("photo") }
        }
    }

    /// O(photos of the folder).
    public func completeCount(in folder: FolderID) throws(StoreError) -> Int {
        try file.read { database in
            try Row.fetchAll(
                database, sql: "SELECT chunks, durable FROM photos WHERE folder = ?", arguments: [folder.blob]
            ).count { row in
                let chunks: ChunkList = try row.decode("chunks")
                return PhotoHolding(chunks: chunks.chunks, offset: try row.value("durable")).isComplete
            }
        }
    }

    public func holding(of name: PhotoName) throws(StoreError) -> PhotoHolding? {
        try file.read { database in
            try Row.fetchOne(
                database, sql: "SELECT chunks, durable FROM photos WHERE folder = ? AND photo = ?", arguments: name.key
            ).map { row in
                let chunks: ChunkList = try row.decode("chunks")
                let holding = PhotoHolding(chunks: chunks.chunks, offset: try row.value("durable"))
                guard (0...holding.length).contains(holding.offset) else { throw DamagedColumn() }
                return holding
            }
        }
    }

    public mutating func begin(_ name: PhotoName, chunks: [ChunkReference]) throws(StoreError) {
        guard try holding(of: name) == nil else { return }
        let photo = try openFile(name, creating: true)
        try photo.truncate(to: 0)
        try file.write { database in
            try database.execute(
                sql: "INSERT INTO photos (folder, photo, chunks, durable) VALUES (?, ?, ?, 0)",
                arguments: name.key + [Data(ChunkList(chunks: chunks).encoded)])
        }
    }

    public mutating func write(_ bytes: [UInt8], at offset: Int, to name: PhotoName) throws(StoreError) {
        // What was acknowledged must not be cut off, whoever asks.
        guard try offset >= durableOffset(of: name) else { throw StoreError(.corrupt, path(of: name)) }
        let photo = try openFile(name, creating: true)
        try photo.truncate(to: offset)
        try photo.write(bytes, at: offset)
    }

    public mutating func commit(_ name: PhotoName, offset: Int) throws(StoreError) {
        let isNew = try durableOffset(of: name) == 0
        let photo = try openFile(name, creating: false)
        guard try photo.length >= offset else { throw StoreError(.corrupt, photo.path) }
        try photo.sync()
        if isNew {
            try disk.syncDirectory(folderPath(of: name))
            try disk.syncDirectory(directory)
        }
        try file.write { database in
            try database.execute(
                sql: "UPDATE photos SET durable = max(durable, ?) WHERE folder = ? AND photo = ?",
                arguments: [offset] + name.key)
        }
    }

    public func read(_ name: PhotoName, at offset: Int, count: Int) throws(StoreError) -> [UInt8] {
        // A power cut may take the name of a file that nothing durable was written to.
        do throws(StoreError) {
            return try openFile(name, creating: false).read(at: offset, count: count)
        } catch {
            guard try holding(of: name)?.offset ?? 0 == 0 else { throw error }
            return []
        }
    }

    public mutating func remove(_ name: PhotoName) throws(StoreError) {
        try file.write { database in
            try database.execute(sql: "DELETE FROM photos WHERE folder = ? AND photo = ?", arguments: name.key)
        }
        guard disk.remove(path(of: name)) == 0 else {
            if errno == ENOENT { return }
            throw DiskFile.failure(path(of: name))
        }
        try disk.syncDirectory(folderPath(of: name))
    }

    private func removeStrays() throws(StoreError) {
        for name in disk.names(in: directory) {
            guard let folder = Hex.decode(name).flatMap({ FolderID(bytes: $0) }) else { continue }
            let held = Set(try photos(in: folder).map(\.description))
            let strays = disk.names(in: "\(directory)/\(name)").filter { !held.contains($0) }
            for stray in strays where Hex.decode(stray).flatMap({ PhotoID(bytes: $0) }) != nil {
                _ = disk.remove("\(directory)/\(name)/\(stray)")
            }
            if !strays.isEmpty { try disk.syncDirectory("\(directory)/\(name)") }
        }
    }

    /// Bytes held durably.
    private func durableOffset(of name: PhotoName) throws(StoreError) -> Int {
        try file.read { database in
            let sql = "SELECT durable FROM photos WHERE folder = ? AND photo = ?"
            guard let durable = try Int.fetchOne(database, sql: sql, arguments: name.key) else {
                throw StoreError(.corrupt, path(of: name))
            }
            return durable
        }
    }

    private func openFile(_ name: PhotoName, creating: Bool) throws(StoreError) -> DiskFile {
        if creating {
            try disk.requireDirectory(folderPath(of: name))
        }
        return try DiskFile(path: path(of: name), creating: creating, on: disk)
    }

    private func folderPath(of name: PhotoName) -> String { "\(directory)/\(name.folder)" }

    private func path(of name: PhotoName) -> String { "\(folderPath(of: name))/\(name.photo)" }
}

extension PhotoName {
    fileprivate var key: StatementArguments { [folder.blob, photo.blob] }
}

/// A photo's chunks as a column holds them.
private struct ChunkList: WireValue {
    let chunks: [ChunkReference]

    init(chunks: [ChunkReference]) { self.chunks = chunks }

    init(from reader: inout ByteReader) throws(WireError) {
        chunks = try reader.list(of: ChunkReference.self, max: Limits.chunksMax)
    }

    func encode(to writer: inout ByteWriter) { writer.list(chunks) }
}
