import DermaCRDT
import DermaCausality
import DermaClient
import DermaTestSupport
import DermaWire
import Testing

/// A diary entry that two devices wrote anew at once.
struct RewrittenDiary: Sendable, CustomTestStringConvertible {
    let before: String
    let phone: String
    let tablet: String

    static let word = RewrittenDiary(before: "Red today.", phone: "Pink today.", tablet: "Dark today.")
    static let sentence = RewrittenDiary(
        before: "Red. No fever at night. Hot.", phone: "Red. No high fever at night. Hot.", tablet: "Red. Hot.")
    static let all: [RewrittenDiary] = [
        word, sentence,
        RewrittenDiary(
            before: "It is red and dry and hot, it itches at night.", phone: "Much better!",
            tablet: "It is pink and moist and cold, it hurts at noon."),
        RewrittenDiary(
            before: "Red and dry and hot.", phone: "Pink and dry and cold.", tablet: "Dark, moist, and warm."),
        RewrittenDiary(before: "Red and dry and hot.", phone: "Pink and dry.", tablet: "Red, moist."),
    ]

    var testDescription: String { "\(before) → \(phone) | \(tablet)" }
}

/// "On every device it then counts as settled, with both sides still to be seen."
@Suite("A row of a text that was settled stays so, whatever is written by those who saw it")
struct SettledTextConflicts {
    enum Chosen: CaseIterable { case first, second, shown }

    /// The rows of the entry, on a phone and a tablet that have met.
    private func rows(_ scene: inout Scene, _ entry: ItemID) throws -> [Conflict] {
        try scene.meet().conflicts(at: .text(.diary(entry)))
    }

    private func text(_ scene: inout Scene, _ entry: ItemID) throws -> String {
        try #require(try scene.meet()[text: .diary(entry)])
    }

    private func written(_ story: RewrittenDiary) throws -> (Scene, ItemID) {
        var scene = try Scene.shared()
        let entry = try scene.diaryRewritten(story.before, phone: story.phone, tablet: story.tablet)
        return (scene, entry)
    }

    @Test("Somebody types a blank between what both wrote")
    func typeBetween() throws {
        var (scene, entry) = try written(.word)
        try scene.phone.settle(#require(rows(&scene, entry).first), as: .shown, in: scene.folder)
        let settled = try rows(&scene, entry)
        #expect(settled.map(\.isSettled) == [true])
        let spaced = try text(&scene, entry).replacing("PinkDark", with: "Pink Dark")
            .replacing("DarkPink", with: "Dark Pink")
        try #require(spaced.contains("k "))
        try scene.phone.rewriteDiary(entry, as: spaced, in: scene.folder)
        let after = try rows(&scene, entry)
        #expect(after.map(\.isSettled) == [true])
        #expect(after.map(\.resolution) == settled.map(\.resolution))
    }

    @Test("Somebody puts a text of both in their place")
    func settleWithBoth() throws {
        var (scene, entry) = try written(.word)
        let row = try #require(try rows(&scene, entry).first)
        let both = row.passage?.text == "PinkDark" ? "Pink or Dark" : "Dark or Pink"
        try scene.phone.settle(row, as: .text(both), in: scene.folder)
        #expect(try rows(&scene, entry).map(\.isSettled) == [true])
    }

    @Test(
        "Any side is chosen on any device: the row has its sides, and they say what they said",
        arguments: RewrittenDiary.all, [Scene.Member.phone, .tablet])
    func settleAny(story: RewrittenDiary, member: Scene.Member) throws {
        for chosen in Chosen.allCases {
            var (scene, entry) = try written(story)
            let rows = try rows(&scene, entry)
            let row = try #require(rows.first)
            let settlement: Settlement =
                switch chosen {
                case .first: .side(0)
                case .second: .side(1)
                case .shown: .shown
                }
            try scene[member].settle(row, as: settlement, in: scene.folder)
            let after = try self.rows(&scene, entry)
            #expect(after.count == rows.count, "\(chosen)")
            let settled = after.filter(\.isSettled)
            #expect(settled.map { $0.sides.map(\.id) } == [row.sides.map(\.id)], "\(chosen)")
            #expect(settled.map { $0.sides.map(\.text) } == [row.sides.map(\.text)], "\(chosen)")
        }
    }

    @Test(
        "Who chooses one device's side of every row is asked once for each", arguments: RewrittenDiary.all,
        [Scene.Member.phone, .tablet])
    func settleAll(story: RewrittenDiary, chooser: Scene.Member) throws {
        for chosen in [Scene.Member.phone, .tablet] {
            var (scene, entry) = try written(story)
            let author = scene[chosen].author
            let rows = try rows(&scene, entry)
            var asked = 0
            while asked <= rows.count, let row = try self.rows(&scene, entry).first(where: { !$0.isSettled }) {
                let side = try #require(row.sides.firstIndex { $0.stamp.author == author })
                try scene[chooser].settle(row, as: .side(side), in: scene.folder)
                asked += 1
            }
            let text = try text(&scene, entry)
            #expect(asked == rows.count, "\(chosen): \(text)")
        }
    }

    @Test("The one who deleted a sentence deletes a letter of what was written in it")
    func deleteLetter() throws {
        var (scene, entry) = try written(.sentence)
        let rows = try rows(&scene, entry)
        let text = try text(&scene, entry)
        try #require(text.contains("high"))
        try scene.tablet.rewriteDiary(entry, as: text.replacing("high", with: "hig"), in: scene.folder)
        #expect(try self.rows(&scene, entry).map { $0.sides.map(\.id) } == rows.map { $0.sides.map(\.id) })
    }
}
