public import DermaCausality
public import DermaIdentity
public import DermaWire

/// The account that a clinic code belongs to; the phone then reads its control log and checks for itself.
public struct ClinicFound: Hashable, Sendable, WireValue {
    /// What was asked for.
    public let code: ClinicCode
    /// Whose it is.
    public let organisation: AccountID

    /// Makes a frame.
    public init(code: ClinicCode, organisation: AccountID) {
        self.code = code
        self.organisation = organisation
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        code = try ClinicCode(from: &reader)
        organisation = try AccountID(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(code)
        writer.value(organisation)
    }
}

/// The relay's half of a grant's key: deposited by the patient's device, released to the clinic's.
public struct HalfFrame: Hashable, Sendable, WireValue, CustomStringConvertible {
    /// The grant.
    public let grant: GrantID
    /// The half. Not printed.
    public let half: Bytes32

    /// Makes a frame.
    public init(grant: GrantID, half: Bytes32) {
        self.grant = grant
        self.half = half
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        grant = try GrantID(from: &reader)
        half = try Bytes32(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(grant)
        writer.value(half)
    }

    public var description: String { "HalfFrame(\(grant))" }
}

/// A clinic's device asks for the relay's half of a grant's key.
public struct HalfRequestFrame: Hashable, Sendable, WireValue {
    /// Whose grant.
    public let account: AccountID
    /// What for.
    public let request: HalfRequest
    /// The device's signature over the request.
    public let signature: Signature

    /// Makes a frame.
    public init(account: AccountID, request: HalfRequest, signature: Signature) {
        self.account = account
        self.request = request
        self.signature = signature
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        account = try AccountID(from: &reader)
        request = try HalfRequest(from: &reader)
        signature = try Signature(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(account)
        writer.value(request)
        writer.value(signature)
    }
}
