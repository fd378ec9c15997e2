import DermaCausality
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaWire

extension Vectors {
    /// Envelopes under a key: sealed with known random bytes, opened again, and changed so that they must not open.
    static func envelopes() throws -> [VectorCase] {
        let place = AssociatedData(
            account: Actors.patient.account, folder: Actors.folder, object: Actors.bytes("object", 9),
            epoch: Actors.id("epoch"))
        let key = Actors.key("envelope")
        var cases: [VectorCase] = []
        for (type, length) in zip(EnvelopeType.allCases, [100, 64, 32, 32, 96, 0]) {
            cases.append(envelope("seal-type-\(type.rawValue)", Actors.bytes("content", length), type, key, place))
        }
        let whole = Actors.bytes("content", 40)
        var random = VectorRandom("envelope/tampered")
        let sealed = Envelope.seal(whole, .content, under: key, for: place, random: &random)
        return try cases + tampered(sealed, key, place) + misplaced(sealed, key, place) + places()
    }

    private static func envelope(
        _ name: String, _ content: [UInt8], _ type: EnvelopeType, _ key: SymmetricKey, _ place: AssociatedData
    ) -> VectorCase {
        var random = VectorRandom("envelope/" + name)
        let drawn = random.bytes(24)
        var source = Exactly(given: drawn)
        let sealed = Envelope.seal(content, type, under: key, for: place, random: &source)
        var fields = parts(of: place)
        fields["key"] = .hex(key.exposed)
        fields["type"] = .number(Int(type.rawValue))
        fields["random"] = .hex(drawn)
        fields["content"] = .hex(content)
        fields["associatedData"] = .hex(place)
        return VectorCase(
            name, "Header, nonce, commitment, ciphertext with tag.", fields, expect: ["envelope": .hex(sealed)])
    }

    private static func parts(of place: AssociatedData) -> [String: JSONValue] {
        [
            "account": .hex(place.account), "folder": .hex(place.folder), "object": .hex(place.object),
            "epoch": .hex(place.epoch), "version": .wide(place.version),
        ]
    }

    private static func tampered(
        _ sealed: [UInt8], _ key: SymmetricKey, _ place: AssociatedData
    ) throws -> [VectorCase] {
        let regions: [(String, Int, String)] = [
            ("version", 0, "The first byte is the envelope's format."),
            ("type", 1, "The type is part of what is hashed."),
            ("suite", 2, "No other suite exists."), ("nonce", 3, "The key and the commitment follow from the nonce."),
            ("commitment", 27, "The first byte of the commitment."), ("commitment-end", 58, "Its last byte."),
            ("ciphertext", 59, "The first byte of the ciphertext."),
            ("tag", sealed.count - 1, "The last byte of the tag."),
        ]
        let flips = try regions.map { region, place_, note in
            var changed = sealed
            changed[place_] ^= 1
            return try unopened("flip-" + region, note, changed, .content, key, place)
        }
        let cut = try [("cut-tag", sealed.count - 1), ("cut-to-overhead", 74), ("cut-to-nothing", 0)].map {
            name, length in
            try unopened(name, "Bytes are missing at the end.", Array(sealed.prefix(length)), .content, key, place)
        }
        let longer = try unopened("longer", "A byte follows the tag.", sealed + [0], .content, key, place)
        let other = Actors.key("other")
        var random = VectorRandom("envelope/tampered")
        let underOther = Envelope.seal(Actors.bytes("content", 40), .content, under: other, for: place, random: &random)
        let mixed = Array(sealed[..<27]) + underOther[27..<59] + sealed[59...]
        return flips + cut + [
            longer,
            try unopened("wrong-key", "Another key.", sealed, .content, other, place),
            try unopened(
                "wrong-commitment", "The commitment to another key, of the same content and nonce.", mixed, .content,
                key,
                place),
        ]
    }

    private static func misplaced(
        _ sealed: [UInt8], _ key: SymmetricKey, _ place: AssociatedData
    ) throws -> [VectorCase] {
        func moved(
            account: AccountID? = nil, folder: FolderID? = nil, object: [UInt8]? = nil, epoch: EpochID? = nil,
            version: UInt64? = nil
        ) -> AssociatedData {
            AssociatedData(
                account: account ?? place.account, folder: folder ?? place.folder, object: object ?? place.object,
                epoch: epoch ?? place.epoch, version: version ?? place.version)
        }
        let places: [(String, AssociatedData)] = [
            ("account", moved(account: Actors.clinic.account)), ("folder", moved(folder: Actors.otherFolder)),
            ("object", moved(object: Actors.bytes("other-object", 9))),
            ("epoch", moved(epoch: Actors.id("other-epoch"))),
            ("version", moved(version: 2)),
        ]
        return try places.map {
            try unopened("moved-" + $0, "Opened for another \($0).", sealed, .content, key, $1)
        } + [try unopened("wrong-type", "Opened as a chunk.", sealed, .chunk, key, place)]
    }

    private static func unopened(
        _ name: String, _ note: String, _ sealed: [UInt8], _ type: EnvelopeType, _ key: SymmetricKey,
        _ place: AssociatedData
    ) throws -> VectorCase {
        guard (try? Envelope.open(sealed, type, under: key, for: place)) == nil else {
            throw Contradiction(name, "opens")
        }
        return VectorCase(
            name, note,
            [
                "key": .hex(key.exposed), "type": .number(Int(type.rawValue)), "associatedData": .hex(place),
                "envelope": .hex(sealed),
            ], expect: ["opens": false])
    }

    /// The registry of places: what the object of the associated data is for everything that is sealed.
    private static func places() -> [VectorCase] {
        let account = Actors.patient.account
        let epoch: EpochID = Actors.id("epoch")
        let grant: GrantID = Actors.id("grant")
        let device = Actors.phone.author
        let dot = Dot(Actors.id("replica"), 300)
        let given: [String: JSONValue] = [
            "account": .hex(account), "folder": .hex(Actors.folder), "epoch": .hex(epoch), "grant": .hex(grant),
            "device": .hex(device), "dot": .hex(dot), "organisation": .hex(Actors.clinic.account),
            "generation": .wide(1), "setting": "half/00", "party": .hex(Actors.otherClinic.account),
        ]
        let places: [(String, AssociatedData)] = [
            ("content", .content(account, Actors.folder, dot, epoch, Actors.otherClinic.account)),
            ("epoch-key", .epochKey(account, Actors.folder, epoch)),
            ("granted-key", .grantedKey(account, Actors.folder, epoch, grant)),
            ("account-key", .accountKey(account, 1, device)),
            ("label", .label(account, device)),
            ("welcome", .welcome(account, device)),
            ("organisation-half", .organisationHalf(account, Actors.folder, grant, Actors.clinic.account)),
            ("account-halves", .accountHalves(account, Actors.folder, grant)),
            ("local", .local(account, "half/00")),
        ]
        return places.map { name, place in
            VectorCase(
                "place-" + name, "The associated data of this place, made from what is given.", given,
                expect: ["associatedData": .hex(place)])
        }
    }
}
