public import DermaCausality
public import DermaSync
import DermaWire
import Foundation
import GRDB

/// Photos in files, one per photo, with an index in SQLite: bytes first, then the row that counts them.
///
/// One `fdatasync` and one transaction per commit. Erasing a photo is deleting a file.
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

    init(_ file: SQLiteFile, directory: String) {
        self.file = file
        self.directory = directory
    }

    public func photos(in folder: FolderID) throws(StoreError) -> [PhotoID] {
        try file.read { database in
            try Row.fetchAll(
                database, sql: "SELECT photo FROM photos WHERE folder = ? ORDER BY photo", arguments: [folder.blob]
            ).map { try $0.decode("photo") }
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
        try photo.makeDurable(isNew: isNew)
        try file.write { database in
            try database.execute(
                sql: "UPDATE photos SET durable = max(durable, ?) WHERE folder = ? AND photo = ?",
                arguments: [offset] + name.key)
        }
    }

    public func read(_ name: PhotoName, at offset: Int, count: Int) throws(StoreError) -> [UInt8] {
        // A power cut may take the name of a file that nothing durable was written to.
        guard FileManager.default.fileExists(atPath: path(of: name)) else { return [] }
        return try openFile(name, creating: false).read(at: offset, count: count)
    }

    public mutating func remove(_ name: PhotoName) throws(StoreError) {
        try file.write { database in
            try database.execute(sql: "DELETE FROM photos WHERE folder = ? AND photo = ?", arguments: name.key)
        }
        try? FileManager.default.removeItem(atPath: path(of: name))
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
            do {
                try FileManager.default.createDirectory(
                    atPath: folderPath(of: name), withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
            } catch {
                throw StoreError(.unavailable, folderPath(of: name))
            }
        }
        return try DiskFile(path: path(of: name), creating: creating)
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
