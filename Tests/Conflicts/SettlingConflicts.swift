import DermaCRDT
import DermaCausality
import DermaClient
import DermaTestSupport
import DermaWire
import Testing

@Suite("What a person decides about a conflict")
struct SettlingConflicts {
    var scene: Scene

    init() throws { scene = try Scene.shared() }

    /// The person looked at the report; then a sync brought another sentence; then they chose a side.
    @Test("Choosing a side does not delete what arrived after the person looked")
    mutating func settleAfterArrival() throws {
        let entry = try scene.diaryRewritten("Red today.", phone: "Pink today.", tablet: "Dark today.")
        let state = try scene.meet()
        let conflict = try #require(state.conflicts(at: .text(.diary(entry))).first)
        let side = try #require(conflict.sides.firstIndex { $0.text == "Pink" })
        let now = try #require(state[text: .diary(entry)])
        try scene.tablet.rewriteDiary(entry, as: now + " Fever at night.", in: scene.folder)
        _ = try scene.meet()
        try scene.phone.settle(conflict, as: .side(side), in: scene.folder)
        let after = try scene.meet()
        #expect(after[text: .diary(entry)] == "Pink today. Fever at night.")
    }

    /// Only the first word was rewritten by both. Choosing a side of that is not choosing against the other paragraph.
    @Test("Choosing a side of one passage keeps what was written elsewhere in the text")
    mutating func settleOnePassage() throws {
        let entry = try scene.diaryRewritten(
            "Red today. Slept badly.", phone: "Pink today. Slept badly.",
            tablet: "Dark today. Slept badly. Fever at night.")
        let state = try scene.meet()
        let conflict = try #require(state.conflicts(at: .text(.diary(entry))).first)
        let shown = try #require(state[text: .diary(entry)])
        #expect(
            conflict.passage.map { ["PinkDark", "DarkPink"].contains($0.text) && shown.hasPrefix($0.text) } == true)
        #expect(Set(conflict.sides.map(\.text)) == ["Pink", "Dark"])
        let side = try #require(conflict.sides.firstIndex { $0.text?.hasPrefix("Pink") == true })
        try scene.phone.settle(conflict, as: .side(side), in: scene.folder)
        let after = try scene.meet()
        #expect(after[text: .diary(entry)] == "Pink today. Slept badly. Fever at night.")
    }

    @Test("Settling one of two passages leaves the other one open")
    mutating func settleOneOfTwo() throws {
        let middle = " and then a long quiet day with nothing to say, "
        let entry = try scene.diaryRewritten(
            "Red" + middle + "hot", phone: "Pink" + middle + "warm", tablet: "Dark" + middle + "cold")
        let state = try scene.meet()
        let rows = state.conflicts(at: .text(.diary(entry)))
        try #require(rows.count == 2)
        try scene.phone.settle(rows[0], as: .shown, in: scene.folder)
        let after = try scene.meet().conflicts(at: .text(.diary(entry)))
        #expect(after.count { $0.isSettled } == 1)
    }

    /// All of the text is in conflict, and the sentence was added by someone who had seen both.
    @Test("Choosing a side keeps what was written since at the same place, and the side says so")
    mutating func settleWrittenSince() throws {
        let entry = try scene.diaryRewritten("Red", phone: "Pink", tablet: "Dark")
        let merged = try #require(try scene.meet()[text: .diary(entry)])
        try scene.tablet.rewriteDiary(entry, as: merged + " Fever at night.", in: scene.folder)
        let conflict = try #require(try scene.meet().conflicts(at: .text(.diary(entry))).first)
        #expect(Set(conflict.sides.map(\.text)) == ["Pink Fever at night.", "Dark Fever at night."])
        let side = try #require(conflict.sides.firstIndex { $0.text?.hasPrefix("Pink") == true })
        try scene.phone.settle(conflict, as: .side(side), in: scene.folder)
        #expect(try scene.meet()[text: .diary(entry)] == "Pink Fever at night.")
    }

    @Test("Another passage is written in the place of what both wrote, and nothing else is touched")
    mutating func settleWithAnother() throws {
        let entry = try scene.diaryRewritten(
            "Red today. Slept badly.", phone: "Pink today. Slept badly.", tablet: "Dark today. Slept badly.")
        let conflict = try #require(try scene.meet().conflicts(at: .text(.diary(entry))).first)
        try scene.tablet.settle(conflict, as: .text("Dark pink"), in: scene.folder)
        let after = try scene.meet()
        #expect(after[text: .diary(entry)] == "Dark pink today. Slept badly.")
        #expect(after.conflicts(at: .text(.diary(entry))).map(\.isSettled) == [true])
    }

    /// The tablet deleted a sentence in which the phone wrote a word: the phone's side is the sentence.
    @Test("Of a word written into what someone else deleted, the sides are all of what was deleted, and nothing")
    mutating func settleInserted() throws {
        let entry = try scene.diaryRewritten(
            "Red. No fever at night. Hot.", phone: "Red. No high fever at night. Hot.", tablet: "Red. Hot.")
        let conflict = try #require(try scene.meet().conflicts(at: .text(.diary(entry))).first)
        #expect(conflict.resolution == .merged(.inserted) && conflict.passage?.text == "high ")
        let phones = try #require(conflict.sides.firstIndex { $0.stamp.author == scene.phone.author })
        #expect(
            conflict.sides.map(\.text).contains("") && conflict.sides[phones].text == "No high fever at night. ")
        try scene.tablet.settle(conflict, as: .side(phones), in: scene.folder)
        #expect(try scene.meet()[text: .diary(entry)] == "Red. No high fever at night. Hot.")
    }

    @Test("Keeping an entry that was removed and written at once does not take back what was written into it since")
    mutating func keepRemoved() throws {
        let (entry, conflict) = try scene.diaryRemovedAndRewritten("Itchy.", tablet: "Itchy again.")
        try scene.tablet.rewriteDiary(entry, as: "Itchy again. Fever at night.", in: scene.folder)
        _ = try scene.meet()
        let written = try #require(conflict.sides.firstIndex { $0.text != nil })
        try scene.phone.settle(conflict, as: .side(written), in: scene.folder)
        #expect(try scene.meet().diary.map(\.text) == ["Itchy again. Fever at night."])
    }

    @Test("Who chooses a name without having seen the third one is asked again, and so is who has not seen it settled")
    mutating func settleUnseen() throws {
        try scene.phone.rename(scene.folder, to: "Arm")
        try scene.tablet.rename(scene.folder, to: "Left arm")
        let two = try #require(try scene.meet().conflicts(at: .field(.folderName)).first)
        try scene.phone.settle(two, as: .text("Forearm"), in: scene.folder)
        try scene.tablet.rename(scene.folder, to: "Elbow")
        let state = try scene.meet()
        let three = try #require(state.conflicts(at: .field(.folderName)).first { !$0.isSettled })
        #expect(three.texts == ["Forearm", "Elbow"])
        for choice in [Settlement.side(0), .shown, .text("Hand")] {
            #expect(throws: DeviceError.changedMeanwhile) {
                try scene.phone.settle(two, as: choice, in: scene.folder)
            }
        }
        #expect(scene.phone.state(of: scene.folder) == state)
        try scene.phone.settle(three, as: .side(0), in: scene.folder)
        #expect(try scene.meet().conflicts(at: .field(.folderName)).allSatisfy { $0.isSettled })
    }

    @Test("Who removes an entry without having seen what was written into it since is asked again")
    mutating func removeUnseen() throws {
        let (entry, conflict) = try scene.diaryRemovedAndRewritten("Itchy.", tablet: "Itchy again.")
        try scene.tablet.rewriteDiary(entry, as: "Itchy again. Fever at night.", in: scene.folder)
        _ = try scene.meet()
        let removal = try #require(conflict.sides.firstIndex { $0.text == nil })
        #expect(throws: DeviceError.changedMeanwhile) {
            try scene.phone.settle(conflict, as: .side(removal), in: scene.folder)
        }
        #expect(try scene.meet().diary.map(\.text) == ["Itchy again. Fever at night."])
    }

    @Test("Nor is a folder's name, or its area, over one that came meanwhile")
    mutating func nameUnseen() throws {
        let before = try scene.meet()
        try scene.tablet.rename(scene.folder, to: "Left arm", over: before.name)
        let site = try #require(SkinSite(.elbow, .left))
        try scene.tablet.setSite(site, of: scene.folder, over: before.site)
        let after = try scene.meet()
        #expect(throws: DeviceError.changedMeanwhile) {
            try scene.phone.rename(scene.folder, to: "Forearm", over: before.name)
        }
        #expect(throws: DeviceError.changedMeanwhile) {
            try scene.phone.setSite(site, of: scene.folder, over: before.site)
        }
        try scene.phone.rename(scene.folder, to: "Forearm", over: after.name)
        #expect(try scene.meet().name.shown?.value == "Forearm")
    }

    @Test("Nor a clinic's statement over an amendment that came from another browser meanwhile")
    mutating func statementUnseen() throws {
        let comment = try scene.clinic.comment("use the cream", on: .folder, in: scene.folder)
        let clinic = scene.clinic.account
        let before = try #require(scene.clinic.state(of: scene.folder)?[comment: comment, by: clinic])
        // The other browser's amendment, which a sync has brought.
        try scene.clinic.amend(comment, to: "use the cream twice", in: scene.folder)
        #expect(throws: DeviceError.changedMeanwhile) {
            try scene.clinic.amend(comment, to: "use the cream once", over: before.statement, in: scene.folder)
        }
        let after = try #require(scene.clinic.state(of: scene.folder)?[comment: comment, by: clinic])
        try scene.clinic.amend(comment, to: "use the cream once", over: after.statement, in: scene.folder)
        #expect(scene.clinic.state(of: scene.folder)?[comment: comment, by: clinic]?.text == "use the cream once")
    }

    @Test("A title over one that came while the person wrote, which they have not seen, is not written")
    mutating func titleUnseen() throws {
        let entry = try scene.phone.writeDiary(DiaryDraft(text: "Itchy.", title: "Monday"), in: scene.folder)
        _ = try scene.meet()
        var draft = try scene.phone.diaryDraft(of: entry, in: scene.folder)
        draft.title = "First day"
        try scene.tablet.changeDiary(entry, DiaryDraft(title: "After gardening"), in: scene.folder)
        _ = try scene.meet()
        #expect(throws: DeviceError.changedMeanwhile) {
            try scene.phone.changeDiary(entry, draft, in: scene.folder)
        }
        draft = try scene.phone.diaryDraft(of: entry, in: scene.folder)
        draft.title = "First day, after gardening"
        try scene.phone.changeDiary(entry, draft, in: scene.folder)
        #expect(try scene.meet()[diary: entry]?.title.shown?.value == "First day, after gardening")
        // What does not touch the title can be written all the same.
        draft = try scene.phone.diaryDraft(of: entry, in: scene.folder)
        draft.text = "Itchy and red."
        try scene.tablet.changeDiary(entry, DiaryDraft(title: "Gardening"), in: scene.folder)
        _ = try scene.meet()
        try scene.phone.changeDiary(entry, draft, in: scene.folder)
        #expect(try scene.meet()[diary: entry]?.text == "Itchy and red.")
    }

    @Test("Leaving a folder that was not moved where it is settles that")
    mutating func settleNotMoved() throws {
        let (a, b) = (try scene.phone.createFolder(named: "A"), try scene.phone.createFolder(named: "B"))
        for _ in 0..<2 { try scene.syncAll() }
        try scene.phone.move(a, into: b)
        try scene.tablet.move(b, into: a)
        for _ in 0..<2 { try scene.syncAll() }
        let conflict = try #require(scene.phone.libraryConflicts.first { $0.resolution == .notMoved })
        try scene.phone.settleInLibrary(conflict, as: .shown)
        #expect(scene.phone.libraryConflicts.filter { !$0.isSettled } == [])
        for _ in 0..<2 { try scene.syncAll() }
        for device in [scene.phone, scene.tablet] {
            #expect([a, b].count { device.arrangement.tree.parent(of: $0) == nil } == 1)
        }
    }

    @Test("A move that would put a folder into itself is not chosen; the one that was done is")
    mutating func settleMoved() throws {
        let (a, b) = (try scene.phone.createFolder(named: "A"), try scene.phone.createFolder(named: "B"))
        for _ in 0..<2 { try scene.syncAll() }
        try scene.phone.move(a, into: b)
        try scene.tablet.move(b, into: a)
        for _ in 0..<2 { try scene.syncAll() }
        let conflict = try #require(scene.phone.libraryConflicts.first { $0.resolution == .notMoved })
        let tree = scene.phone.arrangement.tree
        let stays = tree.parent(of: a) == nil ? a : b
        let avoided = try #require(conflict.sides.firstIndex { $0.text == (stays == a ? b : a).description })
        #expect(throws: DeviceError.notAllowed) { try scene.phone.settleInLibrary(conflict, as: .side(avoided)) }
        try scene.phone.settleInLibrary(conflict, as: .side(1 - avoided))
        #expect(scene.phone.arrangement.tree == tree && scene.phone.libraryConflicts.allSatisfy { $0.isSettled })
    }
}
