import DermaCausality
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaWire
import Testing

@Suite("Vectors: sharing")
struct SharingVectorTests {
    @Test("Two halves make a grant's key")
    func splitKey() throws {
        let vector = try Vector.named("split-key", in: "sharing")
        let halves = try #require(
            GrantHalves(
                organisation: try vector["organisationHalf"].bytes(), relay: try vector["relayHalf"].bytes()))
        #expect(halves.key(of: try vector["grant"].decoded()).exposed == (try vector.expect["key"].bytes()))
        #expect(halves.relayCommitment == (try vector.expect["halfCommitment"].decoded()))
    }

    @Test("An epoch's id follows from its key")
    func epochKey() throws {
        let vector = try Vector.named("epoch-key", in: "sharing")
        let key = try #require(SymmetricKey(bytes: try vector["key"].bytes()))
        #expect(key.commitment == (try vector.expect["commitment"].decoded()))
        #expect(EpochID(key.commitment.prefix16) == (try vector.expect["epoch"].decoded()))
    }

    @Test("What an epoch and a grant hold under seal opens for whom it is for")
    func records() throws {
        let vector = try Vector.named("records", in: "sharing")
        let account: AccountID = try vector["account"].decoded()
        let own = try #require(AgreementSecret(exposed: try vector["accountKeySeed"].bytes()))
        let role = try #require(AgreementSecret(exposed: try vector["roleKeySeed"].bytes()))
        let epoch: EpochStarted = try vector["epochStarted"].decoded()
        let grant: Grant = try vector["grantRecord"].decoded()
        #expect(epoch.encoded == (try vector["epochStarted"].bytes()))
        #expect(grant.encoded == (try vector["grantRecord"].bytes()))

        let epochKey = try vector.expect["epochKey"].bytes()
        #expect(try own.open(epoch.sealedToAccount, for: .epochKey(account, epoch.folder, epoch.id)) == epochKey)
        let both = try own.open(grant.sealedToAccount, for: .accountHalves(account, grant.folder, grant.id))
        #expect(both == (try vector.expect["bothHalves"].bytes()))
        let half = try role.open(
            grant.sealedHalf, for: .organisationHalf(account, grant.folder, grant.id, grant.organisation))
        #expect(half == (try vector.expect["organisationHalf"].bytes()))

        let halves = try #require(GrantHalves(organisation: half, relay: try vector["relayHalf"].bytes()))
        let key = halves.key(of: grant.id)
        #expect(key.exposed == (try vector.expect["grantKey"].bytes()))
        let place = AssociatedData.grantedKey(account, grant.folder, epoch.id, grant.id)
        for sealed in [try #require(grant.epochs.first).sealed, try #require(epoch.grants.first).sealed] {
            #expect(try Envelope.open(sealed, .key, under: key, for: place) == epochKey)
        }
        #expect(grant.wording.hash == (try vector.expect["wordingHash"].decoded()))
        #expect(Bytes32.hash(.wording, Array((vector["wording"].text ?? "").utf8)) == grant.wording.hash)
    }

    @Test("A request for the relay's half is signed", arguments: Vector.all("sharing", having: "request"))
    func requests(_ vector: Vector) throws {
        let key: SigningPublicKey = try vector["publicKey"].decoded()
        let request: HalfRequest = try vector["request"].decoded()
        let verifies = key.verifies(try vector["signature"].decoded(), .halfRequest, request.encoded)
        #expect(verifies == vector.expect["verifies"].flag)
    }
}
