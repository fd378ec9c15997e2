public import DermaCausality
public import DermaWire

/// What a login signs: the whole hello of both sides, the host, and who logs in.
///
/// Because both lists of versions are in it a downgrade breaks the signature, and because the host is in it a challenge
/// passed on from another host is of no use.
public struct LoginTranscript: Sendable, WireEncodable {
    /// The client's hello, as sent.
    public let hello: [UInt8]
    /// The relay's answer, as sent, with its challenge.
    public let welcome: [UInt8]
    /// The host name that the client dialled, lower case, without port.
    public let host: String
    /// Whose device this is.
    public let account: AccountID
    /// Who logs in.
    public let author: AuthorID

    /// Collects what is signed.
    public init(hello: [UInt8], welcome: [UInt8], host: String, account: AccountID, author: AuthorID) {
        self.hello = hello
        self.welcome = welcome
        self.host = host
        self.account = account
        self.author = author
    }

    /// The message under `HashContext.login`.
    public var digest: Bytes32 { .hash(.transcript, self) }

    public func encode(to writer: inout ByteWriter) {
        writer.blob(hello)
        writer.blob(welcome)
        writer.text(host)
        writer.value(account)
        writer.value(author)
    }
}

/// A request for the relay's half of a grant's key.
public struct HalfRequest: Hashable, Sendable, WireValue {
    /// The grant.
    public let grant: GrantID
    /// One purpose, granted.
    public let purpose: Purposes
    /// The staff device's clock: milliseconds UTC, a claim.
    public let claimedTime: Int64

    /// Makes a request.
    public init(grant: GrantID, purpose: Purposes, claimedTime: Int64) {
        self.grant = grant
        self.purpose = purpose
        self.claimedTime = claimedTime
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        grant = try GrantID(from: &reader)
        purpose = try Purposes(from: &reader)
        claimedTime = try reader.signedVarint()
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(grant)
        writer.value(purpose)
        writer.signedVarint(claimedTime)
    }
}
