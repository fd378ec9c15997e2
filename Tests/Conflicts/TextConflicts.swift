import DermaCRDT
import DermaCausality
import DermaClient
import DermaTestSupport
import Testing

@Suite("What a person writes over what they were shown")
struct TextConflicts {
    var scene: Scene

    init() throws { scene = try Scene.shared() }

    /// An app shows "Red", the person types "Red today"; meanwhile a sync brings the tablet's sentence.
    @Test("A draft that was begun before a sync does not delete what the sync brought")
    mutating func staleDraft() throws {
        let entry = try scene.phone.writeDiary(DiaryDraft(text: "Red"), in: scene.folder)
        _ = try scene.meet()
        var draft = try scene.phone.diaryDraft(of: entry, in: scene.folder)
        draft.text = "Red today"
        try scene.tablet.rewriteDiary(entry, as: "Red. Fever at night.", in: scene.folder)
        _ = try scene.meet()
        try scene.phone.changeDiary(entry, draft, in: scene.folder)
        let after = try scene.meet()
        #expect(["Red today. Fever at night.", "Red. Fever at night. today"].contains(after[text: .diary(entry)]))
    }

    @Test("Nor does a comment's correction that was begun before a sync; and it must say what was shown")
    mutating func staleComment() throws {
        let comment = try scene.phone.comment("Red", on: .folder, in: scene.folder)
        let shown = try scene.meet().shown(.comment(comment))
        try scene.tablet.rewriteComment(comment, as: "Red. Fever at night.", in: scene.folder)
        _ = try scene.meet()
        #expect(throws: DeviceError.notAllowed) { try scene.phone.amend(comment, to: "Red today", in: scene.folder) }
        try scene.phone.amend(comment, to: "Red today", of: shown, in: scene.folder)
        #expect(try scene.meet()[text: .comment(comment)]?.contains("Fever at night.") == true)
    }

    @Test("Who was shown no text deletes none")
    mutating func nothingShown() throws {
        let entry = try scene.phone.writeDiary(DiaryDraft(text: "Red"), in: scene.folder)
        let shown = try #require(try scene.meet().shown(.diary(entry)))
        #expect(shown.text == "Red")
        try scene.phone.changeDiary(entry, DiaryDraft(text: "Hot. "), in: scene.folder)
        #expect(try ["Hot. Red", "RedHot. "].contains(scene.meet()[text: .diary(entry)]))
    }

    @Test("What was shown of one text is no version of another")
    mutating func foreignVersion() throws {
        let entry = try scene.phone.writeDiary(DiaryDraft(text: "Red"), in: scene.folder)
        let other = try scene.tablet.writeDiary(DiaryDraft(text: "Pink"), in: scene.folder)
        let shown = try #require(try scene.meet().shown(.diary(other)))
        #expect(throws: DeviceError.notAllowed) {
            try scene.phone.changeDiary(entry, DiaryDraft(text: "Blue", of: shown), in: scene.folder)
        }
    }

    /// As by tapping twice. "Returns: nil if nothing is left to undo."
    @Test("An edit that was undone is not undone again")
    mutating func undoTwice() throws {
        let entry = try scene.phone.writeDiary(DiaryDraft(text: "Red and itchy"), in: scene.folder)
        let place = TextPlace.diary(entry)
        let deletion = try #require(
            try scene.phone.edit(place, in: scene.folder) { (text) throws(TextError) in try text.delete(3..<13) })
        _ = try scene.phone.undo(deletion, at: place, in: scene.folder)
        #expect(try scene.phone.undo(deletion, at: place, in: scene.folder) == nil)
        #expect(scene.phone.state(of: scene.folder)?[text: place] == "Red and itchy")
    }

    @Test("What was undone is done again by undoing that, and can then be undone once more, after a restart too")
    mutating func redo() throws {
        let entry = try scene.phone.writeDiary(DiaryDraft(text: "Red and itchy"), in: scene.folder)
        let place = TextPlace.diary(entry)
        func undo(_ op: OpID, _ expected: String) throws -> OpID? {
            scene.phone = try TestDevice.open(
                store: scene.phone.store, passcode: World.passcode, environment: scene.phone.environment)
            let undone = try scene.phone.undo(op, at: place, in: scene.folder)
            #expect(scene.phone.state(of: scene.folder)?[text: place] == expected)
            return undone
        }
        let deletion = try #require(
            try scene.phone.edit(place, in: scene.folder) { (text) throws(TextError) in try text.delete(3..<13) })
        let undone = try #require(try undo(deletion, "Red and itchy"))
        let redone = try #require(try undo(undone, "Red"))
        #expect(try undo(undone, "Red") == nil)
        let again = try #require(try undo(deletion, "Red and itchy"))
        for op in [deletion, redone] { #expect(try undo(op, "Red and itchy") == nil) }
        #expect(try undo(again, "Red") != nil)
    }
}
