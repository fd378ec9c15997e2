public import DermaCausality
public import DermaIdentity
public import DermaSecrets
public import DermaSync
public import DermaWire

/// What the child that is killed writes, so that the test that kills it knows what must be there.
public enum CrashContent {
    /// Signs the log.
    public static let secrets: DeviceSecrets = {
        var random = SeededRandom(77)
        return DeviceSecrets(random: &random)
    }()
    /// The log's replica.
    public static let origin = ReplicaOrigin(author: secrets.keys.author, nonce: .zero)
    /// The log's folder.
    public static let folder: FolderID = {
        var random = SeededRandom(78)
        return random.identifier()
    }()
    /// Entries of one run.
    public static let entriesPerRound: UInt64 = 3
    /// Bytes of a photo in one write; two writes are made durable together.
    public static let pieceBytes = 7000

    /// A round's run, with bodies that say which they are.
    public static func run(_ round: UInt64, after tail: LogTail?) -> LogRun {
        let entries = (0..<entriesPerRound).map { index in
            RunEntry(
                kind: .content, epoch: EpochID(.zero), body: .present(body(round * entriesPerRound + index + 1)))
        }
        return LogRun(signing: entries, in: folder, of: origin, after: tail, by: secrets)
    }

    /// The body of an entry.
    public static func body(_ sequence: UInt64) -> [UInt8] { Array("entry \(sequence)".utf8) }

    /// A round's photo.
    public static func photo(_ round: UInt64) -> PhotoName {
        var random = SeededRandom(round + 1000)
        return PhotoName(folder: folder, photo: random.identifier())
    }

    /// A photo's stream of two chunks.
    public static func stream(_ round: UInt64) -> [UInt8] {
        var random = SeededRandom(round + 2000)
        return random.bytes(30_000)
    }

    /// A photo's chunks.
    public static func chunks(_ round: UInt64) -> [ChunkReference] {
        let stream = stream(round)
        return [stream[..<20_000], stream[20_000...]].map { chunk in
            ChunkReference(id: ChunkID(of: Array(chunk)), length: chunk.count)
        }
    }

    /// A round's grant.
    public static func grant(_ round: UInt64) -> GrantID {
        var random = SeededRandom(round + 3000)
        return random.identifier()
    }

    /// A round's half.
    public static func half(_ round: UInt64) -> Bytes32 {
        var random = SeededRandom(round + 4000)
        return random.fixed()
    }
}
