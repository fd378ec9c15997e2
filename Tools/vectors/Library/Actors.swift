import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaWire

/// Who appears in the vectors. Everything about them follows from their names.
enum Actors {
    /// A holder of an Ed25519 and an X25519 key, with the seeds that they grow from.
    struct Holder: Sendable {
        let signingSeed: [UInt8]
        let agreementSeed: [UInt8]
        let secrets: DeviceSecrets

        init(_ name: String) {
            var seeds = VectorRandom(name)
            signingSeed = seeds.bytes(32)
            agreementSeed = seeds.bytes(32)
            var random = VectorRandom(name)
            secrets = DeviceSecrets(random: &random)
        }

        var author: AuthorID { secrets.keys.author }
    }

    static let phone = Holder("phone")
    static let tablet = Holder("tablet")
    static let laptop = Holder("laptop")
    static let staff = Holder("staff")
    static let nurse = Holder("nurse")
    static let stranger = Holder("stranger")

    static func recovery(_ name: String) -> RecoverySecret {
        var random = VectorRandom("recovery/" + name)
        return RecoverySecret(random: &random)
    }

    /// A patient.
    static let patientIdentity = recovery("patient").identity
    static let patient = Genesis.account(keys: patientIdentity.keys)
    /// A clinic.
    static let clinicIdentity = recovery("clinic").identity
    static let clinic = Genesis.organisation(
        keys: clinicIdentity.keys, name: "Hautklinik Süd", registryNumber: "RX-1")
    /// Another clinic.
    static let otherClinic = Genesis.organisation(
        keys: recovery("other-clinic").identity.keys, name: "Dermatology North", registryNumber: "RX-2")

    static let folder: FolderID = id("folder")
    static let otherFolder: FolderID = id("other-folder")

    /// An id that follows from a name.
    static func id<ID: Identifier>(_ name: String) -> ID {
        var random = VectorRandom("id/" + name)
        return random.identifier()
    }

    /// Fixed bytes that follow from a name.
    static func fixed<Value: FixedBytes>(_ name: String) -> Value {
        var random = VectorRandom("fixed/" + name)
        return random.fixed()
    }

    /// Bytes that follow from a name.
    static func bytes(_ name: String, _ count: Int) -> [UInt8] {
        var random = VectorRandom("bytes/" + name)
        return random.bytes(count)
    }

    static func key(_ name: String) -> SymmetricKey {
        var random = VectorRandom("key/" + name)
        return SymmetricKey(random: &random)
    }

    /// The instant that most cases happen at: 2026-03-01T09:30:00Z.
    static let now: Int64 = 1_772_357_400_000
    /// The same, of a device that does not say where it is.
    static let time = Timestamp(milliseconds: now)
}
