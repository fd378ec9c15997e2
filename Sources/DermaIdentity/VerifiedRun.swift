public import DermaCausality
public import DermaWire

/// The newest header that a copy of a log holds.
public struct LogTail: Hashable, Sendable {
    /// Its sequence; 0 for an empty log.
    public let sequence: UInt64
    /// Its hash; the origin's genesis for an empty log.
    public let hash: Bytes32

    /// Pairs a sequence with a hash.
    public init(sequence: UInt64, hash: Bytes32) {
        self.sequence = sequence
        self.hash = hash
    }

    /// The tail of a log without entries.
    public init(emptyLogOf origin: ReplicaOrigin, in folder: FolderID) {
        self.init(sequence: 0, hash: origin.genesis(in: folder))
    }
}

/// An entry whose header is covered by a verified signature.
public struct VerifiedEntry: Hashable, Sendable {
    /// The plain part.
    public let header: EntryHeader
    /// The header's hash.
    public let hash: Bytes32
    /// The body, nil if withheld.
    public let body: [UInt8]?
    /// Who signed.
    public let author: AuthorID

    /// The entry's name.
    public var dot: Dot { header.dot }

    fileprivate var withoutBody: VerifiedEntry { VerifiedEntry(header: header, hash: hash, body: nil, author: author) }
}

/// A run whose signature was checked. Only this module can make one.
public struct VerifiedRun: Sendable {
    /// The run as it travelled.
    public let run: LogRun
    /// Its entries with their headers, oldest first.
    public let entries: [VerifiedEntry]

    /// Checks the signature over the newest header. One Ed25519 verification, and BLAKE2b over the bodies.
    public init(_ run: LogRun, signedBy key: SigningPublicKey) throws(LogFault) {
        let headers = run.headers
        var entries: [VerifiedEntry] = []
        entries.reserveCapacity(headers.count)
        for (index, header) in headers.enumerated() {
            let next = index + 1 < headers.count ? headers[index + 1].previous : header.hash
            entries.append(
                VerifiedEntry(
                    header: header, hash: next, body: run.entries[index].body.bytes, author: run.origin.author))
        }
        guard let head = entries.last, key.verifies(run.signature, .head, head.hash.bytes) else {
            throw .badSignature
        }
        self.run = run
        self.entries = entries
    }

    /// The run without the bodies of the entries that are `erased`. The signature covers it still.
    public func erasing(_ erased: Set<ReplicaHead>) -> VerifiedRun {
        let isErased = entries.map { $0.header.kind == .photo && erased.contains(ReplicaHead($0.dot, $0.hash)) }
        guard isErased.contains(true) else { return self }
        let travelled = zip(run.entries, isErased).map { $1 ? $0.withoutBody : $0 }
        let run = LogRun(
            folder: run.folder, origin: run.origin, firstSequence: run.firstSequence, previous: run.previous,
            entries: travelled, signature: run.signature)
        return VerifiedRun(run, entries: zip(entries, isErased).map { $1 ? $0.withoutBody : $0 })
    }

    private init(_ run: LogRun, entries: [VerifiedEntry]) {
        self.run = run
        self.entries = entries
    }

    /// The tail of a log that ends with this run.
    public var tail: LogTail {
        LogTail(sequence: run.firstSequence + UInt64(entries.count) - 1, hash: entries.last?.hash ?? run.previous)
    }
}

/// Why a run does not belong on the end of a log.
public enum LogFault: Error, Hashable, Sendable {
    /// No key of the author signed it.
    case badSignature
    /// Entries between the log's end and the run are missing.
    case gap(expected: UInt64)
    /// The log holds another entry under the same number: its author was cloned, or lies.
    case fork(sequence: UInt64)
    /// The author is not a member of the account, or was not let in.
    case notMember
    /// A body does not decode.
    case badBody(WireError)
}

extension VerifiedRun {
    /// The entries that extend a log which ends with `tail`.
    ///
    /// `held` is the hash that the log has under the last number which it shares with the run; nil if they share none.
    /// - Throws: `gap` or `fork`.
    public func extending(_ tail: LogTail, held: Bytes32?) throws(LogFault) -> ArraySlice<VerifiedEntry> {
        let first = run.firstSequence
        guard first <= tail.sequence + 1 else { throw .gap(expected: tail.sequence + 1) }
        if first == tail.sequence + 1 {
            guard run.previous == tail.hash else { throw .fork(sequence: first) }
            return entries[...]
        }
        let shared = min(self.tail.sequence, tail.sequence)
        let count = Int(shared - first) + 1
        guard held == entries[count - 1].hash else { throw .fork(sequence: shared) }
        return entries[count...]
    }
}
