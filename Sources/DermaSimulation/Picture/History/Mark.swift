import DermaClient
import DermaWire

/// Something at one place of a lane, other than messages.
struct Mark: Sendable {
    enum Kind: Sendable {
        /// A person wrote something: the statement's place in the ledger.
        case wrote(Int, ScenarioItem?)
        case failed(ScenarioItem, DeviceError)
        /// A fault had an effect, so often in a row.
        case fault(Verb, Int)
        /// A new device came, by linking or from another's backup.
        case linked(Lane)
        case cloned(Lane)
        /// The backup, taken at this time, that a device or the relay went back to.
        case restored(Int64)
        case backup
        case restarted(DeviceError?)
        /// The first entry under a folder's next key; the folder's letter and the epoch's number.
        case epoch(String, Int)
        case calmed
        case settled(Int)
    }

    let time: Int64
    let lane: Lane
    var kind: Kind
}
