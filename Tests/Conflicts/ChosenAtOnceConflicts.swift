import DermaCRDT
import DermaCausality
import DermaClient
import DermaTestSupport
import DermaWire
import Testing

/// Neither's words may be gone with the row counting as settled, nor stand there twice for good.
@Suite("Two people settle one row of a text at once")
struct ChosenAtOnceConflicts {
    var scene: Scene

    init() throws { scene = try Scene.shared() }

    private mutating func rows(_ entry: ItemID) throws -> [Conflict] {
        try scene.meet().conflicts(at: .text(.diary(entry)))
    }

    private mutating func text(_ entry: ItemID) throws -> String {
        try #require(try scene.meet()[text: .diary(entry)])
    }

    /// The row, and the places of the sides of the phone and of the tablet.
    private mutating func met(_ story: RewrittenDiary) throws -> (entry: ItemID, row: Conflict, phone: Int, tablet: Int)
    {
        let entry = try scene.diaryRewritten(story.before, phone: story.phone, tablet: story.tablet)
        let row = try #require(try rows(entry).first)
        let (phone, tablet) = (scene.phone.author, scene.tablet.author)
        return (
            entry, row, try #require(row.sides.firstIndex { $0.stamp.author == phone }),
            try #require(row.sides.firstIndex { $0.stamp.author == tablet })
        )
    }

    @Test(
        "Who chose otherwise are asked again, with both sides as they were",
        arguments: [RewrittenDiary.word, .sentence])
    mutating func differently(story: RewrittenDiary) throws {
        let (entry, row, phone, tablet) = try met(story)
        try scene.phone.settle(row, as: .side(phone), in: scene.folder)
        try scene.tablet.settle(row, as: .side(tablet), in: scene.folder)
        let after = try rows(entry)
        #expect(after.map(\.isSettled) == [false])
        #expect(after.map { $0.sides.map(\.id) } == [row.sides.map(\.id)])
        #expect(after.map { $0.sides.map(\.text) } == [row.sides.map(\.text)])
        try scene.tablet.settle(#require(after.first), as: .side(phone), in: scene.folder)
        #expect(try text(entry) == story.phone && rows(entry).map(\.isSettled) == [true])
    }

    @Test(
        "Who chose alike: the row stays, and if it does not say what they chose, they are asked again",
        arguments: [RewrittenDiary.word, .sentence])
    mutating func alike(story: RewrittenDiary) throws {
        let (entry, row, phone, _) = try met(story)
        try scene.phone.settle(row, as: .side(phone), in: scene.folder)
        try scene.tablet.settle(row, as: .side(phone), in: scene.folder)
        let after = try rows(entry)
        #expect(after.map { $0.sides.map(\.id) } == [row.sides.map(\.id)])
        #expect(after.map { $0.sides.map(\.text) } == [row.sides.map(\.text)])
        let shown = try text(entry)
        #expect(after.map(\.isSettled) == [shown == story.phone])
        try scene.phone.settle(#require(after.first), as: .side(phone), in: scene.folder)
        #expect(try text(entry) == story.phone && rows(entry).map(\.isSettled) == [true])
    }

    @Test(
        "What a choice is taken back to was there before: both sides are what they were",
        arguments: [RewrittenDiary.word, .sentence])
    mutating func undone(story: RewrittenDiary) throws {
        let (entry, row, phone, tablet) = try met(story)
        let shown = try text(entry)
        try scene.phone.settle(row, as: .side(phone), in: scene.folder)
        let choice = try #require(try rows(entry).first?.settled)
        try scene.phone.undo(OpID(choice.id.dot, 0), at: .diary(entry), in: scene.folder)
        let after = try rows(entry)
        #expect(try text(entry) == shown)
        #expect(after.map { $0.sides.map(\.text) } == [row.sides.map(\.text)])
        try scene.phone.settle(#require(after.first), as: .side(tablet), in: scene.folder)
        #expect(try text(entry) == story.tablet)
    }

    @Test("Who takes back their side has chosen the other one")
    mutating func tookBack() throws {
        let (entry, row, _, tablet) = try met(.sentence)
        try scene.tablet.undo(row.sides[tablet].stamp.id, at: .diary(entry), in: scene.folder)
        #expect(try text(entry) == RewrittenDiary.sentence.phone)
        let after = try rows(entry)
        #expect(after.map(\.isSettled) == [true] && after.map { $0.sides.map(\.text) } == [row.sides.map(\.text)])
        try scene.phone.settle(#require(after.first), as: .side(tablet), in: scene.folder)
        #expect(try text(entry) == RewrittenDiary.sentence.tablet)
    }

    @Test("A third one who comes late opens the row again, and nothing that settled it stands at a side")
    mutating func late() throws {
        var spare = try scene.world.linked(to: &scene.phone, "Spare")
        let entry = try scene.phone.writeDiary(DiaryDraft(text: RewrittenDiary.sentence.before), in: scene.folder)
        _ = try scene.meet()
        try scene.world.sync(&spare)
        try spare.rewriteDiary(entry, as: "Red. No fever at all at night. Hot.", in: scene.folder)
        try scene.phone.rewriteDiary(entry, as: RewrittenDiary.sentence.phone, in: scene.folder)
        try scene.tablet.rewriteDiary(entry, as: RewrittenDiary.sentence.tablet, in: scene.folder)
        let row = try #require(try rows(entry).first)
        let kept = try #require(row.sides.firstIndex { $0.text?.contains("high") ?? false })
        try scene.phone.settle(row, as: .side(kept), in: scene.folder)
        _ = try scene.meet()
        try scene.world.sync(&spare)
        let after = try #require(try rows(entry).first { !$0.isSettled })
        #expect(after.sides.allSatisfy { ($0.text ?? "").components("fever") <= 1 }, "\(after.sides.map(\.text))")
        for side in after.sides.indices {
            var other = scene
            try other.phone.settle(after, as: .side(side), in: scene.folder)
            let text = try #require(try other.meet()[text: .diary(entry)])
            #expect(text.components("fever") <= 1, "\(text)")
        }
    }

    @Test("What two write at the place of a row that they know to be settled is a row of those two")
    mutating func later() throws {
        var spare = try scene.world.linked(to: &scene.phone, "Spare")
        let (entry, row, phone, _) = try met(.word)
        try scene.world.sync(&spare)
        try scene.phone.settle(row, as: .side(phone), in: scene.folder)
        _ = try scene.meet()
        try scene.world.sync(&spare)
        try spare.rewriteDiary(entry, as: "Rosy today.", in: scene.folder)
        try scene.phone.rewriteDiary(entry, as: "Purple today.", in: scene.folder)
        try scene.world.sync(&spare)
        let after = try rows(entry)
        #expect(after.map { Set($0.sides.compactMap(\.text)) } == [["Rosy", "Purple"]])
    }
}

extension String {
    fileprivate func components(_ word: String) -> Int { ranges(of: word).count }
}
