import DermaCRDT
import DermaCausality
import DermaWire

/// What the stories of `folders.json` are about.
enum Told {
    static let diary: ItemID = Actors.id("diary")
    static let comment: ItemID = Actors.id("comment")
    static let score: ItemID = Actors.id("score")
    static let otherScore: ItemID = Actors.id("score-2")
    static let photo: PhotoID = Actors.id("photo")

    /// What the diary entry says.
    static let text = TextPlace.diary(diary)

    static func story(
        _ name: String, _ note: String, hiding hidden: FolderStory.Writer? = nil,
        _ tell: (inout FolderStory) throws -> Void
    ) throws -> VectorCase {
        var story = FolderStory()
        try tell(&story)
        return try story.vector(name, note, hiding: hidden)
    }

    static func day(_ text: String) throws -> CivilDay { try Vectors.made(text, CivilDay(iso: text)) }

    static func severity(_ value: UInt8) throws -> Score { try Vectors.made("score", Score(.severity, items: [value])) }

    static func edit(_ place: TextPlace, _ ops: TextOp...) throws -> Op {
        .edit(place, try Vectors.made("edit", TextEdit(ops)))
    }

    /// The phone's first entry says `text` in the diary.
    static func begun(_ story: inout FolderStory, _ text: String = "Itchy") throws {
        try story.write(.phone, [edit(self.text, .insert(at: 0, text))])
    }
}
