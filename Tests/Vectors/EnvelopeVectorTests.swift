import DermaCausality
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaWire
import Testing

@Suite("Vectors: envelopes")
struct EnvelopeVectorTests {
    @Test("An envelope opens to its content", arguments: Vector.all("envelopes", having: "content"))
    func opening(_ vector: Vector) throws {
        let place = AssociatedData(
            account: try vector["account"].decoded(), folder: try vector["folder"].decoded(),
            object: try vector["object"].bytes(), epoch: try vector["epoch"].decoded(),
            version: UInt64(try #require(vector["version"].integer)))
        #expect(place.encoded == (try vector["associatedData"].bytes()))
        let envelope = try vector.expect["envelope"].bytes()
        let content = try Envelope.open(envelope, try Self.type(vector), under: try Self.key(vector), for: place)
        #expect(content == (try vector["content"].bytes()))
        #expect(envelope.count == content.count + Envelope.overheadBytes)
        var random = Scripted(try vector["random"].bytes())
        let sealed = Envelope.seal(
            content, try Self.type(vector), under: try Self.key(vector), for: place, random: &random)
        #expect(sealed == envelope)
    }

    @Test("A changed or misplaced envelope does not open", arguments: Vector.all("envelopes", having: "envelope"))
    func refusing(_ vector: Vector) throws {
        let key = try Self.key(vector)
        let place = try Place(vector["associatedData"].bytes()).data
        let type = try Self.type(vector)
        let envelope = try vector["envelope"].bytes()
        #expect(throws: OpenFailure.self) { try Envelope.open(envelope, type, under: key, for: place) }
    }

    @Test("The envelope vectors cover every type")
    func everyType() {
        let covered = Set(Vector.all("envelopes", having: "content").compactMap { $0["type"].integer })
        #expect(covered == Set(EnvelopeType.allCases.map { Int64($0.rawValue) }))
    }

    @Test("The associated data of every place", arguments: Vector.all("envelopes", having: "setting"))
    func places(_ vector: Vector) throws {
        let account: AccountID = try vector["account"].decoded()
        let folder: FolderID = try vector["folder"].decoded()
        let epoch: EpochID = try vector["epoch"].decoded()
        let grant: GrantID = try vector["grant"].decoded()
        let device: AuthorID = try vector["device"].decoded()
        let generation = UInt64(try #require(vector["generation"].integer))
        let place: AssociatedData? =
            switch vector.name {
            case "place-content":
                .content(account, folder, try vector["dot"].decoded(), epoch, try vector["party"].decoded())
            case "place-epoch-key": .epochKey(account, folder, epoch)
            case "place-granted-key": .grantedKey(account, folder, epoch, grant)
            case "place-account-key": .accountKey(account, generation, device)
            case "place-label": .label(account, device)
            case "place-welcome": .welcome(account, device)
            case "place-organisation-half":
                .organisationHalf(account, folder, grant, try vector["organisation"].decoded())
            case "place-account-halves": .accountHalves(account, folder, grant)
            case "place-local": .local(account, vector["setting"].text ?? "")
            default: nil
            }
        #expect(place?.encoded == (try vector.expect["associatedData"].bytes()))
    }

    @Test(
        "What is sealed to a public key opens with the secret one", arguments: Vector.all("sealed", having: "content"))
    func sealed(_ vector: Vector) throws {
        let secret = try #require(AgreementSecret(exposed: try vector["recipientSeed"].bytes()))
        let place = try Place(vector["associatedData"].bytes()).data
        #expect(secret.publicKey == (try vector["recipient"].decoded()))
        let content = try vector["content"].bytes()
        #expect(try secret.open(try vector.expect["sealed"].bytes(), for: place) == content)
    }

    @Test("What was changed, or is for someone else, does not open", arguments: Vector.all("sealed", having: "sealed"))
    func notSealed(_ vector: Vector) throws {
        let secret = try #require(AgreementSecret(exposed: try vector["recipientSeed"].bytes()))
        let place = try Place(vector["associatedData"].bytes()).data
        let sealed = try vector["sealed"].bytes()
        #expect(throws: OpenFailure.self) { try secret.open(sealed, for: place) }
    }

    @Test("Nothing is sealed to a weak key")
    func weakKeys() throws {
        for vector in Vector.all("sealed") where vector.expect["seals"] == false {
            let key: AgreementPublicKey = try vector["recipient"].decoded()
            var random = Scripted([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 24))
            #expect(throws: WeakPublicKey.self, "\(vector.name)") {
                try key.seal([], for: AssociatedData(account: AccountID(.zero), object: []), random: &random)
            }
        }
    }

    private static func key(_ vector: Vector) throws -> SymmetricKey {
        try #require(SymmetricKey(bytes: try vector["key"].bytes()))
    }

    private static func type(_ vector: Vector) throws -> EnvelopeType {
        try #require(vector["type"].integer.flatMap { EnvelopeType(rawValue: UInt8($0)) })
    }
}

/// Associated data read back from its encoding, which the library itself never does.
private struct Place: WireDecodable {
    let data: AssociatedData

    init(_ bytes: [UInt8]) throws { self = try Self(decoding: bytes) }

    init(from reader: inout ByteReader) throws(WireError) {
        data = AssociatedData(
            account: try AccountID(from: &reader), folder: try FolderID(from: &reader),
            object: try reader.blob(max: 1024),
            epoch: try EpochID(from: &reader), version: try reader.varint())
    }
}
