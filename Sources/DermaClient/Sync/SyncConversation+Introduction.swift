import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

/// How a device makes itself known to a relay that has lost the record which let it in.
enum Introduction {
    case unneeded
    /// The own control log is on its way.
    case offered
    /// The relay was asked again.
    case over
}

extension SyncConversation {
    /// Offers a relay that was rolled back the own control log: nobody else may have the record that lets this device in.
    /// - Returns: Whether there is anything to wait for.
    mutating func introduce(_ device: inout SyncDevice) throws(SyncFailure) -> Bool {
        let folder = device.control.folder
        guard case .unneeded = introduction, case .ownLog = step, device.isMember, comparing[folder] != nil else {
            return false
        }
        // Once for the same log: a relay that has taken it and does not let the device in knows why.
        let log = try vector(of: folder, device).encoded
        let taken = try onDevice { () throws(DeviceError) in try device.setting(Setting.offeredName(at: host)) }
        if taken == log { return false }
        introduction = .offered
        let before = try onDevice { () throws(DeviceError) in try device.lastHeld(of: folder, at: host) }
        if !before.dots.isEmpty {
            try onDevice { () throws(DeviceError) in try device.noteRollback(of: folder, at: host, to: VersionVector())
            }
        }
        try offerAll(of: folder, device)
        return true
    }

    /// Asks again once the relay has everything.
    mutating func askAgainOnceIntroduced(_ device: inout SyncDevice) throws(SyncFailure) {
        let folder = device.control.folder
        guard case .offered = introduction, let comparison = comparing[folder], comparison.toSend.isEmpty,
            comparison.unacknowledged.isEmpty
        else { return }
        introduction = .over
        try note(offered: try vector(of: folder, device).encoded, &device)
        try compare(folder, &device)
    }

    /// The relay knows this device: what it may lose it is offered again.
    mutating func noteIntroduced(_ device: inout SyncDevice) throws(SyncFailure) {
        guard case .over = introduction else { return }
        introduction = .unneeded
        try note(offered: [], &device)
    }

    private func note(offered log: [UInt8], _ device: inout SyncDevice) throws(SyncFailure) {
        let name = Setting.offeredName(at: host)
        try onStore { () throws(StoreError) in try device.store.set([name: log]) }
    }
}
