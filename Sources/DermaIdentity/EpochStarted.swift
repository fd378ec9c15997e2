public import DermaCausality
public import DermaWire

/// Starts a period of a folder under a new key, and hands the key to those who may have it.
public struct EpochStarted: Hashable, Sendable, WireValue {
    /// The folder.
    public let folder: FolderID
    /// From 1; two devices may start the same number without knowing of each other.
    public let number: UInt64
    /// The hash of the epoch's key. The epoch's id is its first half, so the key cannot be exchanged.
    public let commitment: Bytes32
    /// The generation of the account's key that `sealedToAccount` is sealed to.
    public let generation: UInt64
    /// The epoch's key, for the account's devices.
    public let sealedToAccount: [UInt8]
    /// The epoch's key, for the grants in force.
    public let grants: [GrantedKey]

    /// Makes a record; grants are sorted.
    public init(
        folder: FolderID, number: UInt64, commitment: Bytes32, generation: UInt64, sealedToAccount: [UInt8],
        grants: [GrantedKey]
    ) {
        self.folder = folder
        self.number = number
        self.commitment = commitment
        self.generation = generation
        self.sealedToAccount = sealedToAccount
        self.grants = grants.sorted { $0.grant < $1.grant }
    }

    /// The epoch's id.
    public var id: EpochID { EpochID(commitment.prefix16) }

    public init(from reader: inout ByteReader) throws(WireError) {
        folder = try FolderID(from: &reader)
        number = try reader.varint(in: 1...UInt64(UInt32.max))
        commitment = try Bytes32(from: &reader)
        generation = try reader.varint(in: 1...UInt64(UInt32.max))
        sealedToAccount = try reader.blob(max: Limits.sealedKeyBytesMax)
        grants = try reader.sorted(of: GrantedKey.self, max: Limits.grantsMax, by: \.grant)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(folder)
        writer.varint(number)
        writer.value(commitment)
        writer.varint(generation)
        writer.blob(sealedToAccount)
        writer.list(grants)
    }
}

/// An epoch's key sealed under a grant's key.
public struct GrantedKey: Hashable, Sendable, WireValue {
    /// The grant.
    public let grant: GrantID
    /// The envelope.
    public let sealed: [UInt8]

    /// Pairs a grant with an envelope.
    public init(grant: GrantID, sealed: [UInt8]) {
        self.grant = grant
        self.sealed = sealed
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        grant = try GrantID(from: &reader)
        sealed = try reader.blob(max: Limits.sealedKeyBytesMax)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(grant)
        writer.blob(sealed)
    }
}
