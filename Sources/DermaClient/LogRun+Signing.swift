package import DermaCausality
package import DermaIdentity
package import DermaSecrets
import DermaWire

extension LogRun {
    /// Appends `entries` to a log and signs the new head.
    package static func signed(
        _ entries: [RunEntry], in folder: FolderID, of origin: ReplicaOrigin, after tail: LogTail,
        by secrets: DeviceSecrets
    ) -> LogRun {
        func run(_ signature: Signature) -> LogRun {
            LogRun(
                folder: folder, origin: origin, firstSequence: tail.sequence + 1, previous: tail.hash, entries: entries,
                signature: signature)
        }
        let head = run(Signature(.zero)).headers.last?.hash ?? tail.hash
        return run(secrets.sign(.head, head.bytes))
    }
}
