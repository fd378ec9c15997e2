import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaWire

extension Device {
    /// Starts a new epoch if someone who may no longer read has the present one's key, or someone who may read has not,
    /// judged by the latest time that the device has evidence of.
    mutating func startEpochIfDue(in folder: FolderID) throws(DeviceError) {
        guard control.isRotationDue(for: folder, at: latestTime) || leavesOutGrant(in: folder) else { return }
        try renewKeyIfDue()
        try appendControl([.epoch(try newEpoch(in: folder, grants: control.grantsInForce(on: folder, at: latestTime)))])
    }

    /// Whether a grant was made while another device started the newest epoch, which was then not given to it.
    private func leavesOutGrant(in folder: FolderID) -> Bool {
        guard let newest = control.newestEpoch(of: folder) else { return false }
        let readers = Set(control.readers(of: newest.id, in: folder).map(\.id))
        // One whose key this device cannot open would be left out again.
        return control.grantsInForce(on: folder, at: latestTime).contains { grant in
            !readers.contains(grant.id) && keyring.grants[grant.id] != nil
        }
    }

    /// A new epoch whose key goes to the account's devices and to `grants`.
    mutating func newEpoch(in folder: FolderID, grants: [Grant]) throws(DeviceError) -> EpochStarted {
        guard let generation = accountKey else { throw .noKey }
        let key = SymmetricKey(random: &environment.random)
        let id = EpochID(key.commitment.prefix16)
        return EpochStarted(
            folder: folder, number: min((control.newestEpoch(of: folder)?.number ?? 0) + 1, UInt64(UInt32.max)),
            commitment: key.commitment,
            generation: generation.number,
            sealedToAccount: try seal(
                key.exposed, to: generation.secret.publicKey, for: .epochKey(account, folder, id)),
            grants: sealed(key, of: id, in: folder, to: grants))
    }
}
