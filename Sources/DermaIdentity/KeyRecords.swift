public import DermaCausality
public import DermaWire

/// Lets a device in.
public struct DeviceAdded: Hashable, Sendable, WireValue {
    /// The device's public keys.
    public let keys: DeviceKeys
    /// The device's name: sealed to the account for a patient's device, plain UTF-8 for clinic staff.
    public let label: [UInt8]
    /// Sealed to the device: the account's keys and the heads of every log that the linking device knew.
    public let welcome: [UInt8]

    /// Makes a record.
    public init(keys: DeviceKeys, label: [UInt8], welcome: [UInt8]) {
        self.keys = keys
        self.label = label
        self.welcome = welcome
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        keys = try DeviceKeys(from: &reader)
        label = try reader.blob(max: Limits.sealedKeyBytesMax)
        welcome = try reader.blob(max: Limits.welcomeBytesMax)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(keys)
        writer.blob(label)
        writer.blob(welcome)
    }
}

/// Announces the account's (or an organisation's care role's) X25519 key and hands its secret to those who may have it.
public struct KeyGeneration: Hashable, Sendable, WireValue {
    /// From 1.
    public let number: UInt64
    /// Things for the account are sealed to this.
    public let publicKey: AgreementPublicKey
    /// The secret key, sealed to each recipient: devices, and the identity key for recovery.
    public let recipients: [SealedKey]

    /// Makes a record; recipients are sorted.
    public init(number: UInt64, publicKey: AgreementPublicKey, recipients: [SealedKey]) {
        self.number = number
        self.publicKey = publicKey
        self.recipients = recipients.sorted { $0.recipient < $1.recipient }
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        number = try reader.varint(in: 1...UInt64(UInt32.max))
        publicKey = try AgreementPublicKey(from: &reader)
        recipients = try reader.sorted(of: SealedKey.self, max: Limits.devicesMax, by: \.recipient)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.varint(number)
        writer.value(publicKey)
        writer.list(recipients)
    }
}

/// A key sealed to one recipient.
public struct SealedKey: Hashable, Sendable, WireValue {
    /// Who can open it.
    public let recipient: AuthorID
    /// The envelope.
    public let sealed: [UInt8]

    /// Pairs a recipient with an envelope.
    public init(recipient: AuthorID, sealed: [UInt8]) {
        self.recipient = recipient
        self.sealed = sealed
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        recipient = try AuthorID(from: &reader)
        sealed = try reader.blob(max: Limits.sealedKeyBytesMax)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(recipient)
        writer.blob(sealed)
    }
}
