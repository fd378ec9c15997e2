import DermaCRDT
import DermaCausality
import DermaTestSupport
import Testing

@Suite("What an organisation may do in a folder that was shared with it")
struct PermissionTests {
    private var phone = Replica(1, of: .patient)
    private var clinic = Replica(9, of: .patient, party: .clinic)

    private mutating func share() {
        phone.write(
            .set(.folderName("Arm")), .edit(.diary(ItemID(1)), typed("Itchy")), .suspect(ItemID(1), Suspicion(.heat)),
            .addComment(ItemID(2), on: .diary(ItemID(1)), text: "worse"))
        clinic.hear(from: phone)
    }

    static let ownersOnly: [Op] = [
        .set(.folderName("Mine")), .addPhoto(PhotoID(1), manifest: [1]), .edit(.diary(ItemID(1)), typed("calm")),
        .set(.day(ItemID(1), today)), .edit(.diary(ItemID(7)), typed("new")), .suspect(ItemID(1), Suspicion(.cold)),
        .unsuspect(ItemID(1), Suspicion(.heat)), .removeDiary(ItemID(1)), .edit(.comment(ItemID(2)), typed("no ")),
        .edit(.note(PhotoID(1)), typed("no")), .settle(.removal(ItemID(1)), sides: []), .set(.title(ItemID(1), "no")),
    ]

    @Test("It cannot change what is the person's own", arguments: ownersOnly)
    mutating func refused(_ op: Op) throws {
        share()
        let before = clinic.state
        let id = try #require(clinic.write(op).first)
        #expect(clinic.state.refused == [id])
        #expect(clinic.state.name == before.name && clinic.state.diary == before.diary && clinic.state.photos.isEmpty)
        #expect(clinic.state.comments == before.comments)
        phone.hear(from: clinic)
        #expect(phone.state == clinic.state)
    }

    @Test("The owner's other device can do all of it", arguments: ownersOnly)
    mutating func allowed(_ op: Op) {
        share()
        var tablet = Replica(2, of: .patient)
        tablet.hear(from: phone)
        tablet.write(op)
        #expect(tablet.state.refused.isEmpty && tablet.state != phone.state)
    }

    @Test("It comments, amends its own comment, and scores")
    mutating func open() {
        share()
        clinic.write(.addComment(ItemID(3), on: .photo(PhotoID(1)), text: "use the cream"))
        clinic.write(.amendComment(ItemID(3), text: "use the cream twice"), .addScore(ItemID(4), severe, day: today))
        phone.hear(from: clinic)
        #expect(phone.state.refused.isEmpty)
        let comment = phone.state[comment: ItemID(3), by: .clinic]
        #expect(comment?.text == "use the cream twice")
        #expect(comment?.statement.history.map(\.value) == ["use the cream", "use the cream twice"])
        #expect(comment?.subject == .photo(PhotoID(1)))
        #expect(phone.state.scores.map(\.added.party) == [.clinic])
    }

    @Test("Nobody amends another party's comment, neither it nor the owner")
    mutating func amendments() throws {
        share()
        clinic.write(.addComment(ItemID(3), on: .folder, text: "use the cream"))
        phone.hear(from: clinic)
        let byClinic = try #require(clinic.write(.amendComment(ItemID(2), text: "better")).first)
        let byOwner = try #require(phone.write(.amendComment(ItemID(3), text: "do as you like")).first)
        let edited = try #require(phone.write(.edit(.comment(ItemID(3)), typed("not "))).first)
        let retracted = try #require(phone.write(.retract(ItemID(3))).first)
        exchange(&phone, &clinic)
        #expect(phone.state == clinic.state)
        #expect(phone.state.refused == [byClinic, byOwner, edited, retracted])
        #expect(phone.state[comment: ItemID(2), by: .patient]?.text == "worse")
        #expect(phone.state[comment: ItemID(3), by: .clinic]?.statement.history.map(\.value) == ["use the cream"])
    }

    @Test("A comment with another party's id is a comment of its own")
    mutating func reusedComment() {
        share()
        clinic.write(.addComment(ItemID(2), on: .folder, text: "not what the patient said"))
        phone.hear(from: clinic)
        #expect(phone.state[comment: ItemID(2), by: .patient]?.text == "worse")
        #expect(phone.state[comment: ItemID(2), by: .clinic]?.text == "not what the patient said")
        #expect(phone.state.comments.count == 2)
    }

    @Test("An amendment of what is not there, or was not seen, has no effect, in either order of arrival")
    func unseenComment() throws {
        var (a, b) = (Replica(1, of: .patient), Replica(2, of: .patient))
        a.write(.addComment(ItemID(1), on: .folder, text: "hello"))
        let edited = try #require(b.write(.edit(.comment(ItemID(1)), typed("bye"))).first)
        let retracted = try #require(b.write(.retract(ItemID(1))).first)
        exchange(&a, &b)
        #expect(a.state == b.state)
        #expect(a.state.refused == [edited, retracted])
        #expect(a.state.comments.map(\.text) == ["hello"] && a.state.comments.allSatisfy { $0.retraction == nil })
    }

    @Test("Two photos with one id: every replica keeps the one that came first and reports the other")
    mutating func reusedPhoto() throws {
        var tablet = Replica(2, of: .patient)
        phone.write(.addPhoto(PhotoID(1), manifest: [1]))
        tablet.hear(from: phone)
        let late = try #require(tablet.write(.addPhoto(PhotoID(1), manifest: [2])).first)
        let unaware = Replica(3, of: .patient)
        var stranger = unaware
        let third = try #require(stranger.write(.addPhoto(PhotoID(1), manifest: [3])).first)
        exchange(&phone, &stranger)
        exchange(&tablet, &stranger)
        phone.hear(from: tablet)
        #expect(phone.state == tablet.state && phone.state == stranger.state)
        #expect(phone.state[photo: PhotoID(1)]?.manifest == [1])
        #expect(phone.state.refused == [late, third])
    }
}
