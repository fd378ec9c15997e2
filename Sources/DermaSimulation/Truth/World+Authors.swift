import DermaCausality
import DermaClient
import DermaIdentity
import DermaSync
import DermaWire

extension World {
    /// Whether a device has just made an entry, and not been given it.
    func isNew(_ entry: StoredEntry, of device: Int, at time: Int64) -> Bool {
        guard let made = ledger.authorship[entry.hash] else { return false }
        return made.device == device && made.time == time
    }

    /// The name of the account with this id.
    func name(of account: AccountID) -> String {
        let places = stride(from: 0, to: actors.count, by: Cast.roomPerAccount)
        let place = places.first { actors[$0]?.device.account == account }
        return place.map { scenario.cast.accountNames[scenario.cast.account(of: $0)] } ?? "a stranger"
    }
}

extension DiskFaults.Append {
    /// Whether the entries are records of an account's control log.
    var isOfControlLog: Bool { entries.contains { $0.entry.kind.isKnown && !$0.entry.kind.isSealed } }

    /// What an entry of a control log says.
    func record(at index: Int) -> ControlRecord? {
        guard isOfControlLog, let body = entries[index].entry.body.bytes else { return nil }
        return try? ControlBody(decoding: body).record
    }
}
