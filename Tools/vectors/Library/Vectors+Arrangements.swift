import DermaCRDT
import DermaCausality
import DermaClient
import DermaContent
import DermaIdentity
import DermaSecrets
import DermaWire

extension Vectors {
    /// Several folders of an account with its library, and how they stand.
    static func arrangements() throws -> [VectorCase] {
        let deleted = { (story: ArrangementStory) in Op.set(.deletion(story.arm.folder, story.arm.seen)) }
        return try [
            ArrangementStory.told("C05", "Two folders of one name, made apart: one is suggested, neither is changed.") {
                try $0.leg.write(.tablet, [.set(.folderName("Arm"))])
            },
            ArrangementStory.told("C05-written-otherwise", "Names are compared as people see them.") {
                try $0.arm.write(.phone, [.set(.folderName("Caf\u{e9}"))])
                try $0.leg.write(.tablet, [.set(.folderName("Cafe\u{301}"))])
            },
            ArrangementStory.told("C05-nameless", "Of a folder whose name has not arrived nothing is suggested.") {
                try $0.third.write(.phone, [.set(.folderSite(made("site", SkinSite(.elbow, .left))))])
                try $0.fourth.write(.phone, [.set(.folderSite(made("site", SkinSite(.elbow, .right))))])
            },
            ArrangementStory.told("C13", "One picture, imported on two devices into two folders: one could go.") {
                try $0.addPicture("photo", to: \.arm, .phone)
                try $0.addPicture("copy", to: \.leg, .tablet)
                try $0.arm.add(Actors.id("unreadable"), manifest: [9], .phone)
                try $0.leg.add(Actors.id("unreadable-too"), manifest: [9], .phone)
            },
            ArrangementStory.told("C06", "A photo moved to two folders: shown in one of them, and not in its own.") {
                try $0.addPicture("photo", to: \.arm, .phone)
                let link = PhotoLink(Told.photo, in: $0.arm.folder)
                try $0.library.write(.phone, [.set(.home(link, $0.leg.folder))])
                try $0.library.write(.tablet, [.set(.home(link, $0.third.folder))])
                try $0.third.write(.phone, [.set(.folderName("Face"))])
            },
            ArrangementStory.told("C06-not-there", "Moved into a folder that is not there: shown in its own.") {
                try $0.addPicture("photo", to: \.arm, .phone)
                let link = PhotoLink(Told.photo, in: $0.arm.folder)
                try $0.library.write(.phone, [.set(.home(link, Actors.id("nowhere")))])
            },
            ArrangementStory.told("C12", "What was written into a deleted folder without knowing of that is recovered.")
            {
                try $0.addPicture("photo", to: \.arm, .phone)
                try $0.arm.write(.phone, [Told.edit(Told.text, .insert(at: 0, "Itchy"))])
                try $0.library.write(.phone, [deleted($0)])
                try $0.addPicture("late", to: \.arm, .tablet)
                try $0.arm.write(
                    .tablet, seeing: [.phone],
                    [
                        .addScore(Told.score, Told.severity(3), day: Told.day("2026-03-01")),
                        Told.edit(.note(Actors.id("late")), .insert(at: 0, "new")),
                        .addComment(Told.comment, on: .folder, text: "worse"), .set(.folderName("Left arm")),
                    ])
                try $0.arm.write(.staff, seeing: [.tablet], [.addComment(Told.comment, on: .folder, text: "when?")])
            },
            ArrangementStory.told("C12-seen", "Whoever deletes it again, having seen that, deletes that too.") {
                try $0.library.write(.phone, [deleted($0)])
                try $0.arm.write(.tablet, [Told.edit(Told.text, .insert(at: 0, "Itchy"))])
                try $0.library.write(.phone, [deleted($0)])
            },
            ArrangementStory.told("C12-apart", "Of two deletions made apart, what either had seen is gone.") {
                try $0.arm.write(.phone, [Told.edit(Told.text, .insert(at: 0, "Itchy"))])
                try $0.library.write(.phone, [deleted($0)])
                let one = VersionVector([Dot(FolderStory.Writer.phone.replica(in: $0.arm.folder), 1)])
                try $0.library.write(.tablet, [.set(.deletion($0.arm.folder, one))])
            },
            ArrangementStory.told("C12-restored", "A folder that was brought back is not deleted.") {
                try $0.library.write(.phone, [deleted($0)])
                try $0.library.write(.tablet, seeing: [.phone], [.set(.deletion($0.arm.folder, nil))])
            },
            ArrangementStory.told("C12-moved", "What was put into a deleted folder apart from that: up, and recovered.")
            {
                try $0.addPicture("photo", to: \.leg, .phone)
                try $0.library.write(.phone, [.set(.parent($0.arm.folder, $0.third.folder))])
                try $0.third.write(.phone, [.set(.folderName("Body"))])
                try $0.library.write(.phone, [deleted($0)])
                let link = PhotoLink(Told.photo, in: $0.leg.folder)
                try $0.library.write(
                    .tablet, [.set(.parent($0.leg.folder, $0.arm.folder)), .set(.home(link, $0.arm.folder))])
            },
        ]
    }
}

extension ArrangementStory {
    /// Adds the one picture of these stories, sealed anew.
    fileprivate mutating func addPicture(
        _ name: String, to folder: WritableKeyPath<Self, FolderStory>, _ writer: FolderStory.Writer
    ) throws {
        let photo: PhotoID = Actors.id(name)
        var random = VectorRandom("arrangement/" + name)
        let place = PhotoPlace(account: Actors.patient.account, folder: self[keyPath: folder].folder, photo: photo)
        let sealed = try SealedPhoto(JPEGIntake.clean(SmallJPEG.file), in: place, random: &random)
        try self[keyPath: folder].add(photo, manifest: sealed.manifest.encoded, writer)
    }
}
