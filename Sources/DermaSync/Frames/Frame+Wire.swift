import DermaCausality
import DermaIdentity
public import DermaWire

extension Frame {
    /// Reads the payload; the whole of it must be understood.
    public init(_ raw: RawFrame) throws(WireError) {
        guard let code = FrameCode(rawValue: raw.type.number) else {
            guard raw.type.isIgnorable else { throw WireError(.invalidValue, at: 0) }
            self = .ignorable(raw)
            return
        }
        var reader = ByteReader(raw.payload.span.bytes)
        self = try Self.decode(code, from: &reader)
        try reader.finish()
    }

    private static func decode(_ code: FrameCode, from reader: inout ByteReader) throws(WireError) -> Frame {
        switch code {
        case .hello: .hello(try Hello(from: &reader))
        case .welcome: .welcome(try Welcome(from: &reader))
        case .login: .login(try Login(from: &reader))
        case .accepted: .accepted(try reader.signedVarint())
        case .refused: .refused(try Refusal(from: &reader))
        case .bye: .bye
        case .have: .have(try Have(from: &reader))
        case .entries: .entries(try LogRun(from: &reader))
        case .entriesStored: .entriesStored(try EntriesStored(from: &reader))
        case .shared: .shared(try reader.sorted(of: SharedFolder.self, max: Limits.sharedFoldersMax) { $0 })
        case .photoOffer: .photoOffer(try PhotoOffer(from: &reader))
        case .photoStored: .photoStored(try PhotoStored(from: &reader))
        case .photoPiece: .photoPiece(try PhotoPiece(from: &reader))
        case .photoRequest: .photoRequest(try PhotoRequest(from: &reader))
        case .erase: .erase(try PhotoErasure(from: &reader))
        case .erased: .erased(try PhotoName(from: &reader))
        case .findClinic: .findClinic(try ClinicCode(from: &reader))
        case .clinicFound: .clinicFound(try ClinicFound(from: &reader))
        case .halfWanted: .halfWanted(try GrantID(from: &reader))
        case .halfDeposit: .halfDeposit(try HalfFrame(from: &reader))
        case .halfStored: .halfStored(try GrantID(from: &reader))
        case .halfRequest: .halfRequest(try HalfRequestFrame(from: &reader))
        case .halfReleased: .halfReleased(try HalfFrame(from: &reader))
        }
    }

    /// The frame's bytes: type, payload length, payload.
    public var bytes: [UInt8] { raw.bytes }

    /// The frame with its payload encoded.
    public var raw: RawFrame {
        switch self {
        case .hello(let value): Self.raw(.hello, value)
        case .welcome(let value): Self.raw(.welcome, value)
        case .login(let value): Self.raw(.login, value)
        case .accepted(let time): Self.raw(.accepted) { $0.signedVarint(time) }
        case .refused(let value): Self.raw(.refused, value)
        case .bye: Self.raw(.bye) { _ in }
        case .have(let value): Self.raw(.have, value)
        case .entries(let value): Self.raw(.entries, value)
        case .entriesStored(let value): Self.raw(.entriesStored, value)
        case .shared(let folders): Self.raw(.shared) { $0.list(folders) }
        case .photoOffer(let value): Self.raw(.photoOffer, value)
        case .photoStored(let value): Self.raw(.photoStored, value)
        case .photoPiece(let value): Self.raw(.photoPiece, value)
        case .photoRequest(let value): Self.raw(.photoRequest, value)
        case .erase(let value): Self.raw(.erase, value)
        case .erased(let value): Self.raw(.erased, value)
        case .findClinic(let value): Self.raw(.findClinic, value)
        case .clinicFound(let value): Self.raw(.clinicFound, value)
        case .halfWanted(let value): Self.raw(.halfWanted, value)
        case .halfDeposit(let value): Self.raw(.halfDeposit, value)
        case .halfStored(let value): Self.raw(.halfStored, value)
        case .halfRequest(let value): Self.raw(.halfRequest, value)
        case .halfReleased(let value): Self.raw(.halfReleased, value)
        case .ignorable(let raw): raw
        }
    }

    private static func raw(_ code: FrameCode, _ value: some WireEncodable) -> RawFrame {
        raw(code) { $0.value(value) }
    }

    private static func raw(_ code: FrameCode, _ write: (inout ByteWriter) -> Void) -> RawFrame {
        var writer = ByteWriter()
        write(&writer)
        return RawFrame(type: FrameType(code.rawValue), payload: writer.bytes)
    }
}
