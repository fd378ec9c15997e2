import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaWire

extension Vectors {
    /// Entries of several replicas and the folder's state that they come to, conflicts and all.
    static func folders() throws -> [VectorCase] { try edits() + observations() + rights() + irregular() }

    private static let diary: ItemID = Actors.id("diary")
    private static let comment: ItemID = Actors.id("comment")
    private static let score: ItemID = Actors.id("score")
    private static let photo: PhotoID = Actors.id("photo")

    private static func story(
        _ name: String, _ note: String, hiding hidden: FolderStory.Writer? = nil,
        _ tell: (inout FolderStory) throws -> Void
    ) throws -> VectorCase {
        var story = FolderStory()
        try tell(&story)
        return try story.vector(name, note, hiding: hidden)
    }

    private static func day(_ text: String) throws -> CivilDay {
        guard let day = CivilDay(iso: text) else { throw Contradiction(text, "is no day") }
        return day
    }

    private static func score(_ value: UInt8) throws -> Score {
        guard let score = Score(.severity, items: [value]) else { throw Contradiction("severity", "\(value)") }
        return score
    }

    private static func edits() throws -> [VectorCase] {
        let begun: (inout FolderStory) throws -> Void = { story in
            try story.write(
                .phone, [.nameFolder("Arm"), .writeDiary(diary, .text("Itchy")), .suspect(diary, Suspicion(.sleep))])
        }
        return try [
            story("C02", "Different fields of one diary entry, edited on two devices: both stay, no conflict.") {
                story in
                try begun(&story)
                try story.write(.tablet, seeing: [.phone], [.writeDiary(diary, .day(day("2026-02-28")))])
                try story.write(.phone, [.writeDiary(diary, .text("Itchy after gardening"))])
            },
            story("C03", "One field written on two devices: the greatest op id is shown, the other offered.") { story in
                try begun(&story)
                try story.write(.tablet, seeing: [.phone], [.writeDiary(diary, .text("Slept badly"))])
                try story.write(.phone, [.writeDiary(diary, .text("Itchy after gardening"))])
            },
            story("C03-settled", "A later write that saw both settles it; the report keeps both.") { story in
                try begun(&story)
                try story.write(.tablet, seeing: [.phone], [.writeDiary(diary, .text("Slept badly"))])
                try story.write(.phone, [.writeDiary(diary, .text("Itchy after gardening"))])
                try story.write(.tablet, seeing: [.phone], [.writeDiary(diary, .text("Gardening, slept badly"))])
            },
            story("C04", "The folder renamed on two devices: as C03.") { story in
                try begun(&story)
                try story.write(.tablet, seeing: [.phone], [.nameFolder("Left arm")])
                try story.write(.phone, [.nameFolder("Forearm")])
            },
            story("triggers", "Suspected again while another device no longer suspects it: adding wins.") { story in
                try begun(&story)
                try story.write(.tablet, seeing: [.phone], [.unsuspect(diary, Suspicion(.sleep))])
                try story.write(.phone, [.suspect(diary, Suspicion(.sleep)), .suspect(diary, Suspicion(.heat))])
                try story.write(.phone, [.unsuspect(diary, Suspicion(.heat))])
            },
            story("batch", "Within one entry a later op has seen the earlier ones.") { story in
                try story.write(.phone, [.nameFolder("A"), .nameFolder("B"), .nameFolder("C")])
            },
        ]
    }

    private static func observations() throws -> [VectorCase] {
        let second: ItemID = Actors.id("score-2")
        return try [
            story("C28", "Severity scored twice on one day: two observations.") { story in
                try story.write(.phone, [.addScore(score, score(3), day: day("2026-03-01"))])
                try story.write(
                    .tablet, at: Actors.now + 1000, [.addScore(second, score(7), day: day("2026-03-01"))])
            },
            story("C29", "Patient and clinician score alike: each under its own party.") { story in
                try story.write(.phone, [.addScore(score, score(3), day: day("2026-03-01"))])
                try story.write(.staff, [.addScore(second, score(5), day: day("2026-03-01"))])
            },
            story("same-score-id", "A clinic reuses the patient's item id: both stay.") { story in
                try story.write(.staff, [.addScore(score, score(9), day: day("2026-03-01"))])
                try story.write(.phone, [.addScore(score, score(3), day: day("2026-03-01"))])
            },
            story("C31", "A clock that is wrong by years: causes still come before effects, the claim is kept.") {
                story in
                try story.write(.phone, at: Actors.now, [.addScore(score, score(3), day: day("2026-03-01"))])
                try story.write(
                    .tablet, seeing: [.phone], at: 0, [.addScore(second, score(4), day: day("2026-03-02"))])
            },
        ]
    }

