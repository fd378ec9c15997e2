import DermaCRDT
import DermaCausality
import DermaWire

/// Texts of a folder: how edits merge.
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
            Told.story(
                "right-origins", "After one letter, two that saw different ones behind it: the further one first."
            ) {
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
            Told.story("C35", "A carer's device edits the entry too: merged as C01 to C03, each change by its author.")
            {
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
                let op = OpID(Dot(FolderStory.Writer.tablet.replica(), 1), 0)
                let undone = try made("undo", story.state.edit(undoing: op, at: Told.text).flatMap { TextEdit($0) })
                try story.write(.tablet, [.edit(Told.text, undone)])
            },
            Told.story("notes", "A note on a photo, and the owner's comment, are texts too.") { story in
                let note = TextPlace.note(Told.photo)
                let body = TextPlace.comment(Told.comment)
                try story.add(Told.photo, manifest: [1], .phone)
                try story.write(
                    .phone,
                    [
                        Told.edit(note, .insert(at: 0, "Left")),
                        .addComment(Told.comment, on: .photo(Told.photo), text: "redder"),
                    ])
                try story.write(
                    .tablet, seeing: [.phone],
                    [Told.edit(note, .insert(at: 4, " hand")), Told.edit(body, .insert(at: 0, "much "))])
                try story.write(.phone, [Told.edit(body, .insert(at: 6, " now"), .delete(at: 0, count: 1))])
            },
        ]
    }
}
