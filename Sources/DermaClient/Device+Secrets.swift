package import DermaCausality
import DermaSecrets

/// What a device must not give away, for whoever looks for leaks.
extension Device {
    /// Every secret key that the device holds, 32 bytes each, in no order.
    package var secretKeys: [[UInt8]] {
        let seeds = secrets.exposedSeeds
        var keys = [Array(seeds[..<32]), Array(seeds[32...]), databaseKey.exposed]
        keys += keyring.generations.values.joined().map(\.exposed)
        keys += keyring.epochs.values.map(\.exposed)
        return keys + keyring.grants.values.map(\.exposed)
    }

    /// The epochs whose keys the device holds, ascending.
    package var epochsHeld: [EpochID] { keyring.epochs.keys.sorted() }
}
