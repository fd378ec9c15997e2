import DermaCRDT
import DermaCausality
import DermaWire

/// Texts that several rewrote, and what the report says of them.
extension Vectors {
    static func contestedTexts() throws -> [VectorCase] {
        func rewritten(_ story: inout FolderStory) throws {
            try Told.begun(&story, "Better on Tuesday.")
            try story.write(
                .tablet, seeing: [.phone],
                [Told.edit(Told.text, .delete(at: 10, count: 7), .insert(at: 10, "Thursday"))])
            try story.write(.phone, [Told.edit(Told.text, .delete(at: 10, count: 7), .insert(at: 10, "Friday"))])
        }
        /// Each has put a word in the place of one, and the phone has seen both.
        func replaced(_ story: inout FolderStory) throws {
            try Told.begun(&story, "Red.")
            for (writer, text) in [(FolderStory.Writer.tablet, "Pink"), (.phone, "Dark")] {
                try story.write(
                    writer, seeing: writer == .tablet ? [.phone] : [],
                    [Told.edit(Told.text, .delete(at: 0, count: 3), .insert(at: 0, text))])
            }
            try story.write(.phone, seeing: [.tablet], [.set(.title(Told.diary, "Colour"))])
        }
        return try [
            Told.story("C01-rewritten", "One wrote the text anew, the other corrected words: one passage, asked once.")
            {
                story in
                try Told.begun(&story, "Red and dry.")
                try story.write(
                    .tablet, seeing: [.phone],
                    [Told.edit(Told.text, .delete(at: 0, count: 12), .insert(at: 0, "Much better!"))])
                try story.write(.phone, [Told.edit(Told.text, .delete(at: 0, count: 3), .insert(at: 0, "Pink"))])
                try story.write(.phone, [Told.edit(Told.text, .delete(at: 9, count: 3), .insert(at: 9, "hot"))])
            },
            Told.story("C01-settled-again", "What was written to settle a passage is of none of its sides.") { story in
                try replaced(&story)
                try story.write(
                    .tablet, seeing: [.phone],
                    [Told.edit(Told.text, .delete(at: 0, count: 8), .insert(at: 0, "Pale"))]
                        + story.settling(.text(Told.text)))
                try story.write(.phone, seeing: [.tablet], [Told.edit(Told.text, .insert(at: 2, "-"))])
            },
            Told.story("C01-chosen-apart", "Two choose otherwise at once: neither word is left, and the row is open.") {
                story in
                try replaced(&story)
                let settled = story.settling(.text(Told.text))
                try story.write(
                    .tablet, seeing: [.phone], [Told.edit(Told.text, .delete(at: 0, count: 4))] + settled)
                try story.write(.phone, [Told.edit(Told.text, .delete(at: 4, count: 4))] + settled)
            },
            Told.story("C01-chosen-again", "Who has seen both choices and chooses settles it.") { story in
                try replaced(&story)
                let settled = story.settling(.text(Told.text))
                try story.write(
                    .tablet, seeing: [.phone], [Told.edit(Told.text, .delete(at: 0, count: 4))] + settled)
                try story.write(.phone, [Told.edit(Told.text, .delete(at: 4, count: 4))] + settled)
                try story.write(.phone, seeing: [.tablet], [Told.edit(Told.text, .insert(at: 0, "Pink"))] + settled)
            },
            Told.story("C01-later", "Two who know that it is settled write there at once: a row of those two.") {
                story in
                try replaced(&story)
                try story.write(.tablet, seeing: [.phone], story.settling(.text(Told.text)))
                for (writer, text) in [(FolderStory.Writer.laptop, "Rosy"), (.phone, "Pale")] {
                    try story.write(
                        writer, seeing: writer == .laptop ? [.tablet, .phone] : [.tablet],
                        [Told.edit(Told.text, .delete(at: 0, count: 8), .insert(at: 0, text))])
                }
            },
            Told.story("C01-replaced", "Both rewrote one passage: merged, and flagged with both sides.") {
                try rewritten(&$0)
            },
            Told.story("C01-settled", "Somebody who saw both leaves it so; what is typed later is not what they saw.") {
                story in
                try rewritten(&story)
                try story.write(.tablet, seeing: [.phone], story.settling(.text(Told.text)))
                try story.write(.phone, seeing: [.tablet], [Told.edit(Told.text, .insert(at: 0, "Much b"))])
            },
            Told.story("C01-unseen", "Who has seen one side only settles nothing.") { story in
                try rewritten(&story)
                try story.write(.tablet, story.settling(.text(Told.text)))
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
                try story.write(.laptop, seeing: [.phone, .tablet], story.settling(.text(Told.text)))
                try story.write(.tablet, [Told.edit(Told.text, .delete(at: 9, count: 3), .insert(at: 9, "cold"))])
                try story.write(.phone, [Told.edit(Told.text, .delete(at: 9, count: 3), .insert(at: 9, "warm"))])
            },
            Told.story("C01-one-of-two", "Who has seen two passages and looked at one settles that one.") { story in
                try Told.begun(&story, "Red and hot.")
                for (writer, colour, heat) in [(FolderStory.Writer.tablet, "Pale", "cold"), (.phone, "Pink", "warm")] {
                    try story.write(
                        writer, seeing: writer == .tablet ? [.phone] : [],
                        [Told.edit(Told.text, .delete(at: 0, count: 3), .insert(at: 0, colour))])
                    try story.write(writer, [Told.edit(Told.text, .delete(at: 9, count: 3), .insert(at: 9, heat))])
                }
                try story.write(
                    .laptop, seeing: [.phone, .tablet], Array(story.settling(.text(Told.text)).prefix(1)))
            },
        ]
    }
}