    private static func rights() throws -> [VectorCase] {
        try [
            story("comments", "Comments by both parties under one id, and amendments by each.") { story in
                try story.write(.phone, [.addComment(comment, on: .folder, text: "redder")])
                try story.write(.staff, [.addComment(comment, on: .folder, text: "use the cream")])
                try story.write(.staff, seeing: [.phone], [.amendComment(comment, text: "use the cream twice a day")])
                try story.write(.phone, seeing: [.staff], [.amendComment(comment, text: "redder, and it itches")])
            },
            story("clinic-refused", "A clinic may comment and score, and nothing else.") { story in
                try story.write(.phone, [.nameFolder("Arm")])
                try story.write(
                    .staff, seeing: [.phone],
                    [
                        .nameFolder("Theirs"), .addPhoto(photo, manifest: [1]), .writeDiary(diary, .text("No")),
                        .suspect(diary, Suspicion(.heat)), .unsuspect(diary, Suspicion(.heat)),
                        .addComment(comment, on: .folder, text: "Yes"),
                    ])
            },
            story("amend-unseen", "Nobody amends what they have not seen, or what another party wrote.") { story in
                try story.write(.phone, [.addComment(comment, on: .folder, text: "redder")])
                try story.write(.tablet, [.amendComment(comment, text: "never seen")])
                try story.write(.staff, seeing: [.phone], [.amendComment(comment, text: "not mine")])
            },
            story("photo-twice", "One photo id on two devices: the one that comes first stays.") { story in
                try story.add(photo, manifest: [1], .phone)
                try story.add(photo, manifest: [2], .tablet)
            },
            story("photo-besides", "A photo that stands in an ordinary entry is refused.") { story in
                try story.write(.phone, [.nameFolder("Arm"), .addPhoto(photo, manifest: [1])])
            },
            story("photo-withheld", "The body of an entry that adds a photo is missing, and nobody erased it.") {
                story in
                try story.add(photo, manifest: [1], .phone)
                try story.write(.phone, [.nameFolder("Arm")])
                story.forgetPhotos()
            },
            story("C10", "Erased before another device's entry with it was seen: it does not come back.") { story in
                try eraseTwice(&story)
            },
            story("C10-unseen", "The same, for a reader who never saw the bodies.") { story in
                try eraseTwice(&story)
                story.forgetPhotos()
            },
            story("C08", "The owner's note on an erased photo is kept; a clinic erases nothing.") { story in
                let head = try story.add(photo, manifest: [1], .phone)
                try story.write(.phone, [.addComment(comment, on: .photo(photo), text: "red edge")])
                try story.write(.tablet, seeing: [.phone], [.erasePhoto(photo, entries: [head])])
                try story.write(.phone, [.amendComment(comment, text: "red edge, itchy")])
                try story.write(.staff, seeing: [.phone], [.erasePhoto(Actors.id("other"), entries: [])])
            },
        ]
    }

    /// Two devices add one photo, a third of its additions is refused, and it is erased on both.
    private static func eraseTwice(_ story: inout FolderStory) throws {
        let heads = [try story.add(photo, manifest: [1], .phone), try story.add(photo, manifest: [2], .tablet)]
        try story.write(.phone, [.erasePhoto(photo, entries: [heads[0]])])
        try story.write(.tablet, seeing: [.phone], [.erasePhoto(photo, entries: heads.sorted())])
    }

    private static func irregular() throws -> [VectorCase] {
        try [
            story("C43", "An op of a newer version is kept; its entry's other ops have their effect.") { story in
                try story.write(.phone, [.unknown(code: 200, payload: [1, 2]), .nameFolder("Arm")])
            },
            story("waiting", "An entry that cites one that has not come has no effect yet, nor has what follows it.") {
                story in
                try story.write(.phone, [.nameFolder("Arm")])
                let missing = ReplicaHead(Dot(FolderStory.Writer.tablet.replica, 1), Actors.fixed("missing"))
                try story.write(.phone, citing: [missing], [.nameFolder("Leg")])
                try story.write(.phone, [.nameFolder("Foot")])
            },
            story(
                "fork", "The tablet cites another first entry of the phone than the one that is here: proof of a fork."
            ) { story in
                try story.write(.phone, [.nameFolder("Arm")])
                let other = ReplicaHead(Dot(FolderStory.Writer.phone.replica, 1), Actors.fixed("other-history"))
                try story.write(.tablet, citing: [other], [.nameFolder("Leg")])
            },
            story(
                "hidden-replica", "Another clinic's replica is not shown to this reader: what cites it does not wait.",
                hiding: .staff
            ) { story in
                try story.write(.phone, [.nameFolder("Arm")])
                try story.write(.staff, seeing: [.phone], [.addComment(comment, on: .folder, text: "theirs")])
                try story.write(.phone, seeing: [.staff], [.nameFolder("Left arm")])
            },
            story("unreadable", "An entry without a body that can be read: the log goes on behind it.") { story in
                try story.writeUnreadable(.phone)
                try story.write(.phone, [.nameFolder("Arm")])
            },
        ]
    }
}
