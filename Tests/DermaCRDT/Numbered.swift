import DermaCausality
import DermaWire

@testable import DermaCRDT

extension Identifier {
    /// The id with this number.
    init(_ number: UInt8) { self.init(Raw([UInt8](repeating: number, count: Raw.byteCount)) ?? .zero) }
}

extension AccountID {
    /// The owner of the folders in these tests.
    static let patient = AccountID(0xaa)
    /// An organisation that was let in.
    static let clinic = AccountID(0xcc)
    /// Another one.
    static let secondClinic = AccountID(0xdd)
}

/// Replicas to write by hand, ascending.
let replicas = (1...9).map { ReplicaID($0) }

/// Signed by the device with this number at the beginning of time.
func mark(_ device: UInt8, for party: AccountID = .patient, in zone: String = "") -> EntryMark {
    EntryMark(author: AuthorID(device), party: party, time: Timestamp(milliseconds: 0, zone: zone))
}
