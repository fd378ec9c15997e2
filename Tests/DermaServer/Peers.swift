import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaTestSupport
import DermaWire

@testable import DermaClient

extension World {
    /// Logs in with a device's own keys.
    mutating func login(_ device: TestDevice) -> TestPeer { login(device.secrets, of: device.account) }

    /// A device's keys that nobody has let in.
    mutating func strangerSecrets() -> DeviceSecrets {
        var random = environment().random
        return DeviceSecrets(random: &random)
    }
}

extension TestDevice {
    /// Everything that this device's store holds of a folder, as runs.
    func runs(in folder: FolderID) throws -> [LogRun] { try store.log.runs(in: folder) }

    /// What `folder`'s next entry of this device would follow.
    mutating func position(in folder: FolderID) throws -> (origin: ReplicaOrigin, tail: LogTail) {
        let origin = try origin(in: folder)
        return (origin, try tail(of: origin, in: folder))
    }

    /// A content run of this device with a body that opens for nobody.
    mutating func forgedRun(
        _ bodies: [[UInt8]] = [[1, 2, 3]], in folder: FolderID, kind: EntryKind = .content,
        by secrets: DeviceSecrets? = nil
    ) throws -> LogRun {
        let position = try position(in: folder)
        let entries = bodies.map { RunEntry(kind: kind, epoch: EpochID(.zero), body: .present($0)) }
        return LogRun(
            signing: entries, in: folder, of: position.origin, after: position.tail, by: secrets ?? self.secrets)
    }
}

extension [Frame] {
    /// The code of the only answer, if that is a refusal.
    var refusal: RefusalCode? {
        guard case .refused(let refusal) = first, count == 1 else { return nil }
        return refusal.code
    }

    /// The runs among them.
    var runs: [LogRun] {
        compactMap { if case .entries(let run) = $0 { run } else { nil } }
    }
}

extension Frame {
    /// Asks for everything of a folder.
    static func everything(of folder: FolderID) -> Frame { .have(Have(folder: folder, vector: VersionVector())) }
}
