public import DermaCausality
public import DermaWire

/// The plain part of an entry. The chain of a replica's log runs over these.
public struct EntryHeader: Hashable, Sendable, WireEncodable {
    /// The format of this header.
    public static let formatVersion: UInt8 = 1

    /// The log's folder.
    public let folder: FolderID
    /// The replica and the entry's number in its log.
    public let dot: Dot
    /// The hash of the header before; of the origin for the first.
    public let previous: Bytes32
    /// What the body is.
    public let kind: EntryKind
    /// The epoch whose key sealed the body; zero for a plain body.
    public let epoch: EpochID
    /// The hash of the body as stored.
    public let bodyHash: Bytes32
    /// The body's length in bytes; of a sealed body, a padding class.
    public let bodyLength: Int

    /// Makes a header.
    public init(
        folder: FolderID, dot: Dot, previous: Bytes32, kind: EntryKind, epoch: EpochID, bodyHash: Bytes32,
        bodyLength: Int
    ) {
        self.folder = folder
        self.dot = dot
        self.previous = previous
        self.kind = kind
        self.epoch = epoch
        self.bodyHash = bodyHash
        self.bodyLength = bodyLength
    }

    /// The header's hash: the log's head when this is the newest entry.
    public var hash: Bytes32 { .hash(.header, self) }

    public func encode(to writer: inout ByteWriter) {
        writer.byte(Self.formatVersion)
        writer.value(Suite.v1)
        writer.value(kind)
        writer.value(folder)
        writer.value(dot)
        writer.value(previous)
        writer.value(epoch)
        writer.value(bodyHash)
        writer.count(bodyLength)
    }
}

/// Who writes a replica's log. The replica's id is made from it, so that nobody can claim another's replica.
public struct ReplicaOrigin: Hashable, Sendable, WireValue {
    /// The device, or an account's identity key.
    public let author: AuthorID
    /// Tells several replicas of one device in one folder apart: a device that was restored or cloned starts anew.
    public let nonce: Bytes8

    /// Pairs an author with a nonce.
    public init(author: AuthorID, nonce: Bytes8) {
        self.author = author
        self.nonce = nonce
    }

    /// What the first entry's `previous` is.
    public func genesis(in folder: FolderID) -> Bytes32 { .hash(.replica, folder.bytes, encoded) }

    /// The replica's id: the first half of `genesis`.
    public func replica(in folder: FolderID) -> ReplicaID { ReplicaID(genesis(in: folder).prefix16) }

    public init(from reader: inout ByteReader) throws(WireError) {
        author = try AuthorID(from: &reader)
        nonce = try Bytes8(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        author.encode(to: &writer)
        nonce.encode(to: &writer)
    }
}
