import DermaCRDT
import DermaCausality
import DermaWire

/// Edits that do not fit, and versions that follow from more than what is cited.
extension Vectors {
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
            Told.story(
                "worked-example", "The example of the specification: P is the phone, T the tablet, L the laptop."
            ) {
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
