import DermaCRDT
import DermaCausality
import DermaTestSupport
import DermaWire
import Testing

/// Rows of the conflict table as far as a folder's state decides them.
@Suite("The conflict table, on the folder's state")
struct ConflictTableTests {
    private var phone = Replica(1, of: .patient)
    private var tablet = Replica(2, of: .patient)

    /// Both replicas know one diary entry.
    private mutating func knowEntry(_ text: String = "Itchy") {
        phone.write(.writeDiary(ItemID(1), .text(text)), .writeDiary(ItemID(1), .day(today)))
        tablet.hear(from: phone)
    }

    @Test("C02: different fields of one entry, both kept, no conflict")
    mutating func c02() throws {
        knowEntry()
        let tomorrow = known(CivilDay(iso: "2026-03-01"))
        phone.write(.writeDiary(ItemID(1), .text("Itchy all night")))
        tablet.write(.writeDiary(ItemID(1), .day(tomorrow)), .addTrigger(ItemID(1), .heat))
        exchange(&phone, &tablet)
        #expect(phone.state == tablet.state)
        let entry = try #require(phone.state[diary: ItemID(1)])
        #expect(entry.text.current.map(\.value) == ["Itchy all night"])
        #expect(entry.day.current.map(\.value) == [tomorrow])
        #expect(entry.triggers.members == [.heat])
        #expect(phone.state.conflicts.isEmpty)
    }

    @Test("C03: one field set twice, one is shown, the other offered; a write that saw both settles it")
    mutating func c03() throws {
        knowEntry()
        let (first, second) = (known(CivilDay(iso: "2026-01-01")), known(CivilDay(iso: "2026-01-02")))
        phone.write(.writeDiary(ItemID(1), .text("from the phone")), .writeDiary(ItemID(1), .day(first)))
        tablet.write(.writeDiary(ItemID(1), .text("from the tablet")), .writeDiary(ItemID(1), .day(second)))
        exchange(&phone, &tablet)
        #expect(phone.state == tablet.state)
        let open = phone.state.conflicts
        try #require(open.count == 2)
        #expect(open.map(\.place) == [.diaryText(ItemID(1)), .diaryDay(ItemID(1))])
        #expect(
            open.map { $0.versions.map(\.text) } == [
                ["from the phone", "from the tablet"], ["2026-01-01", "2026-01-02"],
            ])
        #expect(open.allSatisfy { !$0.isSettled && $0.versions.contains($0.shown) })
        let entry = try #require(phone.state[diary: ItemID(1)])
        #expect(entry.text.shown?.value == open[0].shown.text)
        #expect(entry.day.shown?.value.description == open[1].shown.text)

