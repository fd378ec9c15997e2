import DermaCRDT
import DermaCausality
import DermaWire

extension Vectors {
    /// Entries of several replicas and the folder's state that they come to, conflicts and all.
    static func folders() throws -> [VectorCase] {
        try mergedTexts() + contestedTexts() + irregularTexts() + fieldStories() + photoStories() + diaryStories()
            + statementStories() + scoreStories() + reportStories() + treeStories() + erasureStories() + rights()
            + irregularEntries()
    }

    private static func fieldStories() throws -> [VectorCase] {
        let title = { (text: String) in Op.set(.title(Told.diary, text)) }
        func twoTitles(_ story: inout FolderStory) throws {
            try Told.begun(&story)
            try story.write(.tablet, seeing: [.phone], [title("Slept badly")])
            try story.write(.phone, [title("After gardening")])
        }
        return try [
            Told.story("C02", "Different fields of one diary entry, edited on two devices: both stay, no conflict.") {
                story in
                try Told.begun(&story)
                try story.write(
                    .tablet, seeing: [.phone],
                    [.set(.day(Told.diary, Told.day("2026-02-28"))), .suspect(Told.diary, Suspicion(.heat))])
                try story.write(.phone, [Told.edit(Told.text, .insert(at: 5, " after gardening")), title("Monday")])
                try story.write(.laptop, [.set(.entrySite(Told.diary, made("site", SkinSite(.elbow, .left))))])
            },
            Told.story("C03", "One field written on two devices: the greatest op id is shown, the other offered.") {
                try twoTitles(&$0)
            },
            Told.story("C03-settled", "A later write that saw both settles it; the report keeps both.") { story in
                try twoTitles(&story)
                try story.write(.tablet, seeing: [.phone], [title("Gardening, slept badly")])
            },
            Told.story("C03-third", "A third version, written without knowing of the settlement, opens it again.") {
                story in
                try twoTitles(&story)
                try story.write(.laptop, [title("On the laptop")])
                try story.write(.phone, seeing: [.tablet], [title("Both")])
            },
            Told.story("C03-chain", "A write that saw two, of which one saw the other, settles nothing.") { story in
                try story.write(.phone, [title("First")])
                try story.write(.tablet, seeing: [.phone], [title("Second")])
                try story.write(.laptop, seeing: [.phone, .tablet], [title("Third")])
            },
            Told.story("C03-settle", "To settle a field is to write it: the op that leaves things is refused.") {
                story in
                try twoTitles(&story)
                try story.write(.tablet, seeing: [.phone], [.settle(.field(.title(Told.diary)), sides: [])])
            },
            Told.story("C06", "A photo moved to two folders: one home, the same everywhere, the other offered.") {
                story in
                let link = PhotoLink(Told.photo, in: Actors.folder)
                try story.write(.phone, [.set(.home(link, Actors.folder))])
                try story.write(.tablet, seeing: [.phone], [.set(.home(link, Actors.otherFolder))])
                try story.write(.phone, [.set(.home(link, Actors.id("third folder")))])
            },
            Told.story("C04", "The folder renamed on two devices: as C03.") { story in
                try story.write(.phone, [.set(.folderName("Arm"))])
                try story.write(.tablet, seeing: [.phone], [.set(.folderName("Left arm"))])
                try story.write(.phone, [.set(.folderName("Forearm"))])
            },
            Told.story("batch", "Within one entry a later op has seen the earlier ones.") { story in
                try story.write(.phone, ["A", "B", "C"].map { .set(.folderName($0)) })
            },
            Told.story("elsewhere", "Fields about other folders and photos: registers, one for each.") { story in
                let link = PhotoLink(Told.photo, in: Actors.otherFolder)
                try story.write(
                    .phone, [.set(.parent(Actors.otherFolder, Actors.folder)), .set(.home(link, Actors.folder))])
                try story.write(
                    .tablet,
                    [
                        .set(.parent(Actors.otherFolder, nil)),
                        .set(.deletion(Actors.otherFolder, VersionVector([Dot(Actors.id("replica"), 2)]))),
                    ])
            },
        ]
    }

    private static func photoStories() throws -> [VectorCase] {
        let fileTime = { (milliseconds: Int64) in
            Op.set(.fileTime(Told.photo, Timestamp(milliseconds: Actors.now + milliseconds)))
        }
        let copy = PhotoLink(Actors.id("copy"), in: Actors.otherFolder)
        return try [
            Told.story("C33", "The file's time stands beside the camera's, and several of them beside each other.") {
                story in
                try story.add(Told.photo, manifest: [1], .phone)
                try story.write(.phone, [fileTime(0)])
                try story.write(.tablet, seeing: [.phone], [fileTime(1)])
                try story.write(.phone, [fileTime(2)])
            },
            Told.story("C37", "Entered in error, with a copy, while another device says where it is on the body.") {
                story in
                try story.add(Told.photo, manifest: [1], .phone)
                let site = try made("site", SkinSite(.palm, .left))
                try story.write(.tablet, seeing: [.phone], [.set(.photoSite(Told.photo, site))])
                try story.write(.phone, [.set(.enteredInError(Told.photo, true, copy: copy))])
                try story.write(.tablet, [.set(.enteredInError(Told.photo, false))])
            },
            Told.story("C41", "A comment on a part of a picture is bound to its content; a crop says what it is from.")
            {
                story in
                let part = try made("region", PhotoRegion(x: 100, y: 200, width: 300, height: 400))
                let crop: PhotoID = Actors.id("crop")
                try story.add(Told.photo, manifest: [1], .phone)
                try story.write(
                    .staff, seeing: [.phone],
                    [
                        .addComment(
                            Told.comment, on: .region(Told.photo, content: Actors.fixed("picture"), part), text: "here")
                    ])
                try story.add(crop, manifest: [2], .phone)
                try story.write(.phone, [.set(.derivedFrom(crop, PhotoLink(Told.photo, in: Actors.folder)))])
            },
            Told.story("photo-twice", "One photo id on two devices: the one that comes first stays.") { story in
                try story.add(Told.photo, manifest: [1], .phone)
                try story.add(Told.photo, manifest: [2], .tablet)
            },
        ]
    }
}
