import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaTestSupport
import DermaWire

/// Logs and photos for the steps, all of it chosen by a seed.
struct Content {
    static let secrets: DeviceSecrets = {
        var random = SeededRandom(50)
        return DeviceSecrets(random: &random)
    }()
    static let origin = ReplicaOrigin(author: secrets.keys.author, nonce: .zero)

    let folders: [FolderID]
    private var random: SeededRandom
    private var tails: [FolderID: LogTail] = [:]

    init(seed: UInt64) {
        random = SeededRandom(seed)
        folders = (0..<2).map { [random] index in
            var random = random
            _ = random.bytes(index + 1)
            return random.identifier()
        }
    }

    /// The next run of a folder's log.
    mutating func run(in folder: FolderID, bytesMax: Int = 900) throws -> VerifiedRun {
        let entries = (0...random.below(2)).map { _ in
            RunEntry(
                kind: .content, epoch: EpochID(.zero), body: .present(random.bytes(1 + random.below(bytesMax))))
        }
        let run = LogRun(signing: entries, in: folder, of: Self.origin, after: tails[folder], by: Self.secrets)
        tails[folder] = run.tail
        return try VerifiedRun(run, signedBy: Self.secrets.keys.signing)
    }

    /// The next run of a folder's log, with one entry that adds a photo.
    mutating func addition(in folder: FolderID) throws -> VerifiedRun {
        let entry = RunEntry(kind: .photo, epoch: EpochID(.zero), body: .present(random.bytes(300)))
        let run = LogRun(signing: [entry], in: folder, of: Self.origin, after: tails[folder], by: Self.secrets)
        tails[folder] = run.tail
        return try VerifiedRun(run, signedBy: Self.secrets.keys.signing)
    }

    /// A new photo.
    mutating func photo(in folder: FolderID) -> Photo {
        let bytes = random.bytes(800 + random.below(1500))
        return Photo(name: PhotoName(folder: folder, photo: random.identifier()), bytes: bytes)
    }

    mutating func bytes(max: Int) -> [UInt8] { random.bytes(1 + random.below(max)) }

    mutating func fixed<Value: FixedBytes>() -> Value { random.fixed() }

    /// A photo's stream, in two chunks.
    struct Photo {
        let name: PhotoName
        let bytes: [UInt8]

        var chunks: [ChunkReference] {
            [bytes[..<500], bytes[500...]].map { ChunkReference(id: ChunkID(of: Array($0)), length: $0.count) }
        }

        /// Everything that is done to a photo which arrives in two pieces.
        var arrival: [PhotoStep] {
            let middle = bytes.count / 2
            return [
                .begin(name, chunks), .write(Array(bytes[..<middle]), 0, name), .commit(name, middle),
                .write(Array(bytes[middle...]), middle, name), .commit(name, bytes.count),
            ]
        }
    }
}

/// What is done to a photo.
enum PhotoStep: Sendable {
    case begin(PhotoName, [ChunkReference])
    case write([UInt8], Int, PhotoName)
    case commit(PhotoName, Int)
    case remove(PhotoName)

    var isWrite: Bool { if case .write = self { true } else { false } }

    func perform(on photos: inout some PhotoStore) throws(StoreError) {
        switch self {
        case .begin(let name, let chunks): try photos.begin(name, chunks: chunks)
        case .write(let bytes, let offset, let name): try photos.write(bytes, at: offset, to: name)
        case .commit(let name, let offset): try photos.commit(name, offset: offset)
        case .remove(let name): try photos.remove(name)
        }
    }
}

/// What is held of a photo, with the bytes that are said to be durable.
struct HeldPhoto: Hashable, Sendable {
    let name: PhotoName
    let holding: PhotoHolding?
    let bytes: [UInt8]

    static func all(in folders: [FolderID], of photos: some PhotoStore) throws -> [HeldPhoto] {
        try folders.flatMap { folder in
            try photos.photos(in: folder).map { photo in
                let name = PhotoName(folder: folder, photo: photo)
                let holding = try photos.holding(of: name)
                return HeldPhoto(
                    name: name, holding: holding, bytes: try photos.read(name, at: 0, count: holding?.offset ?? 0))
            }
        }
    }
}
