public import DermaWire

/// A patient or carer: the hash of the account's identity key.
public struct AccountID: Identifier {
    public let raw: Bytes32
    public init(_ raw: Bytes32) { self.raw = raw }
}

/// Who signs a log: a device, or an account's identity key itself. The hash of the author's public keys.
public struct AuthorID: Identifier {
    public let raw: Bytes32
    public init(_ raw: Bytes32) { self.raw = raw }
}

/// The unit of sharing, keys and sync.
public struct FolderID: Identifier {
    public let raw: Bytes16
    public init(_ raw: Bytes16) { self.raw = raw }
}

/// One device's copy of a folder, and the author of its entries.
public struct ReplicaID: Identifier {
    public let raw: Bytes16
    public init(_ raw: Bytes16) { self.raw = raw }
}

/// Something in a folder: a comment, a diary entry, a score.
public struct ItemID: Identifier {
    public let raw: Bytes16
    public init(_ raw: Bytes16) { self.raw = raw }
}

/// A photo.
public struct PhotoID: Identifier {
    public let raw: Bytes16
    public init(_ raw: Bytes16) { self.raw = raw }
}

/// A period of a folder under one key: the first half of the hash that commits to the key.
public struct EpochID: Identifier {
    public let raw: Bytes16
    public init(_ raw: Bytes16) { self.raw = raw }
}

/// A signed act that lets an organisation in.
public struct GrantID: Identifier {
    public let raw: Bytes16
    public init(_ raw: Bytes16) { self.raw = raw }
}

/// The name of a sealed chunk: BLAKE2b-256 of its bytes.
public struct ChunkID: Identifier {
    public let raw: Bytes32
    public init(_ raw: Bytes32) { self.raw = raw }
}
