import DermaCRDT
import DermaCausality
import DermaIdentity

extension SyncConversation {
    /// An entry may cite a control log's entry that was made since that log was compared: asks once more.
    /// - Returns: Whether anything was asked.
    mutating func askForCited(_ device: inout SyncDevice) throws(SyncFailure) -> Bool {
        guard !hasAskedForCited else { return false }
        hasAskedForCited = true
        var owners: Set<AccountID> = []
        for (folder, owner) in device.knownFolders where heldByRelay[folder] != nil {
            let suspects = try onDevice { () throws(DeviceError) in try device.suspects(in: folder) }
            if !suspects.withheld.isEmpty { owners.insert(owner) }
        }
        for owner in owners.sorted() { try compare(FolderID.control(of: owner), &device) }
        return !owners.isEmpty
    }

    /// Raises an alarm for what entries cite and the relay does not show, or shows otherwise; once for each.
    mutating func reportSuspects(device: inout SyncDevice) throws(SyncFailure) {
        let logs = device.controls.values.map(\.folder) + device.folders.keys
        for folder in logs.sorted() where heldByRelay[folder] != nil && report.ended[folder] == nil {
            let new = try onDevice { () throws(DeviceError) in
                try device.note(device.suspects(in: folder), in: folder)
            }
            if !new.forked.isEmpty { raise(.fork, folder) }
            // In a log that has two versions the numbers of one may be missing in the other.
            let isForked = report.alarms.contains { $0.kind == .fork && $0.folder == folder }
            if !new.withheld.isEmpty, !isForked { raise(.withheld, folder) }
        }
    }
}
