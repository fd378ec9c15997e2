public import DermaCausality
public import DermaWire

/// Why the relay refuses something. Raw values are the registry in `Spec/`.
public enum RefusalCode: UInt8, CaseIterable, Sendable {
    case unsupportedVersion = 1
    case malformed = 2
    case unexpectedFrame = 3
    case loginFailed = 4
    case wrongHost = 5
    case notMember = 6
    case unknownFolder = 7
    case folderTaken = 8
    case neverGranted = 9
    case accessWithdrawn = 10
    case accessExpired = 11
    case gap = 12
    case fork = 13
    case badSignature = 14
    case badBody = 15
    case badChunk = 16
    case unknownClinic = 17
    case badHalf = 18
    case storageFull = 19
    case internalFault = 20
    case purposeNotGranted = 21
    case unknownPhoto = 22
    case limitReached = 23
    case deviceRevoked = 24
    case photoErased = 25

    /// Whether the relay closes the connection after it.
    public var endsSession: Bool { rawValue <= Self.wrongHost.rawValue }
}

/// Something was refused; the session goes on unless the code ends it.
public struct Refusal: Hashable, Sendable, WireValue {
    /// Why.
    public let code: RefusalCode
    /// The folder that it is about, if any.
    public let folder: FolderID?
    /// A number that goes with the code: the expected sequence of a gap, the sequence of a fork, the end (milliseconds
    /// UTC) of an expired grant; else 0.
    public let detail: Int64

    /// Makes a refusal.
    public init(_ code: RefusalCode, folder: FolderID? = nil, detail: Int64 = 0) {
        self.code = code
        self.folder = folder
        self.detail = detail
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        code = try reader.registered(RefusalCode.self)
        folder = try reader.optional(FolderID.self)
        detail = try reader.signedVarint()
    }

    public func encode(to writer: inout ByteWriter) {
        writer.byte(code.rawValue)
        writer.optional(folder)
        writer.signedVarint(detail)
    }
}
