import DermaSync

extension SyncConversation {
    /// Asks the relay to destroy the photos that were erased, until it has confirmed each.
    mutating func sendErasures(_ device: inout SyncDevice) throws(SyncFailure) {
        for (folder, owner) in device.knownFolders where owner == device.account && heldByRelay[folder] != nil {
            erasing += try onDevice { () throws(DeviceError) in
                try device.unconfirmedErasures(in: folder, at: host)
            }
        }
        for erasure in erasing { send(.erase(erasure)) }
    }

    mutating func take(erased name: PhotoName, _ device: inout SyncDevice) throws(SyncFailure) {
        guard let place = erasing.firstIndex(where: { $0.name == name }) else { return }
        let erasure = erasing.remove(at: place)
        try onDevice { () throws(DeviceError) in try device.note(confirmed: erasure, at: host) }
        report.photosErased += 1
    }
}
