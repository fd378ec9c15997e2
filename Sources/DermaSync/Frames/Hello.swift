public import DermaCausality
public import DermaIdentity
public import DermaWire

/// The first frame: what the client can do.
public struct Hello: Hashable, Sendable, WireValue {
    /// Tells our protocol from any other that might answer on a socket.
    static let magic: [UInt8] = Array("DERMA".utf8)

    /// Protocol versions, in order of preference, with a reserved one among them.
    public let versions: [ProtocolVersion]
    /// Suites, in order of preference, with a reserved one among them.
    public let suites: [Suite]
    /// Random, so that no two transcripts are alike.
    public let nonce: Bytes32

    /// Makes a hello.
    public init(versions: [ProtocolVersion], suites: [Suite], nonce: Bytes32) {
        self.versions = versions
        self.suites = suites
        self.nonce = nonce
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        guard try reader.fixed(Self.magic.count) == Self.magic else { throw WireError(.invalidValue, at: 0) }
        versions = try reader.list(of: ProtocolVersion.self, max: Limits.offersMax)
        suites = try reader.list(of: Suite.self, max: Limits.offersMax)
        nonce = try Bytes32(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.fixed(Self.magic)
        writer.list(versions)
        writer.list(suites)
        writer.value(nonce)
    }
}

/// The relay's answer to a hello.
public struct Welcome: Hashable, Sendable, WireValue {
    /// One of the client's versions.
    public let version: ProtocolVersion
    /// One of the client's suites.
    public let suite: Suite
    /// Random; the login signs it.
    public let challenge: Bytes32
    /// The longest payload that the relay takes after login, in bytes.
    public let frameBytesMax: UInt64

    /// Makes a welcome.
    public init(version: ProtocolVersion, suite: Suite, challenge: Bytes32, frameBytesMax: UInt64) {
        self.version = version
        self.suite = suite
        self.challenge = challenge
        self.frameBytesMax = frameBytesMax
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        version = try ProtocolVersion(from: &reader)
        suite = try Suite(from: &reader)
        challenge = try Bytes32(from: &reader)
        frameBytesMax = try reader.varint(in: UInt64(Limits.frameBytesMax)...UInt64(UInt32.max))
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(version)
        writer.value(suite)
        writer.value(challenge)
        writer.varint(frameBytesMax)
    }
}

/// What a login proves to hold: a device's keys, or an account's identity key.
public enum Credential: Hashable, Sendable, WireValue {
    case device(DeviceKeys)
    case identity(Genesis)

    /// Who logs in, worked out from the keys themselves.
    public var author: AuthorID {
        switch self {
        case .device(let keys): keys.author
        case .identity(let genesis): genesis.author
        }
    }

    /// What verifies the login's signature.
    public var signingKey: SigningPublicKey {
        switch self {
        case .device(let keys): keys.signing
        case .identity(let genesis): genesis.keys.signing
        }
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.byte() {
        case 1: self = .device(try DeviceKeys(from: &reader))
        case 2: self = .identity(try Genesis(from: &reader))
        default: throw WireError(.invalidValue, at: start)
        }
    }

    public func encode(to writer: inout ByteWriter) {
        switch self {
        case .device(let keys):
            writer.byte(1)
            writer.value(keys)
        case .identity(let genesis):
            writer.byte(2)
            writer.value(genesis)
        }
    }
}

/// The client's answer to the challenge.
public struct Login: Hashable, Sendable, WireValue {
    /// Whose device this is.
    public let account: AccountID
    /// What it holds.
    public let credential: Credential
    /// The host that the client dialled, lower case, without port.
    public let host: String
    /// Over the transcript.
    public let signature: Signature

    /// Makes a login.
    public init(account: AccountID, credential: Credential, host: String, signature: Signature) {
        self.account = account
        self.credential = credential
        self.host = host
        self.signature = signature
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        account = try AccountID(from: &reader)
        credential = try Credential(from: &reader)
        host = try reader.text(max: Limits.hostBytesMax)
        signature = try Signature(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(account)
        writer.value(credential)
        writer.text(host)
        writer.value(signature)
    }
}
