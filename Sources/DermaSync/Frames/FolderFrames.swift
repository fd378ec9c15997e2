public import DermaCausality
public import DermaWire

/// What one side holds of a folder's logs.
///
/// From a client it asks for what is missing; the relay answers with runs and then its own `Have`.
public struct Have: Hashable, Sendable, WireValue {
    /// The folder.
    public let folder: FolderID
    /// What is held, durably.
    public let vector: VersionVector
    /// From a relay: the first bytes of each newest entry's header hash, in the vector's order. Equal numbers of entries
    /// need not be the same entries. Empty from a client.
    public let checks: [Bytes4]
    /// From a relay: how many of the folder's photos it holds in full. Nil from a client.
    public let photos: UInt64?
    /// From a relay: how many of the folder's photos it knows to be erased. Nil from a client.
    public let erased: UInt64?

    /// What a client holds.
    public init(folder: FolderID, vector: VersionVector) {
        self.folder = folder
        self.vector = vector
        checks = []
        photos = nil
        erased = nil
    }

    /// What a relay holds; `checks` has one for each of the vector's replicas.
    public init(folder: FolderID, vector: VersionVector, checks: [Bytes4], photos: UInt64, erased: UInt64 = 0) {
        self.folder = folder
        self.vector = vector
        self.checks = checks
        self.photos = photos
        self.erased = erased
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        folder = try FolderID(from: &reader)
        let vector = try VersionVector(from: &reader)
        var checks: [Bytes4] = []
        var photos: UInt64?
        var erased: UInt64?
        if reader.remaining > 0 {
            for _ in vector.dots { checks.append(try Bytes4(from: &reader)) }
            photos = try reader.varint()
            erased = try reader.varint()
        }
        self.vector = vector
        self.checks = checks
        self.photos = photos
        self.erased = erased
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(folder)
        writer.value(vector)
        for check in checks { writer.value(check) }
        if let photos { writer.varint(photos) }
        if let erased { writer.varint(erased) }
    }
}

/// The relay holds a replica's log up to here, durably.
public struct EntriesStored: Hashable, Sendable, WireValue {
    /// The folder.
    public let folder: FolderID
    /// The newest entry.
    public let dot: Dot

    /// Makes a frame.
    public init(folder: FolderID, dot: Dot) {
        self.folder = folder
        self.dot = dot
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        folder = try FolderID(from: &reader)
        dot = try Dot(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(folder)
        writer.value(dot)
    }
}

/// A folder that an organisation may read now.
public struct SharedFolder: Hashable, Comparable, Sendable, WireValue {
    /// Whose.
    public let account: AccountID
    /// Which.
    public let folder: FolderID

    /// Names a folder.
    public init(account: AccountID, folder: FolderID) {
        self.account = account
        self.folder = folder
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        account = try AccountID(from: &reader)
        folder = try FolderID(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(account)
        writer.value(folder)
    }

    public static func < (a: Self, b: Self) -> Bool { (a.account, a.folder) < (b.account, b.folder) }
}
