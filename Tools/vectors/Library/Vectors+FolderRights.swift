import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaWire

/// Who may do what, and entries that are not as they should be.
extension Vectors {
    static func rights() throws -> [VectorCase] {
        try [
            Told.story("same-ids", "Comments by both parties under one id, and corrections by each.") { story in
                try story.write(.phone, [.addComment(Told.comment, on: .folder, text: "redder")])
                try story.write(
                    .staff, seeing: [.phone], [.addComment(Told.comment, on: .diary(Told.diary), text: "use the cream")]
                )
                try story.write(.staff, [.amendComment(Told.comment, text: "use the cream twice a day")])
                try story.write(
                    .phone, seeing: [.staff], [Told.edit(.comment(Told.comment), .insert(at: 6, ", itchy"))])
                try story.write(.phone, [.addScore(Told.comment, Told.severity(1), day: Told.day("2026-03-01"))])
                try story.write(.phone, [.retract(Told.comment)])
            },
            Told.story("added-twice", "One device's comment id on another device of the party: one comment, of both.") {
                story in
                try story.write(.phone, [.addComment(Told.comment, on: .folder, text: "redder")])
                try story.write(.tablet, [.addComment(Told.comment, on: .photo(Told.photo), text: "paler")])
                try story.write(.staff, [.addComment(Told.comment, on: .folder, text: "cream")])
                try story.write(.nurse, [.addComment(Told.comment, on: .photo(Told.photo), text: "no cream")])
            },
            Told.story("clinic-refused", "A clinic may comment and score, and nothing else.") { story in
                try story.write(.phone, [.set(.folderName("Arm"))])
                let reading = EnvironmentalReading(
                    .humidity, try made("value", DecimalValue(40, exponent: 0)), unit: try made("unit", UnitCode("%")),
                    source: try made("source", ShortText("clinic")), at: .day(try Told.day("2026-03-01")))
                try story.write(
                    .staff, seeing: [.phone],
                    [
                        .set(.folderName("Theirs")), Told.edit(Told.text, .insert(at: 0, "No")),
                        .addPhoto(Told.photo, manifest: [1]), .suspect(Told.diary, Suspicion(.heat)),
                        .unsuspect(Told.diary, Suspicion(.heat)), .addReading(Told.diary, reading),
                        .removeReading(Told.diary, reading), .removeDiary(Told.diary),
                        .settle(.text(Told.text), sides: []), .addComment(Told.comment, on: .folder, text: "Yes"),
                    ])
            },
            Told.story("unseen", "Nobody corrects what they have not seen, or what another party wrote.") { story in
                let day = try Told.day("2026-03-01")
                try story.write(
                    .staff,
                    [
                        .addComment(Told.comment, on: .folder, text: "cream"),
                        .addScore(Told.score, Told.severity(3), day: day),
                    ])
                for (writer, seen) in [(.nurse, []), (.phone, [.staff])] as [(FolderStory.Writer, [FolderStory.Writer])]
                {
                    try story.write(
                        writer, seeing: seen,
                        [
                            .amendComment(Told.comment, text: "none"),
                            .amendScore(Told.score, Told.severity(1), day: day), .retract(Told.comment),
                            .retract(Told.score),
                        ])
                }
                try story.write(.phone, [.addComment(Told.comment, on: .folder, text: "mine")])
                try story.write(.phone, [.amendComment(Told.comment, text: "not the way for an owner")])
            },
        ]
    }

    static func irregularEntries() throws -> [VectorCase] {
        let name = { (name: String) in Op.set(.folderName(name)) }
        return try [
            Told.story("C43", "An op of a newer version is kept; its entry's other ops have their effect.") { story in
                try story.write(.phone, [.unknown(code: 200, payload: [1, 2]), name("Arm")])
                try story.write(.staff, [.unknown(code: 201, payload: [])])
            },
            Told.story(
                "waiting", "An entry that cites one that has not come has no effect yet, nor has what follows it."
            ) { story in
                try story.write(.phone, [name("Arm")])
                let missing = ReplicaHead(Dot(FolderStory.Writer.tablet.replica(), 1), Actors.fixed("missing"))
                try story.write(.phone, citing: [missing], [name("Leg")])
                try story.write(.phone, [name("Foot")])
            },
            Told.story(
                "fork", "The tablet cites another first entry of the phone than the one that is here: proof of a fork."
            ) { story in
                try story.write(.phone, [name("Arm")])
                let other = ReplicaHead(Dot(FolderStory.Writer.phone.replica(), 1), Actors.fixed("other-history"))
                try story.write(.tablet, citing: [other], [name("Leg")])
            },
            Told.story(
                "hidden-replica", "Another clinic's replica is not shown to this reader: what cites it does not wait.",
                hiding: .staff
            ) { story in
                try story.write(.phone, [name("Arm")])
                try story.write(
                    .staff, seeing: [.phone], [.addComment(Told.comment, on: .folder, text: "theirs")])
                try story.write(.phone, seeing: [.staff], [name("Left arm")])
            },
            Told.story("unreadable", "An entry without a body that can be read: the log goes on behind it.") { story in
                try story.writeUnreadable(.phone)
                try story.write(.phone, [name("Arm")])
                try story.write(.tablet, seeing: [.phone], [name("Leg")])
            },
        ]
    }
}
