import DermaCausality
import DermaClient
import DermaFuzzing
import DermaIdentity
import DermaSecrets
import DermaWire

extension FuzzInput {
    /// The folders and organisations that records are about: few, so that they meet.
    static let folders = [Cast.folder, FolderID(Bytes16([UInt8](repeating: 9, count: 16)) ?? .zero)]
    static let organisations = [Cast.clinic.account, AccountID(Bytes32([UInt8](repeating: 9, count: 32)) ?? .zero)]

    /// A record, well formed, about few things.
    mutating func controlRecord() -> ControlRecord {
        let folder = Self.folders[below(2)]
        let organisation = Self.organisations[below(2)]
        switch below(7) {
        case 0: return .genesis(below(8) == 1 ? Cast.clinic.control.genesis ?? Cast.genesis : Cast.genesis)
        case 1:
            let keys = [Cast.phoneSecrets, Cast.tabletSecrets, Cast.clinicSecrets][below(3)].keys
            return .device(DeviceAdded(keys: keys, label: [byte()], welcome: flag() ? take(8) : []))
        case 2:
            let key = AgreementPublicKey(Bytes32([UInt8](repeating: byte(), count: 32)) ?? .zero)
            return .generation(KeyGeneration(number: 1 + UInt64(below(4)), publicKey: key, recipients: []))
        case 3:
            let grants = flag() ? [GrantedKey(grant: grantID(), sealed: [])] : []
            return .epoch(
                EpochStarted(
                    folder: folder, number: 1 + UInt64(below(4)), commitment: fixed32(), generation: 1,
                    sealedToAccount: [], grants: grants))
        case 4, 5:
            let epochs = flag() ? [EpochKeyGranted(epoch: EpochID(fixed32().prefix16), number: 1, sealed: [])] : []
            return .grant(
                Grant(
                    id: grantID(), folder: folder, organisation: organisation,
                    purposes: Purposes(rawValue: 1 << UInt8(below(6))), end: Int64(below(100)),
                    wording: Wording(text: "", language: "en", version: 1), generation: 1, sealedHalf: [],
                    halfCommitment: fixed32(), sealedToAccount: [], accountGeneration: 1, epochs: epochs))
        default: return .withdrawal(Withdrawal(folder: folder, organisation: organisation))
        }
    }

    private mutating func fixed32() -> Bytes32 { Bytes32([UInt8](repeating: byte() % 4, count: 32)) ?? .zero }

    private mutating func grantID() -> GrantID { GrantID(Bytes16([UInt8](repeating: byte() % 3, count: 16)) ?? .zero) }
}
