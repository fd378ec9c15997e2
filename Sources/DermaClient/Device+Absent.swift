import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

/// Of a folder of others a relay may keep some replicas back. What cites these must not wait for them; what cites a replica
/// that is still on its way must.
extension Device {
    /// The replicas that the last whole answer of a relay did not bring, without those that have come since.
    func absentReplicas(of folder: FolderID) throws(DeviceError) -> Set<ReplicaID> {
        let bytes = try setting(Setting.absentPrefix + folder.description) ?? []
        var reader = ByteReader(bytes.span.bytes)
        let known = (try? reader.list(of: ReplicaID.self, max: Limits.replicasMax)) ?? []
        return Set(known).subtracting(try replicasHeld(of: folder))
    }

    /// Builds the copies of others' folders anew that took replicas for absent and were wrong, or waited for some that
    /// are: of the folders in `answered` a relay has told everything that it tells this device.
    mutating func rereadOthersFolders(answered: Set<FolderID>) throws(DeviceError) {
        for (folder, owner) in knownFolders where owner != account {
            guard let replica = folders[folder] else { continue }
            var absent = try absentReplicas(of: folder)
            if answered.contains(folder) {
                let awaited = Set(replica.missing.map(\.replica))
                absent.formUnion(awaited.subtracting(try replicasHeld(of: folder)))
            }
            guard absent != replica.absent else { continue }
            var value = ByteWriter()
            value.list(absent.sorted())
            let values = [Setting.absentPrefix + folder.description: value.bytes]
            try stored { () throws(StoreError) in try store.set(values) }
            try readFolder(folder, owner: owner)
        }
    }

    private func replicasHeld(of folder: FolderID) throws(DeviceError) -> Set<ReplicaID> {
        let origins = try stored { () throws(StoreError) in try store.log.origins(in: folder) }
        return Set(origins.map { $0.replica(in: folder) })
    }
}
