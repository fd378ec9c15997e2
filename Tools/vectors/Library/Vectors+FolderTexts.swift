import DermaCRDT
import DermaCausality
import DermaWire

/// Texts of a folder: how edits merge, and what the report says of them.
extension Vectors {
    static func mergedTexts() throws -> [VectorCase] {
        try [
            Told.story("C01", "Two devices edit one text at different places: both edits stay, nothing is flagged.") {
                story in
                try Told.begun(&story, "Red on Monday.")
                try story.write(.tablet, seeing: [.phone], [Told.edit(Told.text, .insert(at: 14, " Cream twice."))])
                try story.write(
                    .phone, [Told.edit(Told.text, .delete(at: 0, count: 1), .insert(at: 0, "Very r"))])
            },
            Told.story("C01-one-place", "Both type at one place: what each typed stays together.") { story in
                try Told.begun(&story, "Red.")
                try story.write(.tablet, seeing: [.phone], [Told.edit(Told.text, .insert(at: 3, " and hot"))])
                try story.write(.phone, [Told.edit(Told.text, .insert(at: 3, ", itchy"))])
                try story.write(.phone, [Told.edit(Told.text, .insert(at: 10, " at night"))])
                try story.write(.tablet, [Told.edit(Told.text, .insert(at: 11, " by day"))])
            },
            Told.story("backwards", "Two devices type backwards at one place: letters are not interleaved either.") {
                story in
                try Told.begun(&story, "[]")
                func backwards(_ letters: String) throws -> Op {
                    .edit(
                        Told.text,
                        try made("edit", TextEdit(letters.reversed().map { .insert(at: 1, String($0)) })))
                }
                try story.write(.tablet, seeing: [.phone], [backwards("ABC")])
                try story.write(.phone, [backwards("xyz")])
                try story.write(.tablet, [backwards("12")])
                try story.write(.phone, [backwards("89")])
            },
            Told.story("right-origins", "After one letter, two that saw different ones behind it: the further one first.") {
                story in
                try Told.begun(&story, "r")
                try story.write(.tablet, seeing: [.phone], [Told.edit(Told.text, .insert(at: 0, "s"))])
                try story.write(.laptop, seeing: [.phone], [Told.edit(Told.text, .insert(at: 0, "t"))])
                try story.write(.phone, seeing: [.tablet], [Told.edit(Told.text, .insert(at: 1, "x"))])
                try story.write(.tablet, seeing: [.laptop], [Told.edit(Told.text, .insert(at: 1, "y"))])
            },
            Told.story("three-replicas", "Three devices edit one text; one of them hears of the others in between.") {
                story in
                try Told.begun(&story, "Itchy elbow")
                try story.write(.tablet, seeing: [.phone], [Told.edit(Told.text, .insert(at: 6, "left "))])
                try story.write(.laptop, seeing: [.phone], [Told.edit(Told.text, .insert(at: 11, ", worse"))])
                try story.write(.phone, [Told.edit(Told.text, .insert(at: 0, "Very "))])
                try story.write(
                    .laptop, seeing: [.tablet],
                    [Told.edit(Told.text, .delete(at: 6, count: 5, isBackward: true), .insert(at: 6, "right "))])
                try story.write(.tablet, seeing: [.phone], [Told.edit(Told.text, .insert(at: 21, "!"))])
            },
            Told.story("C35", "A carer's device edits the entry too: merged as C01 to C03, each change by its author.") {
                story in
                try Told.begun(&story)
                try story.write(.phone, [.set(.title(Told.diary, "Mine"))])
                try story.write(
                    .laptop, seeing: [.phone],
                    [Told.edit(Told.text, .insert(at: 5, ", cream at noon")), .set(.title(Told.diary, "Carer's"))])
                try story.write(
                    .phone, [Told.edit(Told.text, .insert(at: 0, "Still: ")), .set(.title(Told.diary, "Mine again"))])
            },
            Told.story("undo", "To undo an edit is to make another one: what others deleted meanwhile stays deleted.") {
                story in
                try Told.begun(&story, "Red and hot")
                try story.write(
                    .tablet, seeing: [.phone],
                    [Told.edit(Told.text, .delete(at: 3, count: 8), .insert(at: 3, " and swollen"))])
                try story.write(.phone, seeing: [.tablet], [Told.edit(Told.text, .delete(at: 8, count: 4))])
                try story.write(.tablet, seeing: [.phone], [])
                let op = OpID(Dot(FolderStory.Writer.tablet.replica, 1), 0)
                let undone = try made("undo", story.state.edit(undoing: op, at: Told.text).flatMap { TextEdit($0) })
                try story.write(.tablet, [.edit(Told.text, undone)])
            },
            Told.story("notes", "A note on a photo, and the owner's comment, are texts too.") { story in
                let note = TextPlace.note(Told.photo)
                let body = TextPlace.comment(Told.comment)
                try story.write(
                    .phone,
                    [
                        .addPhoto(Told.photo, manifest: [1]), Told.edit(note, .insert(at: 0, "Left")),
                        .addComment(Told.comment, on: .photo(Told.photo), text: "redder"),
                    ])
                try story.write(
                    .tablet, seeing: [.phone],
                    [Told.edit(note, .insert(at: 4, " hand")), Told.edit(body, .insert(at: 0, "much "))])
                try story.write(.phone, [Told.edit(body, .insert(at: 6, " now"), .delete(at: 0, count: 1))])
            },
        ]
    }

