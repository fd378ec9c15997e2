import DermaCRDT
import DermaCausality
import DermaClient
import DermaTestSupport
import Testing

@Suite("Attack: what a person wrote and nobody is shown")
struct AttackLoss {
    var scene: Scene

    init() throws { scene = try Scene.shared() }

    @Test("A diary entry written offline into a folder that another device deleted is somewhere to be found")
    mutating func diaryInDeletedFolder() throws {
        try scene.syncAll()
        try scene.phone.delete(scene.folder)
        _ = try scene.tablet.writeDiary(DiaryDraft(text: "Blisters since this morning"), in: scene.folder)
        _ = try scene.meet()
        // Nothing says so but the state of a folder that is deleted.
        #expect(
            !scene.phone.isDeleted(scene.folder) || !scene.phone.recovered.isEmpty
                || !scene.phone.libraryConflicts.isEmpty)
    }

    @Test("A folder that was moved offline into one that another device deleted is recovered or flagged")
    mutating func folderInDeletedFolder() throws {
        let box = try scene.phone.createFolder(named: "Box")
        let inside = try scene.phone.createFolder(named: "Inside")
        for _ in 0..<2 { try scene.syncAll() }
        try scene.phone.delete(box)
        try scene.tablet.move(inside, into: box)
        for _ in 0..<2 { try scene.syncAll() }
        #expect(scene.phone.folderTree.parent(of: inside) != box || !scene.phone.libraryConflicts.isEmpty)
    }

    /// The person looked at the report; then a sync brought another sentence; then they chose a side.
    @Test("Choosing a side does not delete what arrived after the person looked")
    mutating func settleAfterArrival() throws {
        let entry = try scene.phone.writeDiary(DiaryDraft(text: "Red today."), in: scene.folder)
        _ = try scene.meet()
        try scene.phone.changeDiary(entry, DiaryDraft(text: "Pink today."), in: scene.folder)
        try scene.tablet.changeDiary(entry, DiaryDraft(text: "Dark today."), in: scene.folder)
        let state = try scene.meet()
        let conflict = try #require(state.conflicts(at: .text(.diary(entry))).first)
        let side = try #require(conflict.sides.firstIndex { $0.text == "Pink today." })
        let now = try #require(state[text: .diary(entry)])
        try scene.tablet.changeDiary(entry, DiaryDraft(text: now + " Fever at night."), in: scene.folder)
        _ = try scene.meet()
        try scene.phone.settle(conflict, as: .side(side), in: scene.folder)
        let after = try scene.meet()
        #expect(after[text: .diary(entry)]?.contains("Fever at night.") == true)
    }

    /// Only the first word was rewritten by both. Choosing a side of that is not choosing against the other paragraph.
    @Test("Choosing a side of one passage keeps what was written elsewhere in the text")
    mutating func settleOnePassage() throws {
        let entry = try scene.phone.writeDiary(DiaryDraft(text: "Red today. Slept badly."), in: scene.folder)
        _ = try scene.meet()
        try scene.phone.changeDiary(entry, DiaryDraft(text: "Pink today. Slept badly."), in: scene.folder)
        try scene.tablet.changeDiary(
            entry, DiaryDraft(text: "Dark today. Slept badly. Fever at night."), in: scene.folder)
        let state = try scene.meet()
        let conflict = try #require(state.conflicts(at: .text(.diary(entry))).first)
        let side = try #require(conflict.sides.firstIndex { $0.text?.hasPrefix("Pink") == true })
        try scene.phone.settle(conflict, as: .side(side), in: scene.folder)
        let after = try scene.meet()
        #expect(after[text: .diary(entry)]?.contains("Fever at night.") == true)
    }

    @Test("Settling one of two passages leaves the other one open")
    mutating func settleOneOfTwo() throws {
        let middle = " and then a long quiet day with nothing to say, "
        let entry = try scene.phone.writeDiary(DiaryDraft(text: "Red" + middle + "hot"), in: scene.folder)
        _ = try scene.meet()
        try scene.phone.changeDiary(entry, DiaryDraft(text: "Pink" + middle + "warm"), in: scene.folder)
        try scene.tablet.changeDiary(entry, DiaryDraft(text: "Dark" + middle + "cold"), in: scene.folder)
        let state = try scene.meet()
        let rows = state.conflicts(at: .text(.diary(entry)))
        try #require(rows.count == 2)
        try scene.phone.settle(rows[0], as: .shown, in: scene.folder)
        let after = try scene.meet().conflicts(at: .text(.diary(entry)))
        #expect(after.count { $0.isSettled } == 1)
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
    }

    /// As by tapping twice. "Returns: nil if nothing is left to undo."
    @Test("An edit that was undone is not undone again")
    mutating func undoTwice() throws {
        let entry = try scene.phone.writeDiary(DiaryDraft(text: "Red and itchy"), in: scene.folder)
        let place = TextPlace.diary(entry)
        let deletion = try #require(
            try scene.phone.edit(place, in: scene.folder) { (text) throws(TextError) in try text.delete(3..<13) })
        _ = try scene.phone.undo(deletion, at: place, in: scene.folder)
        _ = try scene.phone.undo(deletion, at: place, in: scene.folder)
        #expect(scene.phone.state(of: scene.folder)?[text: place] == "Red and itchy")
    }

    /// An app shows "Red", the person types "Red today"; meanwhile a sync brings the tablet's sentence.
    @Test("A draft that was begun before a sync does not delete what the sync brought")
    mutating func staleDraft() throws {
        let entry = try scene.phone.writeDiary(DiaryDraft(text: "Red"), in: scene.folder)
        _ = try scene.meet()
        let draft = DiaryDraft(text: "Red today")
        try scene.tablet.changeDiary(entry, DiaryDraft(text: "Red. Fever at night."), in: scene.folder)
        _ = try scene.meet()
        try scene.phone.changeDiary(entry, draft, in: scene.folder)
        let after = try scene.meet()
        #expect(after[text: .diary(entry)]?.contains("Fever at night.") == true || !after.conflicts.isEmpty)
    }
}
