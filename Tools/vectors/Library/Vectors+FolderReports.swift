import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaWire

/// The conflict report as a whole.
extension Vectors {
    static func reportStories() throws -> [VectorCase] {
        let other: ItemID = Actors.id("diary-2")
        let clinic = Actors.clinic.account
        let day = try Told.day("2026-03-01")
        /// What the phone and the tablet both write, last place first, without knowing of each other.
        func contested(_ name: String, _ value: UInt8) throws -> [Op] {
            try [
                .set(.deletion(Actors.folder, name == "a" ? nil : VersionVector())), .set(.home(home, Actors.folder)),
                .set(.countedScore(day.advanced(by: 1) ?? day, Actors.id(name))),
                .set(.countedScore(day, Actors.id(name))),
                .set(.photoSite(Told.photo, made("site", SkinSite(value == 1 ? .chin : .neck)))),
                .set(.title(other, name)), .set(.title(Told.diary, name)), .set(.folderName(name)),
                .addScore(Told.score, Told.severity(value), day: day), .removeDiary(Told.diary),
                Told.edit(Told.text, .delete(at: 0, count: 1), .insert(at: 0, name)),
                Told.edit(.note(Told.photo), .delete(at: 0, count: 1), .insert(at: 0, name)),
            ]
        }
        let home = PhotoLink(Told.photo, in: Actors.otherFolder)
        return try [
            Told.story("order", "Rows of every kind: open ones first, then by place.") { story in
                try story.write(
                    .phone,
                    [
                        Told.edit(.note(Told.photo), .insert(at: 0, "?")), Told.edit(Told.text, .insert(at: 0, "?")),
                        .addComment(Told.comment, on: .folder, text: "mine"),
                    ])
                try story.write(.staff, [.addComment(Told.comment, on: .folder, text: "theirs")])
                try story.write(.tablet, seeing: [.phone], contested("a", 1) + [.retract(Told.comment)])
                try story.write(
                    .phone, contested("b", 2) + [Told.edit(.comment(Told.comment), .insert(at: 0, "not "))])
                try story.write(.nurse, seeing: [.staff], [.retract(Told.comment)])
                try story.write(.staff, [.amendComment(Told.comment, text: "not theirs")])
                try story.write(
                    .laptop, seeing: [.phone, .tablet, .staff, .nurse],
                    [.set(.title(other, "c")), .set(.folderName("c"))]
                        + story.settling(.comment(Told.comment, by: clinic)) + story.settling(.text(Told.text))
                        + story.settling(.score(Told.score, by: Actors.patient.account)))
            }
        ]
    }
}
