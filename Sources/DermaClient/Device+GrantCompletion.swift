import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaWire

extension Device {
    /// Announces again, to the grants in force, the epochs that they cannot open: a device that started one did not know of
    /// a grant that another device made. Without this its entries, and all that build on them, stay closed to the clinic.
    /// - Returns: Whether anything was announced.
    mutating func completeGrants() throws(DeviceError) -> Bool {
        guard !isOrganisation, isMember else { return false }
        var records: [ControlRecord] = []
        for folder in control.epochs.keys.sorted() {
            records += try epochsLeftOut(of: folder).map { .epoch($0) }
        }
        guard !records.isEmpty else { return false }
        try appendControl(records)
        return true
    }

    /// Every epoch of a folder that a grant in force cannot open and this device can, for those grants. O(records).
    private mutating func epochsLeftOut(of folder: FolderID) throws(DeviceError) -> [EpochStarted] {
        let started = (control.epochs[folder] ?? []).map(\.record)
        let grants = control.grantsInForce(on: folder, at: latestTime).filter { keyring.grants[$0.id] != nil }
        guard !grants.isEmpty, let generation = accountKey else { return [] }
        var openable = Dictionary(uniqueKeysWithValues: grants.map { ($0.id, Set($0.epochs.map(\.epoch))) })
        for epoch in started {
            for granted in epoch.grants { openable[granted.grant]?.insert(epoch.id) }
        }
        var seen: Set<EpochID> = []
        var announced: [EpochStarted] = []
        for epoch in started where seen.insert(epoch.id).inserted {
            let closed = grants.filter { openable[$0.id]?.contains(epoch.id) == false }
            guard !closed.isEmpty, let key = keyring.epochs[epoch.id] else { continue }
            announced.append(
                EpochStarted(
                    folder: folder, number: epoch.number, commitment: epoch.commitment, generation: generation.number,
                    sealedToAccount: try seal(
                        key.exposed, to: generation.secret.publicKey, for: .epochKey(account, folder, epoch.id)),
                    grants: sealed(key, of: epoch.id, in: folder, to: closed)))
        }
        return announced
    }

    /// An epoch's key under the keys of grants.
    mutating func sealed(
        _ key: SymmetricKey, of epoch: EpochID, in folder: FolderID, to grants: [Grant]
    ) -> [GrantedKey] {
        var granted: [GrantedKey] = []
        for grant in grants {
            guard let grantKey = keyring.grants[grant.id] else { continue }
            let sealed = Envelope.seal(
                key.exposed, .key, under: grantKey, for: .grantedKey(account, folder, epoch, grant.id),
                random: &environment.random)
            granted.append(GrantedKey(grant: grant.id, sealed: sealed))
        }
        return granted
    }
}
