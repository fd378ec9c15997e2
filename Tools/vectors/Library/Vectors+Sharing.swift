import DermaCausality
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaWire

extension Vectors {
    /// Grants by split key, and epochs: from their keys to the records that hand them out.
    static func sharing() throws -> [VectorCase] {
        let account = Actors.patient.account
        let grant: GrantID = Actors.id("grant")
        let (own, role) = (try agreement("account-key"), try agreement("role-key"))
        let (organisationHalf, relayHalf) = (Actors.bytes("organisation-half", 32), Actors.bytes("relay-half", 32))
        guard let halves = GrantHalves(organisation: organisationHalf, relay: relayHalf) else {
            throw Contradiction("halves", "are none")
        }
        let key = halves.key(of: grant)
        let epochKey = Actors.key("epoch")
        let epoch = EpochID(epochKey.commitment.prefix16)
        var random = VectorRandom("sharing")
        let granted = Envelope.seal(
            epochKey.exposed, .key, under: key, for: .grantedKey(account, Actors.folder, epoch, grant), random: &random)
        let started = EpochStarted(
            folder: Actors.folder, number: 1, commitment: epochKey.commitment, generation: 1,
            sealedToAccount: try own.publicKey.seal(
                epochKey.exposed, for: .epochKey(account, Actors.folder, epoch), random: &random),
            grants: [GrantedKey(grant: grant, sealed: granted)])
        let record = Grant(
            id: grant, folder: Actors.folder, organisation: Actors.clinic.account, purposes: [.care, .teaching],
            end: Actors.now + 86_400_000, wording: Wording(text: "I agree.", language: "en-GB", version: 3),
            generation: 1,
            sealedHalf: try role.publicKey.seal(
                organisationHalf, for: .organisationHalf(account, Actors.folder, grant, Actors.clinic.account),
                random: &random),
            halfCommitment: halves.relayCommitment,
            sealedToAccount: try own.publicKey.seal(
                halves.exposed, for: .accountHalves(account, Actors.folder, grant), random: &random),
            accountGeneration: 1, epochs: [EpochKeyGranted(epoch: epoch, number: 1, sealed: granted)])
        return [
            VectorCase(
                "split-key", "Both halves and the grant's id give the grant's key; the relay's half is committed to.",
                ["organisationHalf": .hex(organisationHalf), "relayHalf": .hex(relayHalf), "grant": .hex(grant)],
                expect: ["key": .hex(key.exposed), "halfCommitment": .hex(halves.relayCommitment)]),
            VectorCase(
                "epoch-key", "The record commits to the key; the epoch's id is the first half of the commitment.",
                ["key": .hex(epochKey.exposed)],
                expect: ["commitment": .hex(epochKey.commitment), "epoch": .hex(epoch)]),
            VectorCase(
                "records", "An epoch and a grant: open each with the key that it is for.",
                [
                    "account": .hex(account), "accountKeySeed": .hex(own.exposed), "roleKeySeed": .hex(role.exposed),
                    "relayHalf": .hex(relayHalf), "epochStarted": .hex(started), "grantRecord": .hex(record),
                    "wording": "I agree.",
                ],
                expect: [
                    "epochKey": .hex(epochKey.exposed), "organisationHalf": .hex(organisationHalf),
                    "bothHalves": .hex(halves.exposed), "grantKey": .hex(key.exposed),
                    "wordingHash": .hex(record.wording.hash),
                ]),
        ] + requests(grant)
    }

    private static func agreement(_ name: String) throws -> AgreementSecret {
        guard let secret = AgreementSecret(exposed: Actors.bytes(name, 32)) else {
            throw Contradiction(name, "is no key")
        }
        return secret
    }

    /// What a clinic's device signs to be given the relay's half.
    private static func requests(_ grant: GrantID) -> [VectorCase] {
        let request = HalfRequest(grant: grant, purpose: .care, claimedTime: Actors.now)
        let signature = Actors.staff.secrets.sign(.halfRequest, request.encoded)
        let other = HalfRequest(grant: grant, purpose: .teaching, claimedTime: Actors.now)
        return [("half-request", request, true), ("half-request-other-purpose", other, false)].map {
            name, request, verifies in
            VectorCase(
                name, verifies ? "Signed by the staff device." : "The signature was made for another purpose.",
                [
                    "request": .hex(request), "signature": .hex(signature),
                    "publicKey": .hex(Actors.staff.secrets.keys.signing),
                ], expect: ["verifies": .bool(verifies)])
        }
    }
}