    static func contestedTexts() throws -> [VectorCase] {
        func rewritten(_ story: inout FolderStory) throws {
            try Told.begun(&story, "Better on Tuesday.")
            try story.write(
                .tablet, seeing: [.phone],
                [Told.edit(Told.text, .delete(at: 10, count: 7), .insert(at: 10, "Thursday"))])
            try story.write(.phone, [Told.edit(Told.text, .delete(at: 10, count: 7), .insert(at: 10, "Friday"))])
        }
        return try [
            Told.story("C01-replaced", "Both rewrote one passage: merged, and flagged with both sides.") {
                try rewritten(&$0)
            },
            Told.story("C01-settled", "Somebody who saw both leaves it so; what is typed later is not what they saw.") {
                story in
                try rewritten(&story)
                try story.write(.tablet, seeing: [.phone], [.settle(.text(Told.text))])
                try story.write(.phone, seeing: [.tablet], [Told.edit(Told.text, .insert(at: 0, "Much b"))])
            },
            Told.story("C01-unseen", "Who has seen one side only settles nothing.") { story in
                try rewritten(&story)
                try story.write(.tablet, [.settle(.text(Told.text))])
            },
            Told.story("C01-inserted", "One wrote where the other deleted all around.") { story in
                try Told.begun(&story, "Red on Monday.")
                try story.write(.tablet, seeing: [.phone], [Told.edit(Told.text, .insert(at: 6, " or before"))])
                try story.write(.phone, [Told.edit(Told.text, .delete(at: 3, count: 10))])
            },
            Told.story("C01-deleted", "Both deleted the same words, one of them more; the report names the sides.") {
                story in
                try Told.begun(&story, "Red on Monday.")
                try story.write(.tablet, seeing: [.phone], [Told.edit(Told.text, .delete(at: 3, count: 10))])
                try story.write(
                    .phone,
                    [Told.edit(Told.text, .delete(at: 6, count: 7, isBackward: true)), .set(.title(Told.diary, "x"))])
            },
            Told.story("C01-twice", "Two passages of one text: two rows, of which one is settled.") { story in
                try Told.begun(&story, "Red and hot.")
                try story.write(
                    .tablet, seeing: [.phone], [Told.edit(Told.text, .delete(at: 0, count: 3), .insert(at: 0, "Pale"))])
                try story.write(.phone, [Told.edit(Told.text, .delete(at: 0, count: 3), .insert(at: 0, "Pink"))])
                try story.write(.laptop, seeing: [.phone, .tablet], [.settle(.text(Told.text))])
                try story.write(.tablet, [Told.edit(Told.text, .delete(at: 9, count: 3), .insert(at: 9, "cold"))])
                try story.write(.phone, [Told.edit(Told.text, .delete(at: 9, count: 3), .insert(at: 9, "warm"))])
            },
        ]
    }

