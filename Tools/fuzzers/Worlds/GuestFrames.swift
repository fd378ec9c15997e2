import DermaCausality
import DermaClient
import DermaFuzzing
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

extension FuzzInput {
    /// A frame that a client may send, about things that there are.
    mutating func frame(_ guest: Guest) -> Frame {
        let folders = [Cast.folder, .control(of: Cast.phone.account), .control(of: Cast.clinic.account)]
        let folder = folders[below(3)]
        let name = PhotoName(folder: folder, photo: flag() ? Cast.photo : PhotoID(Bytes16.zero))
        switch below(8) {
        case 0: return .have(Have(folder: folder, vector: VersionVector()))
        case 1: return .photoOffer(PhotoOffer(name: name, chunks: chunks()))
        case 2: return .photoPiece(PhotoPiece(name: name, offset: UInt64(byte()), bytes: blob()))
        case 3: return .photoRequest(PhotoRequest(name: name, offset: offset(), count: 1 + offset() % 1_048_576))
        case 4: return .findClinic(Cast.clinicCode)
        case 5: return .halfDeposit(HalfFrame(grant: Cast.grant, half: .zero))
        case 6:
            let purpose = Purposes(rawValue: 1 << UInt8(below(6)))
            let request = HalfRequest(grant: Cast.grant, purpose: purpose, claimedTime: 0)
            return .halfRequest(
                HalfRequestFrame(
                    account: Cast.phone.account, request: request,
                    signature: guest.secrets.sign(.halfRequest, request.encoded)))
        default: return (try? Frame(RawFrame(type: FrameType(byte()), payload: blob()))) ?? .bye
        }
    }

    /// One to four chunks; of `[n, n, …]` bytes with the right ids, or of none that anyone has.
    private mutating func chunks() -> [ChunkReference] {
        (0...below(4)).map { _ in
            let content = [UInt8](repeating: 7, count: 1 + below(64))
            return ChunkReference(id: flag() ? ChunkID(of: content) : ChunkID(.zero), length: content.count)
        }
    }

    private mutating func offset() -> UInt64 {
        switch below(4) {
        case 0: 0
        case 1: UInt64(byte())
        case 2: UInt64(byte()) << 56 | UInt64(byte())
        default: UInt64(byte()) << 8 | UInt64(byte())
        }
    }
}
