import DermaCRDT
import DermaCausality
import DermaClient
import DermaTestSupport
import DermaWire
import Testing

@Suite("Review: rows that flip")
struct ReviewFlips {
    var scene: Scene

    init() throws { scene = try Scene.shared() }

    /// "PinkDark": a person leaves it, and then puts a blank between the words.
    @Test("A settled row of a text stays settled when somebody types on between what both wrote")
    mutating func typeBetween() throws {
        let entry = try scene.diaryRewritten("Red today.", phone: "Pink today.", tablet: "Dark today.")
        let state = try scene.meet()
        let conflict = try #require(state.conflicts(at: .text(.diary(entry))).first)
        try scene.phone.settle(conflict, as: .shown, in: scene.folder)
        let settled = try scene.meet()
        #expect(settled.conflicts(at: .text(.diary(entry))).map(\.isSettled) == [true])
        let text = try #require(settled[text: .diary(entry)])
        let spaced = text.replacing("PinkDark", with: "Pink Dark").replacing("DarkPink", with: "Dark Pink")
        try scene.phone.rewriteDiary(entry, as: spaced, in: scene.folder)
        let after = try scene.meet().conflicts(at: .text(.diary(entry)))
        #expect(after.map(\.isSettled) == [true], "\(after.map { ($0.resolution, $0.sides.map(\.id)) })")
        #expect(after.map(\.resolution) == settled.conflicts(at: .text(.diary(entry))).map(\.resolution))
    }

    @Test("A row of a text that was settled with a text of both is settled")
    mutating func settleWithBoth() throws {
        let entry = try scene.diaryRewritten("Red today.", phone: "Pink today.", tablet: "Dark today.")
        let state = try scene.meet()
        let conflict = try #require(state.conflicts(at: .text(.diary(entry))).first)
        let both = conflict.passage?.text == "PinkDark" ? "Pink or Dark" : "Dark or Pink"
        try scene.phone.settle(conflict, as: .text(both), in: scene.folder)
        let after = try scene.meet().conflicts(at: .text(.diary(entry)))
        #expect(after.map(\.isSettled) == [true], "\(after.map { ($0.resolution, $0.sides.map(\.id)) })")
    }

    static let stories: [[String]] = [
        ["Red today.", "Pink today.", "Dark today."],
        ["Red. No fever at night. Hot.", "Red. No high fever at night. Hot.", "Red. Hot."],
        [
            "It is red and dry and hot, it itches at night.", "Much better!",
            "It is pink and moist and cold, it hurts at noon.",
        ],
        ["Red and dry and hot.", "Pink and dry and cold.", "Dark, moist, and warm."],
        ["Red and dry and hot.", "Pink and dry.", "Red, moist."],
    ]

    /// "On every device it then counts as settled, with both sides still to be seen."
    @Test(
        "Whatever side is chosen on whatever device, the row is settled and has its sides", arguments: stories,
        [true, false])
    func settleAny(story: [String], byPhone: Bool) throws {
        for choice in [0, 1, 2] {
            var scene = try Scene.shared()
            let entry = try scene.diaryRewritten(story[0], phone: story[1], tablet: story[2])
            let rows = try scene.meet().conflicts(at: .text(.diary(entry)))
            let conflict = try #require(rows.first)
            let settlement: Settlement = choice < conflict.sides.count ? .side(choice) : .shown
            if byPhone {
                try scene.phone.settle(conflict, as: settlement, in: scene.folder)
            } else {
                try scene.tablet.settle(conflict, as: settlement, in: scene.folder)
            }
            let state = try scene.meet()
            let after = state.conflicts(at: .text(.diary(entry)))
            #expect(
                after.count == rows.count
                    && after.filter(\.isSettled).map { $0.sides.map(\.id) } == [conflict.sides.map(\.id)],
                "\(story[1]) | \(story[2]), \(settlement) by phone: \(byPhone), of \(conflict.sides.map { $0.text ?? "-" }): now \(state[text: .diary(entry)] ?? "-"); \(after.map { ($0.isSettled, $0.resolution, $0.sides.map(\.text)) })"
            )
        }
    }

    @Test("A row is there still when the one who deleted a sentence deletes a letter of what was written in it")
    mutating func deleteLetter() throws {
        let entry = try scene.diaryRewritten(
            "Red. No fever at night. Hot.", phone: "Red. No high fever at night. Hot.", tablet: "Red. Hot.")
        let rows = try scene.meet().conflicts(at: .text(.diary(entry)))
        let text = try #require(try scene.meet()[text: .diary(entry)])
        try #require(text.contains("high"))
        try scene.tablet.rewriteDiary(entry, as: text.replacing("high", with: "hig"), in: scene.folder)
        let after = try scene.meet().conflicts(at: .text(.diary(entry)))
        #expect(after.map { $0.sides.map(\.id) } == rows.map { $0.sides.map(\.id) })
    }

    @Test("Who chooses one device's side of every row is asked once for each row", arguments: stories, [true, false])
    func settleAll(story: [String], phones: Bool) throws {
        for byPhone in [true, false] {
            var scene = try Scene.shared()
            let entry = try scene.diaryRewritten(story[0], phone: story[1], tablet: story[2])
            let author = phones ? scene.phone.author : scene.tablet.author
            let rows = try scene.meet().conflicts(at: .text(.diary(entry)))
            var log: [String] = []
            for _ in 0..<8 {
                let state = try scene.meet()
                guard let row = state.conflicts(at: .text(.diary(entry))).first(where: { !$0.isSettled }) else { break }
                let side = try #require(row.sides.firstIndex { $0.stamp.author == author })
                log.append("\(state[text: .diary(entry)] ?? "-") ← \(row.sides[side].text ?? "-")")
                if byPhone {
                    try scene.phone.settle(row, as: .side(side), in: scene.folder)
                } else {
                    try scene.tablet.settle(row, as: .side(side), in: scene.folder)
                }
            }
            let state = try scene.meet()
            let open = state.conflicts(at: .text(.diary(entry))).filter { !$0.isSettled }
            #expect(
                log.count == rows.count && open.isEmpty,
                "by phone: \(byPhone), open: \(open.count), \(state[text: .diary(entry)] ?? "-")\n\(log.joined(separator: "\n"))"
            )
        }
    }

    /// "With both sides still to be seen."
    @Test("What the sides of a settled row say is what they said before it was settled", arguments: stories)
    func sidesStay(story: [String]) throws {
        for choice in [0, 1] {
            var scene = try Scene.shared()
            let entry = try scene.diaryRewritten(story[0], phone: story[1], tablet: story[2])
            let row = try #require(try scene.meet().conflicts(at: .text(.diary(entry))).first)
            try scene.phone.settle(row, as: .side(choice), in: scene.folder)
            let after = try scene.meet().conflicts(at: .text(.diary(entry)))
            #expect(
                after.first(where: \.isSettled)?.sides.map(\.text) == row.sides.map(\.text),
                "chose \(row.sides[choice].text ?? "-") of \(row.sides.map(\.text)): \(after.map { ($0.isSettled, $0.sides.map(\.text)) })"
            )
        }
    }
}
