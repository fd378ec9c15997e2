public import DermaCausality
import DermaIdentity
public import DermaSecrets
import DermaWire

/// Where a photo lives. Its chunks open nowhere else.
public struct PhotoPlace: Hashable, Sendable {
    /// Whose.
    public let account: AccountID
    /// The folder.
    public let folder: FolderID
    /// The photo.
    public let photo: PhotoID

    /// Names a place.
    public init(account: AccountID, folder: FolderID, photo: PhotoID) {
        self.account = account
        self.folder = folder
        self.photo = photo
    }

    /// The associated data of a chunk: its place in the photo and the photo's lengths, so that chunks cannot be reordered,
    /// dropped, doubled or cut.
    func associatedData(of plan: ChunkPlan, in lengths: PartLengths) -> AssociatedData {
        var object = ByteWriter()
        object.text("chunk")
        object.value(photo)
        object.value(lengths)
        object.byte(plan.part.rawValue)
        object.count(plan.index)
        return AssociatedData(account: account, folder: folder, object: object.bytes)
    }
}

/// A photo's sealed chunks as one stream, and how to open them.
public struct SealedPhoto: Sendable {
    /// The chunks, one after the other.
    public let stream: [UInt8]
    /// How to open them.
    public let manifest: PhotoManifest

    /// Seals a photo under a new key. O(n): one pass of XChaCha20-Poly1305 and two of BLAKE2b.
    /// - Throws: `PhotoTooLarge` above 512 chunks (128 MiB).
    public init(
        _ photo: CleanedPhoto, in place: PhotoPlace, random: inout some RandomSource
    ) throws(PhotoTooLarge) {
        let lengths = PartLengths(header: photo.header.count, imageData: photo.imageData.count)
        let plans = lengths.chunkPlans
        guard plans.count <= Limits.chunksMax else { throw PhotoTooLarge() }
        let contentHash = Bytes32.hash(.photo, photo.header, photo.imageData)
        let key = SymmetricKey(random: &random, content: contentHash)
        var stream: [UInt8] = []
        stream.reserveCapacity(plans.reduce(0) { $0 + $1.sealedLength })
        var chunks: [ChunkID] = []
        for plan in plans {
            let part = plan.part == .header ? photo.header : photo.imageData
            var content = Array(part[plan.range])
            content.append(contentsOf: repeatElement(0, count: plan.paddedLength - content.count))
            let sealed = Envelope.seal(
                content, .chunk, under: key, for: place.associatedData(of: plan, in: lengths), random: &random)
            chunks.append(ChunkID(of: sealed))
            stream += sealed
        }
        self.stream = stream
        manifest = PhotoManifest(photo, key: key, contentHash: contentHash, chunks: chunks)
    }
}

/// A photo has more chunks than the protocol allows.
public struct PhotoTooLarge: Error, Equatable, Sendable {
    /// The only one.
    public init() {}
}

extension PhotoManifest {
    /// The lengths of the sealed chunks, in the order of the stream.
    public var sealedLengths: [Int] { lengths.chunkPlans.map(\.sealedLength) }

    /// Opens the stream of sealed chunks and puts the JPEG together.
    /// - Throws: `OpenFailure` if any byte, or the whole, is not what was sealed here.
    public func open(_ stream: [UInt8], in place: PhotoPlace) throws(OpenFailure) -> [UInt8] {
        var jpeg: [UInt8] = []
        jpeg.reserveCapacity(lengths.header + lengths.imageData)
        var offset = 0
        for (plan, id) in zip(lengths.chunkPlans, chunks) {
            guard offset + plan.sealedLength <= stream.count else { throw OpenFailure() }
            let sealed = Array(stream[offset..<offset + plan.sealedLength])
            offset += plan.sealedLength
            guard ChunkID(of: sealed) == id else { throw OpenFailure() }
            let content = try Envelope.open(
                sealed, .chunk, under: key, for: place.associatedData(of: plan, in: lengths))
            guard content.count == plan.paddedLength, content[plan.range.count...].allSatisfy({ $0 == 0 }) else {
                throw OpenFailure()
            }
            jpeg += content[..<plan.range.count]
        }
        guard offset == stream.count, Bytes32.hash(.photo, jpeg) == contentHash else { throw OpenFailure() }
        return jpeg
    }
}
