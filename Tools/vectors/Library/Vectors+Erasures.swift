import DermaCRDT
import DermaCausality
import DermaWire

/// Photos that were erased, or whose bodies are missing.
extension Vectors {
    static func erasureStories() throws -> [VectorCase] {
        try [
            Told.story("photo-besides", "A photo that stands in an ordinary entry is refused.") { story in
                try story.write(.phone, [.set(.folderName("Arm")), .addPhoto(Told.photo, manifest: [1])])
            },
            Told.story("photo-withheld", "The body of an entry that adds a photo is missing, and nobody erased it.") {
                story in
                try story.add(Told.photo, manifest: [1], .phone)
                try story.write(.phone, [.set(.folderName("Arm"))])
                story.forgetPhotos()
            },
            Told.story("C10", "Erased before another device's entry with it was seen: it does not come back.") {
                try eraseTwice(&$0)
            },
            Told.story("C10-unseen", "The same, for a reader who never saw the bodies.") { story in
                try eraseTwice(&story)
                story.forgetPhotos()
            },
            Told.story("erasure-of-another", "An erasure names the entry of another photo: that one is gone too.") {
                try eraseAnother(&$0)
            },
            Told.story("erasure-of-another-unseen", "The same, for a reader who never saw the bodies.") { story in
                try eraseAnother(&story)
                story.forgetPhotos()
            },
            Told.story("C08", "The owner's note and comment on an erased photo are kept; a clinic erases nothing.") {
                story in
                let note = TextPlace.note(Told.photo)
                let head = try story.add(Told.photo, manifest: [1], .phone)
                try story.write(
                    .phone,
                    [
                        .addComment(Told.comment, on: .photo(Told.photo), text: "red edge"),
                        Told.edit(note, .insert(at: 0, "left")),
                    ])
                try story.write(.tablet, seeing: [.phone], [.erasePhoto(Told.photo, entries: [head])])
                try story.write(.phone, [Told.edit(note, .insert(at: 4, ", itchy"))])
                try story.write(.staff, seeing: [.phone], [.erasePhoto(Actors.id("other"), entries: [])])
            },
            Told.story("C09", "A clinic's comment that did not know of the erasure stays, with its subject.") { story in
                let head = try story.add(Told.photo, manifest: [1], .phone)
                try story.write(
                    .staff, seeing: [.phone], [.addComment(Told.comment, on: .photo(Told.photo), text: "redder")])
                try story.write(.phone, [.erasePhoto(Told.photo, entries: [head])])
            },
        ]
    }

    /// A device names the wrong entry.
    private static func eraseAnother(_ story: inout FolderStory) throws {
        let head = try story.add(Told.photo, manifest: [1], .phone)
        try story.write(.tablet, seeing: [.phone], [.erasePhoto(Actors.id("other"), entries: [head])])
        try story.write(.phone, seeing: [.tablet], [.set(.folderName("Arm"))])
    }

    /// Two devices add one photo, and it is erased on both.
    private static func eraseTwice(_ story: inout FolderStory) throws {
        let heads = [
            try story.add(Told.photo, manifest: [1], .phone), try story.add(Told.photo, manifest: [2], .tablet),
        ]
        try story.write(.phone, [.erasePhoto(Told.photo, entries: [heads[0]])])
        try story.write(.tablet, seeing: [.phone], [.erasePhoto(Told.photo, entries: heads.sorted())])
    }
}
