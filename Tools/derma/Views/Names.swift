import DermaCRDT
import DermaCausality
import DermaClient
import DermaContent
import DermaIdentity
import DermaWire
import Foundation

/// Who someone is, in words.
struct Names {
    private let device: AppDevice

    init(_ device: AppDevice) { self.device = device }

    /// “you”, a clinic's name, or a patient's number.
    func party(_ account: AccountID) -> String {
        if account == device.account, !device.isOrganisation { return "you" }
        if case .organisation(_, let name, _) = device.control(of: account)?.genesis { return name }
        return "patient \(account.description.prefix(8))"
    }

    /// The device's or staff member's name, with the clinic's.
    func author(_ stamp: OpStamp) -> String {
        let label = device.label(of: stamp.author)
        if case .organisation(_, let name, _) = device.control(of: stamp.party)?.genesis {
            return [label, name].compactMap { $0 }.joined(separator: ", ")
        }
        return label ?? party(stamp.party)
    }
}

extension AccessEnded {
    /// For people.
    var word: String {
        switch self {
        case .neverGranted: "never shared"
        case .withdrawn: "withdrawn"
        case .noPurpose: "shared twice, with no purpose in common"
        case .expired(let end): "ended \(Times.utc(end))"
        }
    }
}

extension Times {
    /// A camera's claim.
    static func claim(_ claim: CaptureClaim) -> String {
        String(
            format: "%04d-%02d-%02d %02d:%02d", claim.year, claim.month, claim.day, claim.hour, claim.minute)
    }
}
