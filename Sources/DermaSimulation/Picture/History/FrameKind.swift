import DermaSync
import DermaWire

/// What a frame is about, as coarsely as a picture shows it. The worse or rarer it is, the higher it ranks.
enum FrameKind: Int, CaseIterable, Comparable, Sendable {
    case login, have, entries, photos, grants, refusal, foreign

    /// The kind of a frame whose first byte is `type`.
    init(type: UInt8) {
        guard let code = FrameCode(rawValue: type) else {
            self = .foreign
            return
        }
        self =
            switch code {
            case .hello, .welcome, .login, .accepted, .bye: .login
            case .have, .shared: .have
            case .entries, .entriesStored: .entries
            case .photoOffer, .photoStored, .photoPiece, .photoRequest, .erase, .erased: .photos
            case .findClinic, .clinicFound, .halfWanted, .halfDeposit, .halfStored, .halfRequest, .halfReleased: .grants
            case .refused: .refusal
            }
    }

    /// The types of the frames that these bytes are. What a receiver passes over (RFC 8701) does not count.
    static func types(in bytes: [UInt8]) -> [UInt8] {
        var decoder = FrameDecoder(payloadBytesMax: .max)
        decoder.append(bytes)
        var types: [UInt8] = []
        while let frame = try? decoder.next() {
            if !frame.type.isIgnorable { types.append(frame.type.number) }
        }
        return types.isEmpty ? Array(bytes.prefix(1)).filter { !FrameType($0).isIgnorable } : types
    }

    static func < (one: FrameKind, other: FrameKind) -> Bool { one.rawValue < other.rawValue }

    /// How a legend calls it.
    var label: String {
        switch self {
        case .login: "hello, login"
        case .have: "have"
        case .entries: "entries"
        case .photos: "photos"
        case .grants: "clinics, grants"
        case .refusal: "refusal"
        case .foreign: "not the protocol"
        }
    }
}
