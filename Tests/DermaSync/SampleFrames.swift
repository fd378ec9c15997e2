import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaTestSupport
import DermaWire

/// One frame of every kind, and who is at the two ends.
enum Sample {
    static let secrets: DeviceSecrets = {
        var random = SeededRandom(7)
        return DeviceSecrets(random: &random)
    }()
    static let account = AccountID(bytes32(1))
    static let folder = FolderID(bytes32(2).prefix16)
    static let name = PhotoName(folder: folder, photo: PhotoID(bytes32(3).prefix16))
    static let grant = GrantID(bytes32(4).prefix16)
    static let code: ClinicCode? = try? ClinicCode(decoding: [UInt8](repeating: 0, count: 12))
    static let signature = Signature(.zero)

    static func bytes32(_ seed: UInt8) -> Bytes32 { Bytes32([UInt8](repeating: seed, count: 32)) ?? .zero }

    static let hello = Frame.hello(Hello(versions: [.v1], suites: [.v1], nonce: bytes32(5)))
    static let welcome = Frame.welcome(
        Welcome(version: .v1, suite: .v1, challenge: bytes32(6), frameBytesMax: UInt64(Limits.frameBytesMax)))
    static let login = Frame.login(
        Login(account: account, credential: .device(secrets.keys), host: World.host, signature: signature))
    static let ignorable = Frame.ignorable(RawFrame(type: FrameType(0x8a), payload: [1, 2, 3]))

    static let run = LogRun(
        signing: [
            RunEntry(kind: .content, epoch: EpochID(bytes32(8).prefix16), body: .present([1, 2, 3])),
            RunEntry(kind: .epoch, epoch: EpochID(.zero), body: .withheld(hash: bytes32(9), length: 40)),
        ], in: folder, of: ReplicaOrigin(author: secrets.keys.author, nonce: .zero), by: secrets)

    /// What only a relay sends, in an open session.
    static var toClient: [Frame] {
        [
            .have(Have(folder: folder, vector: VersionVector([run.dot]))), .entries(run),
            .entriesStored(EntriesStored(folder: folder, dot: run.dot)),
            .shared([SharedFolder(account: account, folder: folder)]),
            .photoStored(PhotoStored(name: name, offset: 12)),
            .photoPiece(PhotoPiece(name: name, offset: 12, bytes: [1, 2, 3])), .erased(name), .halfWanted(grant),
            .halfStored(grant),
            .halfReleased(HalfFrame(grant: grant, half: bytes32(10))),
            .refused(Refusal(.gap, folder: folder, detail: 3)),
        ] + (code.map { [.clinicFound(ClinicFound(code: $0, organisation: account))] } ?? [])
    }

    /// What only a client sends, in an open session.
    static var toRelay: [Frame] {
        [
            .have(Have(folder: folder, vector: VersionVector([run.dot]))), .entries(run),
            .photoOffer(PhotoOffer(name: name, chunks: [ChunkReference(id: ChunkID(bytes32(11)), length: 5)])),
            .photoPiece(PhotoPiece(name: name, offset: 12, bytes: [1, 2, 3])),
            .photoRequest(PhotoRequest(name: name, offset: 12, count: 1)),
            .erase(PhotoErasure(name: name, entries: [ReplicaHead(run.dot, bytes32(9))])),
            .halfDeposit(HalfFrame(grant: grant, half: bytes32(10))),
            .halfRequest(
                HalfRequestFrame(
                    account: account, request: HalfRequest(grant: grant, purpose: .care, claimedTime: 99),
                    signature: signature)),
        ] + (code.map { [.findClinic($0)] } ?? [])
    }

    static let opening: [Frame] = [hello, welcome, login, .accepted(1_790_000_000_000)]
    static let ending: [Frame] = [.bye, .refused(Refusal(.loginFailed)), .refused(Refusal(.unsupportedVersion))]

    /// Every frame, without the ignorable one.
    static var all: [Frame] {
        var seen: Set<Frame> = []
        return (opening + ending + toClient + toRelay).filter { seen.insert($0).inserted }
    }
}

extension LogRun {
    /// The newest entry.
    var dot: Dot { Dot(origin.replica(in: folder), firstSequence + UInt64(entries.count) - 1) }
}
