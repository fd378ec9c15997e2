public import DermaCausality
public import DermaWire

/// A photo, named within its folder.
public struct PhotoName: Hashable, Sendable, WireValue {
    /// The folder.
    public let folder: FolderID
    /// The photo.
    public let photo: PhotoID

    /// Names a photo.
    public init(folder: FolderID, photo: PhotoID) {
        self.folder = folder
        self.photo = photo
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        folder = try FolderID(from: &reader)
        photo = try PhotoID(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(folder)
        writer.value(photo)
    }
}

/// A sealed chunk's id and length.
public struct ChunkReference: Hashable, Sendable, WireValue {
    /// The hash of the sealed bytes.
    public let id: ChunkID
    /// The length of the sealed bytes.
    public let length: Int

    /// Describes a chunk.
    public init(id: ChunkID, length: Int) {
        self.id = id
        self.length = length
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        id = try ChunkID(from: &reader)
        length = Int(try reader.varint(in: 1...UInt64(Limits.chunkBytesMax)))
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(id)
        writer.count(length)
    }
}

/// The client has a photo: its sealed chunks, in order, are one stream of bytes.
public struct PhotoOffer: Hashable, Sendable, WireValue {
    /// The photo.
    public let name: PhotoName
    /// Its chunks, in order.
    public let chunks: [ChunkReference]

    /// Makes a frame.
    public init(name: PhotoName, chunks: [ChunkReference]) {
        self.name = name
        self.chunks = chunks
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        name = try PhotoName(from: &reader)
        let start = reader.offset
        chunks = try reader.list(of: ChunkReference.self, max: Limits.chunksMax)
        guard !chunks.isEmpty else { throw WireError(.invalidValue, at: start) }
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(name)
        writer.list(chunks)
    }
}

/// How much of a photo's stream is held durably: go on from here.
public struct PhotoStored: Hashable, Sendable, WireValue {
    /// The photo.
    public let name: PhotoName
    /// Bytes held durably. At the stream's end every chunk was verified.
    public let offset: UInt64

    /// Makes a frame.
    public init(name: PhotoName, offset: UInt64) {
        self.name = name
        self.offset = offset
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        name = try PhotoName(from: &reader)
        offset = try reader.varint()
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(name)
        writer.varint(offset)
    }
}

/// Some bytes of a photo's stream.
public struct PhotoPiece: Hashable, Sendable, WireValue {
    /// The photo.
    public let name: PhotoName
    /// Where in the stream they belong.
    public let offset: UInt64
    /// The bytes.
    public let bytes: [UInt8]

    /// Makes a frame.
    public init(name: PhotoName, offset: UInt64, bytes: [UInt8]) {
        self.name = name
        self.offset = offset
        self.bytes = bytes
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        name = try PhotoName(from: &reader)
        offset = try reader.varint()
        bytes = try reader.blob(max: Limits.photoPieceBytesMax)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(name)
        writer.varint(offset)
        writer.blob(bytes)
    }
}

/// The client asks for bytes of a photo's stream.
public struct PhotoRequest: Hashable, Sendable, WireValue {
    /// The photo.
    public let name: PhotoName
    /// The first byte.
    public let offset: UInt64
    /// How many bytes at the most: 1 to the photo window.
    public let count: UInt64

    /// Makes a frame.
    public init(name: PhotoName, offset: UInt64, count: UInt64) {
        self.name = name
        self.offset = offset
        self.count = count
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        name = try PhotoName(from: &reader)
        offset = try reader.varint()
        count = try reader.varint(in: 1...UInt64(Limits.photoWindowBytesMax))
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(name)
        writer.varint(offset)
        writer.varint(count)
    }
}