        tablet.write(.writeDiary(ItemID(1), .text("both")))
        exchange(&phone, &tablet)
        #expect(phone.state == tablet.state)
        // The day is still open, and stands first; the text is settled, with both sides still to be seen.
        let after = phone.state.conflicts
        try #require(after.count == 2)
        #expect(after.map(\.place) == [.diaryDay(ItemID(1)), .diaryText(ItemID(1))])
        #expect(after.map(\.isSettled) == [false, true])
        #expect(after[1].versions == open[0].versions)
        #expect(after[1].shown.text == "both")
    }

    @Test("C03: a third version, written without knowing of the settlement, opens it again")
    mutating func c03Third() throws {
        knowEntry()
        var carer = Replica(3, of: .patient)
        carer.hear(from: phone)
        phone.write(.writeDiary(ItemID(1), .text("1")))
        tablet.write(.writeDiary(ItemID(1), .text("2")))
        carer.write(.writeDiary(ItemID(1), .text("3")))
        exchange(&phone, &tablet)
        phone.write(.writeDiary(ItemID(1), .text("1 and 2")))
        exchange(&phone, &carer)
        let conflicts = phone.state.conflicts
        try #require(conflicts.count == 2)
        #expect(conflicts.map(\.isSettled) == [false, true])
        #expect(conflicts[0].versions.map(\.text) == ["1 and 2", "3"])
        #expect(conflicts[1].versions.map(\.text) == ["1", "2"])
        #expect(conflicts == carer.state.conflicts)
    }

    @Test("C04: a folder named on two devices, as C03")
    mutating func c04() {
        phone.write(.nameFolder("Arm"))
        tablet.hear(from: phone)
        phone.write(.nameFolder("Left arm"))
        tablet.write(.nameFolder("Forearm"))
        exchange(&phone, &tablet)
        #expect(phone.state == tablet.state)
        #expect(phone.state.conflicts.count == 1)
        #expect(phone.state.conflicts.first?.place == .folderName)
        #expect(phone.state.conflicts.first?.versions.map(\.text) == ["Left arm", "Forearm"])
        #expect(phone.state.name.history.map(\.value).first == "Arm", "what it was called before is not lost")
    }

    @Test("C28: scored twice on one day, two observations with time and rater")
    mutating func c28() {
        let mild = known(Score(.severity, items: [2]))
        phone.write(.addScore(ItemID(1), severe, day: today), at: 1000)
        tablet.write(.addScore(ItemID(2), mild, day: today), at: 2000)
        exchange(&phone, &tablet)
        #expect(phone.state == tablet.state)
        let scores = phone.state.scores
        #expect(scores.map(\.score) == [severe, mild] && scores.allSatisfy { $0.day == today })
        #expect(scores.map(\.added.time.milliseconds) == [1000, 2000])
        #expect(scores.map(\.added.author) == [phone.author, tablet.author])
    }

    /// Also when the clinic uses the patient's own id, and claims to have been first.
    @Test("C29: patient's and clinician's scores are two series, by rater", arguments: [ItemID(1), ItemID(2)])
    mutating func c29(id: ItemID) {
        var clinic = Replica(9, of: .patient, party: .clinic)
        let mild = known(Score(.severity, items: [1]))
        phone.write(.nameFolder("Arm"))
        phone.write(.addScore(ItemID(1), severe, day: today))
        clinic.write(.addScore(id, mild, day: today))
        exchange(&phone, &clinic)
        #expect(phone.state == clinic.state)
        #expect(phone.state.scores.filter { $0.added.party == .patient }.map(\.score) == [severe])
        #expect(phone.state.scores.filter { $0.added.party == .clinic }.map(\.score) == [mild])
        #expect(phone.state.refused.isEmpty)
    }

    @Test("C31: a clock wrong by years does not change the order")
    mutating func c31() {
        phone.write(.addComment(ItemID(1), on: .folder, text: "first"), at: 4_000_000_000_000)
        tablet.hear(from: phone)
        tablet.write(.addComment(ItemID(2), on: .folder, text: "second"), .nameFolder("a"), at: -4_000_000_000_000)
        phone.hear(from: tablet)
        phone.write(.nameFolder("b"), at: .min)
        tablet.hear(from: phone)
        #expect(phone.state == tablet.state)
        #expect(phone.state.comments.map { $0.text.shown?.value } == ["first", "second"])
        #expect(phone.state.name.current.map(\.value) == ["b"])
        // The claims are kept, so that a person can be told what the device said.
        #expect(phone.state.comments.map(\.added.time.milliseconds) == [4_000_000_000_000, -4_000_000_000_000])
    }

    @Test("C43: a newer version's op is kept byte for byte, and counted as newer content")
    mutating func c43() throws {
        let newer = Op.unknown(code: 900, payload: [1, 2, 3, 255])
        let stamps = phone.write(newer, .nameFolder("Arm"))
        tablet.hear(from: phone)
        #expect(tablet.state == phone.state)
        #expect(tablet.state.newer == [stamps[0].id])
        #expect(tablet.state.refused.isEmpty)
        #expect(tablet.state.name.shown?.value == "Arm", "the rest of the entry has its effect")

        let body = ContentBody(
            context: CausalContext([]), membership: CausalContext([]), time: Timestamp(milliseconds: 5), ops: [newer])
        let decoded = try ContentBody(decoding: body.encoded)
        #expect(decoded == body && decoded.encoded == body.encoded)
    }
}
