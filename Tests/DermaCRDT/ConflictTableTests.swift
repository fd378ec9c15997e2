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
        phone.write(.edit(.diary(ItemID(1)), typed(text)), .set(.day(ItemID(1), today)))
        tablet.hear(from: phone)
    }

    @Test("C01: edits of one text merge by character, runs are not interleaved, and what both rewrote is flagged")
    mutating func c01() throws {
        let place = TextPlace.diary(ItemID(1))
        knowEntry("Red on Monday, better on Tuesday.")
        phone.write(place, "Very red on Monday, better on Tuesday.")
        tablet.write(place, "Red on Monday, better on Tuesday. Cream twice.")
        exchange(&phone, &tablet)
        #expect(phone.state == tablet.state)
        #expect(phone.state[text: place] == "Very red on Monday, better on Tuesday. Cream twice.")
        #expect(phone.state.conflicts.isEmpty, "they wrote at different places")

        let common = try #require(phone.state[text: place])
        phone.write(place, common.replacing("Tuesday", with: "Wednesday"))
        tablet.write(place, common.replacing("Tuesday", with: "Thursday"))
        exchange(&phone, &tablet)
        #expect(phone.state == tablet.state)
        let conflict = try #require(phone.state.conflicts.first)
        #expect(phone.state.conflicts.count == 1 && !conflict.isSettled)
        #expect(conflict.place == .text(place) && conflict.resolution == .merged(.replaced))
        #expect(conflict.sides.map(\.text) == ["Wednesday.", "Thursday."])
        #expect(conflict.sides.map(\.stamp.author) == [phone.author, tablet.author])
        #expect(conflict.shown == phone.state[text: place])
        let settled = phone.write(conflict.settlement)
        tablet.hear(from: phone)
        #expect(phone.state == tablet.state)
        #expect(tablet.state.conflicts.map { $0.settled?.id } == [settled[0]])
        #expect(tablet.state.conflicts.first?.sides == phone.state.conflicts.first?.sides)
    }

    @Test("C02: different fields of one entry, both kept, no conflict")
    mutating func c02() throws {
        knowEntry()
        let tomorrow = known(CivilDay(iso: "2026-03-01"))
        phone.write(.diary(ItemID(1)), "Itchy all night")
        tablet.write(.set(.day(ItemID(1), tomorrow)), .suspect(ItemID(1), Suspicion(.heat)))
        exchange(&phone, &tablet)
        #expect(phone.state == tablet.state)
        let entry = try #require(phone.state[diary: ItemID(1)])
        #expect(entry.text == "Itchy all night")
        #expect(entry.day.current.map(\.value) == [tomorrow])
        #expect(entry.suspicions.map(\.value) == [Suspicion(.heat)])
        #expect(phone.state.conflicts.isEmpty)
    }

    @Test("C03: one field set twice, one is shown, the other offered; a write that saw both settles it")
    mutating func c03() throws {
        knowEntry()
        let (first, second) = (known(CivilDay(iso: "2026-01-01")), known(CivilDay(iso: "2026-01-02")))
        phone.write(.set(.title(ItemID(1), "from the phone")), .set(.day(ItemID(1), first)))
        tablet.write(.set(.title(ItemID(1), "from the tablet")), .set(.day(ItemID(1), second)))
        exchange(&phone, &tablet)
        #expect(phone.state == tablet.state)
        let open = phone.state.conflicts
        try #require(open.count == 2)
        #expect(open.map(\.place) == [.field(.title(ItemID(1))), .field(.day(ItemID(1)))])
        #expect(
            open.map { $0.sides.map(\.text) } == [
                ["from the phone", "from the tablet"], ["2026-01-01", "2026-01-02"],
            ])
        #expect(open.allSatisfy { conflict in conflict.sides.contains { $0.text == conflict.shown } })
        #expect(open.allSatisfy { !$0.isSettled })
        let entry = try #require(phone.state[diary: ItemID(1)])
        #expect(entry.title.shown?.value == open[0].shown)
        #expect(entry.day.shown?.value.description == open[1].shown)

        tablet.write(.set(.title(ItemID(1), "both")))
        exchange(&phone, &tablet)
        #expect(phone.state == tablet.state)
        // The day is still open, and stands first; the title is settled, with both sides still to be seen.
        let after = phone.state.conflicts
        try #require(after.count == 2)
        #expect(after.map(\.place) == [.field(.day(ItemID(1))), .field(.title(ItemID(1)))])
        #expect(after.map(\.isSettled) == [false, true])
        #expect(after[1].sides.map(\.stamp) == open[0].sides.map(\.stamp))
        #expect(after[1].shown == "both" && after[1].settled?.author == tablet.author)
        // The writer that settled it is evidence for both that what the phone wrote had arrived.
        #expect(after[1].sides[0].received?.author == tablet.author)
    }

    @Test("C03: a third version, written without knowing of the settlement, opens it again")
    mutating func c03Third() throws {
        knowEntry()
        var carer = Replica(3, of: .patient)
        carer.hear(from: phone)
        phone.write(.set(.title(ItemID(1), "1")))
        tablet.write(.set(.title(ItemID(1), "2")))
        carer.write(.set(.title(ItemID(1), "3")))
        exchange(&phone, &tablet)
        phone.write(.set(.title(ItemID(1), "1 and 2")))
        exchange(&phone, &carer)
        let conflicts = phone.state.conflicts
        try #require(conflicts.count == 2)
        #expect(conflicts.map(\.isSettled) == [false, true])
        #expect(conflicts[0].sides.map(\.text) == ["1 and 2", "3"])
        #expect(conflicts[1].sides.map(\.text) == ["1", "2"])
        #expect(conflicts == carer.state.conflicts)
    }

    @Test("C04: a folder named on two devices, as C03")
    mutating func c04() {
        phone.write(.set(.folderName("Arm")))
        tablet.hear(from: phone)
        phone.write(.set(.folderName("Left arm")))
        tablet.write(.set(.folderName("Forearm")))
        exchange(&phone, &tablet)
        #expect(phone.state == tablet.state)
        #expect(phone.state.conflicts.count == 1)
        #expect(phone.state.conflicts.first?.place == .field(.folderName))
        #expect(phone.state.conflicts.first?.sides.map(\.text) == ["Left arm", "Forearm"])
        #expect(phone.state.name.history.map(\.value).first == "Arm", "what it was called before is not lost")
    }

    @Test("A diary entry that was removed while another device wrote in it stays, flagged; whoever saw both decides")
    mutating func removedAndEdited() throws {
        knowEntry()
        phone.write(.removeDiary(ItemID(1)))
        #expect(phone.state.diary.isEmpty && phone.state.removedDiary.map(\.id) == [ItemID(1)])
        tablet.write(.diary(ItemID(1)), "Itchy again")
        exchange(&phone, &tablet)
        #expect(phone.state == tablet.state)
        #expect(phone.state.diary.map(\.text) == ["Itchy again"])
        var conflict = try #require(phone.state.conflicts.first)
        #expect(conflict.place == .removal(ItemID(1)) && conflict.resolution == .kept && !conflict.isSettled)
        #expect(conflict.sides.map(\.text) == [nil, "Itchy again"])
        phone.write(.removeDiary(ItemID(1)))
        exchange(&phone, &tablet)
        #expect(phone.state == tablet.state && tablet.state.diary.isEmpty)
        conflict = try #require(tablet.state.conflicts.first)
        #expect(tablet.state.conflicts.count == 1 && conflict.settled?.author == phone.author)
        tablet.write(.diary(ItemID(1)), "back")
        #expect(tablet.state.diary.map(\.text) == ["back"] && tablet.state.conflicts.count == 1)
    }

    @Test("Whoever wrote first, having seen edit and removal, has settled it, whatever is written later")
    mutating func removalSettledOnce() throws {
        knowEntry()
        phone.write(.removeDiary(ItemID(1)))
        tablet.write(.diary(ItemID(1)), "Itchy again")
        exchange(&phone, &tablet)
        let first = tablet.write(.set(.title(ItemID(1), "kept")))
        phone.hear(from: tablet)
        phone.write(.diary(ItemID(1)), "Itchy again and again")
        phone.write(try #require(phone.state.conflicts.first).settlement)
        tablet.hear(from: phone)
        #expect(phone.state == tablet.state)
        #expect(tablet.state.conflicts.map { $0.settled?.id } == first)
    }

    @Test("C14: a clinic's comment amended twice, both amendments shown with their authors")
    mutating func c14() throws {
        var (doctor, nurse) = clinicians()
        doctor.write(.amendComment(ItemID(5), text: "once a day"))
        nurse.write(.amendComment(ItemID(5), text: "twice a day"))
        exchange(&doctor, &nurse)
        phone.hear(from: doctor)
        #expect(phone.state == nurse.state)
        let comment = try #require(phone.state[comment: ItemID(5), by: .clinic])
        #expect(comment.statement.current.map(\.value) == ["once a day", "twice a day"])
        #expect(comment.statement.current.map(\.stamp.author) == [doctor.author, nurse.author])
        #expect(phone.state.conflicts.map(\.place) == [.comment(ItemID(5), by: .clinic)])
    }

    @Test("C15: amended and retracted at the same time: a stub, with the amendment in its history, flagged")
    mutating func c15() throws {
        var (doctor, nurse) = clinicians()
        doctor.write(.retract(ItemID(5)))
        nurse.write(.amendComment(ItemID(5), text: "twice a day"))
        exchange(&doctor, &nurse)
        phone.hear(from: doctor)
        #expect(phone.state == nurse.state)
        let comment = try #require(phone.state[comment: ItemID(5), by: .clinic])
        #expect(comment.retraction?.author == doctor.author)
        let history = phone.state.history(ofComment: ItemID(5), by: .clinic)
        #expect(Set(history.map(\.value)) == [.stated("use the cream"), .stated("twice a day"), .retracted])
        let conflict = try #require(phone.state.conflicts.first)
        #expect(conflict.resolution == .retracted && conflict.shown == nil && phone.state.conflicts.count == 1)
        #expect(Set(conflict.sides.map(\.text)) == [nil, "twice a day"])
    }

    @Test("C15: the owner's own comment edited and retracted at once is flagged as well")
    mutating func c15Own() throws {
        phone.write(.addComment(ItemID(5), on: .folder, text: "redder"))
        tablet.hear(from: phone)
        phone.write(.retract(ItemID(5)))
        tablet.write(.comment(ItemID(5)), "redder today")
        exchange(&phone, &tablet)
        #expect(phone.state == tablet.state)
        let conflict = try #require(phone.state.conflicts.first)
        #expect(conflict.place == .comment(ItemID(5), by: .patient) && conflict.resolution == .retracted)
        #expect(conflict.sides.map(\.text) == [nil, "redder today"])
    }

    @Test("C16: a retraction of what was read is a visible correction, with the original at hand")
    mutating func c16() throws {
        var (doctor, _) = clinicians()
        phone.hear(from: doctor)
        #expect(phone.state[comment: ItemID(5), by: .clinic]?.retraction == nil)
        doctor.write(.retract(ItemID(5)), at: 7)
        phone.hear(from: doctor)
        let comment = try #require(phone.state[comment: ItemID(5), by: .clinic])
        #expect(comment.retraction?.time.milliseconds == 7 && comment.text == "use the cream")
        #expect(phone.state.comments.map(\.id) == [ItemID(5)] && phone.state.conflicts.isEmpty)
    }

    private func clinicians() -> (Replica, Replica) {
        var doctor = Replica(8, of: .patient, party: .clinic)
        var nurse = Replica(9, of: .patient, party: .clinic)
        doctor.write(.addComment(ItemID(5), on: .folder, text: "use the cream"))
        nurse.hear(from: doctor)
        return (doctor, nurse)
    }

    @Test("A score is corrected by an amendment and taken back by a retraction; what it said stays in its history")
    mutating func correctedScore() throws {
        let mild = known(Score(.severity, items: [2]))
        phone.write(.addScore(ItemID(1), severe, day: today))
        tablet.hear(from: phone)
        phone.write(.amendScore(ItemID(1), mild, day: today))
        tablet.write(.retract(ItemID(1)))
        exchange(&phone, &tablet)
        #expect(phone.state == tablet.state)
        let score = try #require(phone.state[score: ItemID(1), by: .patient])
        #expect(score.history.map(\.value) == [severe, mild] && score.retraction?.author == tablet.author)
        #expect(phone.state.conflicts.map(\.resolution) == [.retracted])
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
        phone.write(.set(.folderName("Arm")))
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
        tablet.write(
            .addComment(ItemID(2), on: .folder, text: "second"), .set(.folderName("a")), at: -4_000_000_000_000)
        phone.hear(from: tablet)
        phone.write(.set(.folderName("b")), at: .min)
        tablet.hear(from: phone)
        #expect(phone.state == tablet.state)
        #expect(phone.state.comments.map(\.text) == ["first", "second"])
        #expect(phone.state.name.current.map(\.value) == ["b"])
        // The claims are kept, so that a person can be told what the device said.
        #expect(phone.state.comments.map(\.added.time.milliseconds) == [4_000_000_000_000, -4_000_000_000_000])
    }

    @Test("C43: a newer version's op is kept byte for byte, and counted as newer content")
    mutating func c43() throws {
        let newer = Op.unknown(code: 900, payload: [1, 2, 3, 255])
        let ids = phone.write(newer, .set(.folderName("Arm")))
        tablet.hear(from: phone)
        #expect(tablet.state == phone.state)
        #expect(tablet.state.newer == [ids[0]])
        #expect(tablet.state.refused.isEmpty)
        #expect(tablet.state.name.shown?.value == "Arm", "the rest of the entry has its effect")

        let body = ContentBody(
            context: CausalContext([]), membership: CausalContext([]), time: Timestamp(milliseconds: 5), ops: [newer])
        let decoded = try ContentBody(decoding: body.encoded)
        #expect(decoded == body && decoded.encoded == body.encoded)
    }
}