    static func irregularTexts() throws -> [VectorCase] {
        try [
            Told.story("out-of-place", "An edit that does not fit the text its author saw has no effect, wholly.") {
                story in
                try Told.begun(&story, "abc")
                try story.write(
                    .phone,
                    [
                        Told.edit(Told.text, .insert(at: 0, "x"), .insert(at: 5, "y")),
                        Told.edit(Told.text, .delete(at: 2, count: 2)), Told.edit(Told.text, .insert(at: 3, "d")),
                        Told.edit(Told.text, .delete(at: 4, count: 1)),
                    ])
                try story.write(.tablet, [Told.edit(Told.text, .insert(at: 1, "never saw it"))])
                try story.write(.tablet, seeing: [.phone], [Told.edit(Told.text, .insert(at: 4, "e"))])
                try story.write(.laptop, [Told.edit(.note(Told.photo), .delete(at: 0, count: 1))])
            },
            Told.story("own-comment", "Edits of comments: only the owner's, and only of one that was seen.") { story in
                let body = TextPlace.comment(Told.comment)
                try story.write(.staff, [.addComment(Told.comment, on: .folder, text: "use the cream")])
                try story.write(.phone, seeing: [.staff], [Told.edit(body, .insert(at: 0, "no "))])
                try story.write(.phone, [.addComment(Told.comment, on: .folder, text: "")])
                try story.write(.tablet, [Told.edit(body, .insert(at: 0, "unseen"))])
                try story.write(.tablet, seeing: [.phone], [Told.edit(body, .insert(at: 0, "seen"))])
                try story.write(.staff, seeing: [.phone], [Told.edit(body, .insert(at: 0, "theirs"))])
            },
            Told.story("worked-example", "The example of the specification: P is the phone, T the tablet, L the laptop.") {
                story in
                try Told.begun(&story, "ab")
                try story.write(.tablet, seeing: [.phone], [Told.edit(Told.text, .insert(at: 2, "c"))])
                try story.write(.phone, [Told.edit(Told.text, .insert(at: 1, "x"))])
                let second = story.head(of: .phone)
                try story.write(.phone, seeing: [.tablet], [Told.edit(Told.text, .delete(at: 3, count: 1))])
                try story.write(.tablet, citing: second, [Told.edit(Told.text, .insert(at: 4, "d"))])
                try story.write(.laptop, seeing: [.tablet], [Told.edit(Told.text, .insert(at: 5, "e"))])
            },
            Told.story("one-entry", "Edits of one entry follow each other, also of several texts.") { story in
                try story.write(
                    .phone,
                    [
                        Told.edit(Told.text, .insert(at: 0, "ac")), Told.edit(.note(Told.photo), .insert(at: 0, "n")),
                        Told.edit(Told.text, .insert(at: 1, "b")), Told.edit(Told.text, .insert(at: 3, "d")),
                    ])
                try story.write(.tablet, seeing: [.phone], [Told.edit(Told.text, .delete(at: 1, count: 2))])
            },
            Told.story(
                "partly-cited",
                "The laptop cites the tablet, that had seen the phone, and not the phone: its text holds the phone's letters."
            ) { story in
                try Told.begun(&story, "abc")
                try story.write(.tablet, seeing: [.phone], [Told.edit(Told.text, .insert(at: 3, "def"))])
                try story.write(.laptop, seeing: [.tablet], [Told.edit(Told.text, .insert(at: 6, "ghi"))])
                try story.write(.phone, [.set(.title(Told.diary, "phone"))])
                try story.write(.laptop, [.set(.title(Told.diary, "laptop"))])
            },
            Told.story("other-agents", "Entries that edit nothing, or another text, leave no trace in the versions.") {
                story in
                try Told.begun(&story, "ab")
                try story.write(.tablet, [.set(.folderName("Arm"))])
                try story.write(.laptop, seeing: [.phone, .tablet], [Told.edit(Told.text, .insert(at: 2, "c"))])
                try story.write(.tablet, seeing: [.laptop], [Told.edit(Told.text, .insert(at: 3, "d"))])
            },
        ]
    }
}
