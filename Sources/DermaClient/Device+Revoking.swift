public import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

/// A device as its account's list shows it.
public struct AccountDevice: Hashable, Sendable {
    /// The device.
    public let id: AuthorID
    /// Its name; nil if it cannot be known here.
    public let label: String?
    /// Whether it is the one that lists.
    public let isThis: Bool
    /// Whether it was removed.
    public let isRemoved: Bool
}

/// What a device is to its account.
public enum DeviceStanding: Hashable, Sendable {
    /// The control log does not let it in, as far as it is here.
    case notYet
    /// It may act.
    case member
    /// It was removed, says the control log, or, if that is not here (`isProven` is false), a relay. It keeps what it has.
    case removed(isProven: Bool)
}

extension Device {
    /// The account's devices, ascending by id, also those that were removed.
    public var devices: [AccountDevice] {
        control.devices.keys.sorted().map {
            AccountDevice(id: $0, label: label(of: $0), isThis: $0 == author, isRemoved: control.isRevoked($0))
        }
    }

    /// What this device is to its account.
    public var standing: DeviceStanding {
        if control.isRevoked(author) { return .removed(isProven: true) }
        if isSaidRemoved { return .removed(isProven: false) }
        return isMember ? .member : .notYet
    }

    /// Removes a device of the own account for good: a lost one, a leaver's, or this one.
    ///
    /// What this device has seen of it stays; the rest waits in quarantine wherever it turns up. From now on everything is
    /// sealed under keys that the removed device does not have, also without a connection.
    /// - Throws: `notFound` for no active device, `lastDevice` where no other would be left but the recovery words.
    public mutating func revoke(_ device: AuthorID) throws(DeviceError) {
        guard control.activeDevices.contains(device) else { throw .notFound }
        if case .device = credential, control.activeDevices == [device] { throw .lastDevice }
        try appendControl([.revocation(DeviceRevoked(device: device, heads: try heads(by: device)))])
        // Who leaves must not know the next key.
        if device != author { _ = try tendKeys() }
    }

    /// The newest entry of each replica of `device` that is here.
    private func heads(by device: AuthorID) throws(DeviceError) -> CausalContext {
        var heads: [ReplicaHead] = []
        for folder in [control.folder] + knownFolders.map(\.folder) {
            for origin in try stored({ () throws(StoreError) in try store.log.origins(in: folder) })
            where origin.author == device {
                let tail = try tail(of: origin, in: folder)
                heads.append(ReplicaHead(Dot(origin.replica(in: folder), tail.sequence), tail.hash))
            }
        }
        guard heads.count <= Limits.replicasMax else { throw .tooLong }
        return CausalContext(heads)
    }

    /// Remembers whether a relay says that this device was removed.
    mutating func note(saidRemoved: Bool) throws(DeviceError) {
        guard saidRemoved != isSaidRemoved else { return }
        try stored { () throws(StoreError) in try store.set([Setting.removed: saidRemoved ? [1] : []]) }
        isSaidRemoved = saidRemoved
    }
}
