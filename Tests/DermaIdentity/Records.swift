import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaTestSupport
import DermaWire

extension FixedBytes {
    /// All bytes alike.
    static func filled(_ byte: UInt8) -> Self { Self([UInt8](repeating: byte, count: byteCount)) ?? .zero }
}

extension FolderID {
    static let arm = FolderID(.filled(1))
    static let leg = FolderID(.filled(2))
}

extension AccountID {
    static let clinic = AccountID(.filled(0xcc))
    static let hospital = AccountID(.filled(0xdd))
}

extension EpochStarted {
    /// An epoch whose key the grants named get. The id follows from `key`.
    static func sample(
        _ key: UInt8, number: UInt64 = 1, of folder: FolderID = .arm, grants: [GrantID] = []
    ) -> EpochStarted {
        EpochStarted(
            folder: folder, number: number, commitment: .filled(key), generation: 1, sealedToAccount: [key],
            grants: grants.map { GrantedKey(grant: $0, sealed: [key]) })
    }
}

extension Grant {
    /// A grant that hands over the epochs named, by number and key.
    static func sample(
        _ number: UInt8, to organisation: AccountID = .clinic, on folder: FolderID = .arm,
        for purposes: Purposes = .care,
        until end: Int64 = 100, epochs: [(number: UInt64, key: UInt8)] = []
    ) -> Grant {
        Grant(
            id: GrantID(.filled(number)), folder: folder, organisation: organisation, purposes: purposes, end: end,
            wording: Wording(text: "I agree", language: "en", version: 1), generation: 1, sealedHalf: [number],
            halfCommitment: .zero, sealedToAccount: [], accountGeneration: 1,
            epochs: epochs.map { EpochKeyGranted(epoch: EpochID(.filled($0.key)), number: $0.number, sealed: []) })
    }
}

extension KeyGeneration {
    static func sample(_ number: UInt64, _ key: UInt8 = 1) -> KeyGeneration {
        KeyGeneration(number: number, publicKey: AgreementPublicKey(.filled(key)), recipients: [])
    }
}

extension SeededRandom {
    /// Any act on few folders, grants, epochs and devices, so that acts meet; also where an honest device would not
    /// reuse an id.
    mutating func act(in story: ControlStory, devices: Int) -> ControlRecord {
        let folder = element(of: [FolderID.arm, .leg])
        let organisation = element(of: [AccountID.clinic, .hospital])
        let grant = UInt8(1 + below(4))
        switch below(11) {
        case 0, 8: return .device(story.admission(of: 1 + below(devices), label: UInt8(below(3))))
        case 1: return .generation(.sample(UInt64(1 + below(2)), UInt8(below(3))))
        case 2, 3:
            let grants = (1...4).filter { _ in chance(oneIn: 3) }.map { GrantID(.filled($0)) }
            return .epoch(.sample(UInt8(below(3)), number: UInt64(1 + below(2)), of: folder, grants: grants))
        case 4: return .withdrawal(Withdrawal(folder: folder, organisation: organisation))
        case 5: return .genesis(story.genesis)
        case 9: return .revocation(story.revocation(of: below(devices + 1), after: below(6)))
        case 10: return .acceptance(EntriesAccepted(story.heads(of: 1 + below(devices), after: below(6))))
        default:
            let epochs = chance(oneIn: 2) ? [(number: UInt64(1 + below(3)), key: UInt8(below(5)))] : []
            return .grant(
                .sample(
                    grant, to: organisation, on: folder, for: Purposes(rawValue: UInt8(1 + below(7))),
                    until: element(of: [50, 100, 150]), epochs: epochs))
        }
    }
}
