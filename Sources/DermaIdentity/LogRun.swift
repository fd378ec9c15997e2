public import DermaCausality
public import DermaWire

/// An entry's body as it travels.
public enum RunBody: Hashable, Sendable {
    /// The bytes.
    case present([UInt8])
    /// Not for this reader, or erased; the chain still verifies.
    case withheld(hash: Bytes32, length: Int)

    /// The hash of the body's bytes.
    public var hash: Bytes32 {
        switch self {
        case .present(let bytes): .hash(.body, bytes)
        case .withheld(let hash, _): hash
        }
    }

    /// The length in bytes.
    public var length: Int {
        switch self {
        case .present(let bytes): bytes.count
        case .withheld(_, let length): length
        }
    }

    /// The bytes, nil if withheld.
    public var bytes: [UInt8]? {
        guard case .present(let bytes) = self else { return nil }
        return bytes
    }
}

/// An entry as it travels: what cannot be worked out from its neighbours.
public struct RunEntry: Hashable, Sendable {
    /// What the body is.
    public let kind: EntryKind
    /// The epoch of a sealed body; zero for a plain one.
    public let epoch: EpochID
    /// The body.
    public let body: RunBody

    /// Makes an entry.
    public init(kind: EntryKind, epoch: EpochID, body: RunBody) {
        self.kind = kind
        self.epoch = epoch
        self.body = body
    }

    /// The entry as whoever may not have its body gets it, or keeps it.
    public var withoutBody: RunEntry {
        RunEntry(kind: kind, epoch: epoch, body: .withheld(hash: body.hash, length: body.length))
    }
}

/// Consecutive entries of one replica under one signature over the newest header.
///
/// Headers are not sent: the receiver works them out, so that they cannot contradict the bodies.
public struct LogRun: Hashable, Sendable {
    /// The log's folder.
    public let folder: FolderID
    /// Who writes the replica.
    public let origin: ReplicaOrigin
    /// The sequence of the first entry.
    public let firstSequence: UInt64
    /// The hash of the header before the first.
    public let previous: Bytes32
    /// At least one entry, in ascending order of sequence.
    public let entries: [RunEntry]
    /// The author's signature over the newest header's hash.
    public let signature: Signature

    /// Makes a run.
    public init(
        folder: FolderID, origin: ReplicaOrigin, firstSequence: UInt64, previous: Bytes32, entries: [RunEntry],
        signature: Signature
    ) {
        self.folder = folder
        self.origin = origin
        self.firstSequence = firstSequence
        self.previous = previous
        self.entries = entries
        self.signature = signature
    }

    /// The headers, oldest first. O(bytes of the bodies).
    public var headers: [EntryHeader] {
        let replica = origin.replica(in: folder)
        var previous = previous
        var sequence = firstSequence
        var headers: [EntryHeader] = []
        headers.reserveCapacity(entries.count)
        for entry in entries {
            let header = EntryHeader(
                folder: folder, dot: Dot(replica, sequence), previous: previous, kind: entry.kind, epoch: entry.epoch,
                bodyHash: entry.body.hash, bodyLength: entry.body.length)
            headers.append(header)
            previous = header.hash
            sequence += 1
        }
        return headers
    }
}
