public import DermaCausality
public import DermaIdentity
import DermaSecrets
public import DermaWire

/// What a new device shows to one that is linked already, as a QR code or text: its public keys and a one-time secret.
public struct LinkRequest: Sendable, WireValue, CustomStringConvertible {
    /// How long a request is good for, in milliseconds.
    static let lifetime: Int64 = 15 * 60 * 1000

    /// The new device's public keys.
    public let keys: DeviceKeys
    /// When the request is too old: milliseconds UTC.
    public let expires: Int64
    let secret: Bytes32

    package init(keys: DeviceKeys, expires: Int64, secret: Bytes32) {
        self.keys = keys
        self.expires = expires
        self.secret = secret
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        keys = try DeviceKeys(from: &reader)
        expires = try reader.signedVarint()
        secret = try Bytes32(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(keys)
        writer.signedVarint(expires)
        writer.value(secret)
    }

    public var description: String { "LinkRequest(\(keys.author))" }
}

/// What the linked device shows in return: whose account it is, and the newest entry that it has written to the control
/// log, so that no relay can show the new device an older state.
public struct LinkAnswer: Sendable, WireValue {
    /// The account.
    public let account: AccountID
    /// The control log's entry that lets the new device in.
    public let head: ReplicaHead
    /// Proves that the sender had read the request: a hash keyed by the one-time secret.
    let proof: Bytes32

    package init(account: AccountID, head: ReplicaHead, to request: LinkRequest) {
        self.account = account
        self.head = head
        proof = Self.proof(account, head, request.keys, request.secret)
    }

    package func answers(_ keys: DeviceKeys, _ secret: Bytes32) -> Bool {
        proof == Self.proof(account, head, keys, secret)
    }

    private static func proof(
        _ account: AccountID, _ head: ReplicaHead, _ keys: DeviceKeys, _ secret: Bytes32
    ) -> Bytes32 {
        .hash(.link, secret.bytes, account.encoded, head.encoded, keys.encoded)
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        account = try AccountID(from: &reader)
        head = try ReplicaHead(from: &reader)
        proof = try Bytes32(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(account)
        writer.value(head)
        writer.value(proof)
    }
}

/// What a linked device is told under seal: the account's keys, and the newest entries that the linking device knew.
package struct LinkWelcome: WireValue {
    package struct Generation: Comparable, WireValue {
        package let number: UInt64
        package let seed: [UInt8]

        package init(number: UInt64, seed: [UInt8]) {
            self.number = number
            self.seed = seed
        }

        package init(from reader: inout ByteReader) throws(WireError) {
            number = try reader.varint(in: 1...UInt64(UInt32.max))
            seed = try reader.fixed(32)
        }

        package func encode(to writer: inout ByteWriter) {
            writer.varint(number)
            writer.fixed(seed)
        }

        package static func < (a: Self, b: Self) -> Bool {
            a.number == b.number ? a.seed.lexicographicallyPrecedes(b.seed) : a.number < b.number
        }
    }

    package struct FolderHeads: WireValue {
        package let folder: FolderID
        package let heads: CausalContext

        package init(folder: FolderID, heads: CausalContext) {
            self.folder = folder
            self.heads = heads
        }

        package init(from reader: inout ByteReader) throws(WireError) {
            folder = try FolderID(from: &reader)
            heads = try CausalContext(from: &reader)
        }

        package func encode(to writer: inout ByteWriter) {
            writer.value(folder)
            writer.value(heads)
        }
    }

    package let generations: [Generation]
    package let folders: [FolderHeads]

    package init(generations: [Generation], folders: [FolderHeads]) {
        self.generations = generations
        self.folders = folders
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        generations = try reader.sorted(of: Generation.self, max: Limits.epochsMax, by: \.self)
        folders = try reader.sorted(of: FolderHeads.self, max: Limits.sharedFoldersMax, by: \.folder)
    }

    package func encode(to writer: inout ByteWriter) {
        writer.list(generations)
        writer.list(folders)
    }
}
