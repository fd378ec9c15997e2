public import DermaCausality
public import DermaIdentity
public import DermaSecrets
import DermaWire

extension LogRun {
    /// Signs entries as the continuation of a log; without a tail, as its beginning.
    public init(
        signing entries: [RunEntry], in folder: FolderID, of origin: ReplicaOrigin, after tail: LogTail? = nil,
        by secrets: DeviceSecrets
    ) {
        let tail = tail ?? LogTail(emptyLogOf: origin, in: folder)
        func run(_ signature: Signature) -> LogRun {
            LogRun(
                folder: folder, origin: origin, firstSequence: tail.sequence + 1, previous: tail.hash,
                entries: entries, signature: signature)
        }
        let head = run(Signature(.zero)).headers.last?.hash ?? tail.hash
        self = run(secrets.sign(.head, head.bytes))
    }

    /// The tail of a log that ends with this run.
    public var tail: LogTail {
        LogTail(sequence: firstSequence + UInt64(entries.count) - 1, hash: headers.last?.hash ?? previous)
    }

    /// One replica's log: a run for each list of bodies.
    public static func log(
        _ bodies: [[[UInt8]]], in folder: FolderID, of origin: ReplicaOrigin, by secrets: DeviceSecrets
    ) -> [LogRun] {
        var tail = LogTail(emptyLogOf: origin, in: folder)
        return bodies.map { bodies in
            let entries = bodies.map { RunEntry(kind: .content, epoch: EpochID(.zero), body: .present($0)) }
            let run = LogRun(signing: entries, in: folder, of: origin, after: tail, by: secrets)
            tail = run.tail
            return run
        }
    }
}
