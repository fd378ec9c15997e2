public import DermaCausality
public import DermaWire

/// Lets an organisation read a folder, for purposes, until an end.
///
/// The grant's key is made of two halves: one sealed to the organisation, one that the relay releases before the end.
public struct Grant: Hashable, Sendable, WireValue {
    /// The grant's id.
    public let id: GrantID
    /// What is shared.
    public let folder: FolderID
    /// With whom.
    public let organisation: AccountID
    /// What for.
    public let purposes: Purposes
    /// When it ends: milliseconds UTC. The relay releases nothing from this instant on.
    public let end: Int64
    /// The wording that the person was shown.
    public let wording: Wording
    /// The generation of the organisation's key that `sealedHalf` is sealed to.
    public let generation: UInt64
    /// The organisation's half of the grant's key.
    public let sealedHalf: [UInt8]
    /// The hash of the relay's half.
    public let halfCommitment: Bytes32
    /// Both halves, for the account's own devices, sealed to `accountGeneration` of the account's key.
    public let sealedToAccount: [UInt8]
    /// The generation of the account's key that `sealedToAccount` is sealed to.
    public let accountGeneration: UInt64
    /// The keys of the epochs so far, sealed under the grant's key.
    public let epochs: [EpochKeyGranted]

    /// Makes a record; epochs are sorted.
    public init(
        id: GrantID, folder: FolderID, organisation: AccountID, purposes: Purposes, end: Int64, wording: Wording,
        generation: UInt64, sealedHalf: [UInt8], halfCommitment: Bytes32, sealedToAccount: [UInt8],
        accountGeneration: UInt64, epochs: [EpochKeyGranted]
    ) {
        self.id = id
        self.folder = folder
        self.organisation = organisation
        self.purposes = purposes
        self.end = end
        self.wording = wording
        self.generation = generation
        self.sealedHalf = sealedHalf
        self.halfCommitment = halfCommitment
        self.sealedToAccount = sealedToAccount
        self.accountGeneration = accountGeneration
        self.epochs = epochs.sorted { $0.epoch < $1.epoch }
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        id = try GrantID(from: &reader)
        folder = try FolderID(from: &reader)
        organisation = try AccountID(from: &reader)
        purposes = try Purposes(from: &reader)
        end = try reader.signedVarint()
        wording = try Wording(from: &reader)
        generation = try reader.varint(in: 1...UInt64(UInt32.max))
        sealedHalf = try reader.blob(max: Limits.sealedKeyBytesMax)
        halfCommitment = try Bytes32(from: &reader)
        sealedToAccount = try reader.blob(max: Limits.sealedKeyBytesMax)
        accountGeneration = try reader.varint(in: 1...UInt64(UInt32.max))
        epochs = try reader.sorted(of: EpochKeyGranted.self, max: Limits.epochsMax, by: \.epoch)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(id)
        writer.value(folder)
        writer.value(organisation)
        writer.value(purposes)
        writer.signedVarint(end)
        writer.value(wording)
        writer.varint(generation)
        writer.blob(sealedHalf)
        writer.value(halfCommitment)
        writer.blob(sealedToAccount)
        writer.varint(accountGeneration)
        writer.list(epochs)
    }
}

/// The key of an earlier epoch, sealed under a grant's key.
public struct EpochKeyGranted: Hashable, Sendable, WireValue {
    /// The epoch.
    public let epoch: EpochID
    /// The epoch's number.
    public let number: UInt64
    /// The envelope.
    public let sealed: [UInt8]

    /// Hands over an epoch.
    public init(epoch: EpochID, number: UInt64, sealed: [UInt8]) {
        self.epoch = epoch
        self.number = number
        self.sealed = sealed
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        epoch = try EpochID(from: &reader)
        number = try reader.varint(in: 1...UInt64(UInt32.max))
        sealed = try reader.blob(max: Limits.sealedKeyBytesMax)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(epoch)
        writer.varint(number)
        writer.blob(sealed)
    }
}

/// The consent text that a person agreed to: its hash, language and version, so that it cannot be changed afterwards.
public struct Wording: Hashable, Sendable, WireValue {
    /// The hash of the text's UTF-8.
    public let hash: Bytes32
    /// A BCP 47 tag.
    public let language: String
    /// The edition of the text.
    public let version: UInt64

    /// Describes a text.
    public init(text: String, language: String, version: UInt64) {
        hash = .hash(.wording, Array(text.utf8))
        self.language = language
        self.version = version
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        hash = try Bytes32(from: &reader)
        language = try reader.text(max: 35)
        version = try reader.varint()
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(hash)
        writer.text(language)
        writer.varint(version)
    }
}

/// Ends every grant to an organisation on a folder, except one that was made knowing of this.
public struct Withdrawal: Hashable, Sendable, WireValue {
    /// What is no longer shared.
    public let folder: FolderID
    /// With whom.
    public let organisation: AccountID

    /// Makes a record.
    public init(folder: FolderID, organisation: AccountID) {
        self.folder = folder
        self.organisation = organisation
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        folder = try FolderID(from: &reader)
        organisation = try AccountID(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(folder)
        writer.value(organisation)
    }
}
