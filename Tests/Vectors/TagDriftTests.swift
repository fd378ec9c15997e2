import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire
import Foundation
import Testing

/// The tags that the code has no registry of are compared by encoding a value of each.
@Suite("The specification's tags are the code's")
struct TagDriftTests {
    private static let keys = DeviceKeys(signing: SigningPublicKey(.zero), agreement: AgreementPublicKey(.zero))

    @Test("Record tags, with the kinds of their entries")
    func records() throws {
        let id = FolderID(.zero)
        let records: [(name: String, record: ControlRecord)] = [
            ("genesis", .genesis(.account(keys: Self.keys))),
            ("device", .device(DeviceAdded(keys: Self.keys, label: [], welcome: []))),
            ("generation", .generation(KeyGeneration(number: 1, publicKey: AgreementPublicKey(.zero), recipients: []))),
            (
                "epoch",
                .epoch(
                    EpochStarted(
                        folder: id, number: 1, commitment: .zero, generation: 1, sealedToAccount: [], grants: []))
            ),
            (
                "grant",
                .grant(
                    Grant(
                        id: GrantID(.zero), folder: id, organisation: AccountID(.zero), purposes: .care, end: 0,
                        wording: Wording(text: "", language: "", version: 0), generation: 1, sealedHalf: [],
                        halfCommitment: .zero, sealedToAccount: [], accountGeneration: 1, epochs: []))
            ),
            ("withdrawal", .withdrawal(Withdrawal(folder: id, organisation: AccountID(.zero)))),
            ("revocation", .revocation(DeviceRevoked(device: AuthorID(.zero), heads: CausalContext([])))),
            ("acceptance", .acceptance(EntriesAccepted([]))),
        ]
        let tags = try records.map { SpecTable.Pair(try #require($0.record.encoded.first), $0.name) }
        #expect(try SpecTable("Record tags", in: "12-registries.md").pairs(0, 1) == tags)
        let table = try SpecTable("Bodies", in: "05-control-log.md")
        let kinds = try records.map { record in
            let kind = try #require(EntryKind.registry.first { $0.kind == record.record.kind })
            return SpecTable.Pair(try #require(record.record.encoded.first), kind.name)
        }
        #expect(try table.pairs(0, 2) == kinds)
        #expect(throws: WireError.self, "one more record") { try ControlRecord(decoding: [UInt8(records.count + 1)]) }
    }

    @Test("The numbers of fields")
    func fields() throws {
        let (item, photo, folder) = (ItemID(.zero), PhotoID(.zero), FolderID(.zero))
        let day = try #require(CivilDay(year: 2000, month: 1, day: 1))
        let places: [FieldPlace] = [
            .folderName, .folderSite, .title(item), .day(item), .entrySite(item), .photoSite(photo), .fileTime(photo),
            .countedScore(day), .enteredInError(photo), .derivedFrom(photo), .parent(folder),
            .home(PhotoLink(photo, in: folder)), .deletion(folder),
        ]
        let rows = try places.map { place in
            SpecTable.Pair(try #require(place.encoded.first), "\(place)".prefix { $0 != "(" })
        }
        #expect(try SpecTable("Fields", in: "06-folder-state.md").pairs(0, 1) == rows)
        for number in [0, UInt8(places.count + 1)] {
            #expect(throws: WireError(.invalidValue, at: 0), "one more field") {
                try FieldPlace(decoding: [number] + [UInt8](repeating: 0, count: 32))
            }
        }
    }

    @Test("The tags of genesis, credential, subject, places and reading")
    func others() throws {
        let values: [(String, String, any WireEncodable)] = [
            ("Genesis", "account", Genesis.account(keys: Self.keys)),
            ("Genesis", "organisation", Genesis.organisation(keys: Self.keys, name: "", registryNumber: "")),
            ("Credential", "device", Credential.device(Self.keys)),
            ("Credential", "identity", Credential.identity(.account(keys: Self.keys))),
            ("Subject", "folder", Subject.folder), ("Subject", "photo", Subject.photo(PhotoID(.zero))),
            ("Subject", "diary", Subject.diary(ItemID(.zero))),
            (
                "Subject", "region",
                Subject.region(
                    PhotoID(.zero), content: .zero, try #require(PhotoRegion(x: 0, y: 0, width: 1, height: 1)))
            ),
            ("TextPlace", "diary", TextPlace.diary(ItemID(.zero))),
            ("TextPlace", "comment", TextPlace.comment(ItemID(.zero))),
            ("TextPlace", "note", TextPlace.note(PhotoID(.zero))),
            ("ConflictPlace", "field", ConflictPlace.field(.folderName)),
            ("ConflictPlace", "comment", ConflictPlace.comment(ItemID(.zero), by: AccountID(.zero))),
            ("ConflictPlace", "score", ConflictPlace.score(ItemID(.zero), by: AccountID(.zero))),
            ("ConflictPlace", "removal", ConflictPlace.removal(ItemID(.zero))),
            ("ConflictPlace", "text", ConflictPlace.text(.note(PhotoID(.zero)))),
            ("ReadingTime", "day", ReadingTime.day(try #require(CivilDay(year: 2000, month: 1, day: 1)))),
            ("ReadingTime", "instant", ReadingTime.instant(Timestamp(milliseconds: 0))),
        ]
        let rows = try values.map { [$0, "\(try #require($2.encoded.first))", $1] }
        #expect(try SpecTable("Other tags", in: "12-registries.md").rows == rows)
    }

    @Test("The names of places are those of the vectors")
    func places() throws {
        let table = try SpecTable("Associated data", in: "04-envelopes.md")
        let named = table.rows.compactMap { row in
            row.first { $0.contains("text(\"") }?.split(separator: "\"").dropFirst().first.map { String($0) }
        }
        let vectors = Vector.all("envelopes", having: "setting").map { String($0.name.dropFirst("place-".count)) }
        #expect(named.count == table.rows.count)
        #expect(Set(named) == Set(vectors + ["chunk"]))
    }

    @Test("The list of recovery words is the code's")
    func words() throws {
        let words = try Repository.text("Spec/bip39-english.txt").split(separator: "\n").map { String($0) }
        #expect(words == WordList.english)
        #expect(words.count == 2048)
    }

    @Test("Every link between pages leads to a heading that is there")
    func links() throws {
        let directory = Repository.file("Spec").path(percentEncoded: false)
        let pages = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".md") }
        try #require(pages.count > 10)
        for page in pages {
            for link in try Repository.text("Spec/" + page).matches(of: /\]\(([^)#]*)(#[^)]+)?\)/) {
                let target = link.output.1.isEmpty ? page : String(link.output.1)
                #expect(FileManager.default.fileExists(atPath: directory + "/" + target), "\(page): \(target)")
                guard let anchor = link.output.2 else { continue }
                let anchors = try Repository.text("Spec/" + target).matches(of: /(?m)^#+ (.+)$/).map { heading in
                    "#"
                        + heading.output.1.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" }
                        .replacing(" ", with: "-")
                }
                #expect(anchors.contains(String(anchor)), "\(page): \(target)\(anchor)")
            }
        }
    }
}
