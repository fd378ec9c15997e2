import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaWire

/// Comments and scores: what parties state, correct and take back.
extension Vectors {
    static func statementStories() throws -> [VectorCase] {
        func stated(_ story: inout FolderStory) throws {
            try story.write(.staff, [.addComment(Told.comment, on: .folder, text: "use the cream")])
        }
        func amended(_ story: inout FolderStory) throws {
            try stated(&story)
            try story.write(.nurse, seeing: [.staff], [.amendComment(Told.comment, text: "twice a day")])
            try story.write(.staff, [.amendComment(Told.comment, text: "once a day")])
        }
        func retracted(_ story: inout FolderStory) throws {
            try stated(&story)
            try story.write(.nurse, seeing: [.staff], [.retract(Told.comment)])
            try story.write(.staff, [.amendComment(Told.comment, text: "twice a day")])
        }
        let place = ConflictPlace.comment(Told.comment, by: Actors.clinic.account)
        return try [
            Told.story("C14", "A clinic's comment amended in two browsers: both amendments, one is shown.") {
                try amended(&$0)
            },
            Told.story("C14-settled", "An amendment that saw both settles it.") { story in
                try amended(&story)
                try story.write(.nurse, seeing: [.staff], [.amendComment(Told.comment, text: "twice a day, thinly")])
            },
            Told.story("C14-left", "The owner takes note of both: it stays, and counts as settled.") { story in
                try amended(&story)
                try story.write(.phone, seeing: [.staff, .nurse], story.settling(place))
                try story.write(.staff, seeing: [.phone], [.settle(place, sides: [])])
            },
            Told.story("C15", "Amended and retracted at once: a stub, with the amendment in its history.") {
                try retracted(&$0)
            },
            Told.story("C15-left", "The owner takes note of it.") { story in
                try retracted(&story)
                try story.write(.tablet, seeing: [.staff, .nurse], story.settling(place))
            },
            Told.story("C15-twice", "Retracted by both, amended by one who saw neither, and by one who saw one.") {
                story in
                try retracted(&story)
                try story.write(.staff, seeing: [.nurse], [.retract(Told.comment)])
                try story.write(.nurse, [.amendComment(Told.comment, text: "after all")])
            },
            Told.story("comment-made-twice", "What it is about is said once; said by two apart, the report says so.") {
                story in
                try stated(&story)
                try story.write(.staff, [.addComment(Told.comment, on: .photo(Told.photo), text: "of another")])
                try story.write(.nurse, [.addComment(Told.comment, on: .diary(Told.diary), text: "of a third")])
                try story.write(.phone, seeing: [.staff, .nurse], [.set(.folderName("Arm"))])
                try story.write(
                    .phone, story.settling(.subject(Told.comment, by: Actors.clinic.account)))
            },
            Told.story("C42", "Not shown what others wrote before: an answer stands behind what it answers.") {
                story in
                for number in 1...5 {
                    try story.write(.staff, [.addComment(Actors.id("other-\(number)"), on: .folder, text: "first")])
                }
                try story.write(.phone, seeing: [.staff], [.addComment(Told.comment, on: .folder, text: "May I swim?")])
                try story.write(
                    .nurse, seeing: [.phone], [.addComment(Actors.id("answer"), on: .folder, text: "Yes.")])
            },
            Told.story("C16", "Retracted after it was read: a visible correction, no conflict.") { story in
                try stated(&story)
                try story.write(.phone, seeing: [.staff], [.set(.folderName("Arm"))])
                try story.write(
                    .staff, seeing: [.phone], at: Timestamp(milliseconds: Actors.now + 1000), [.retract(Told.comment)])
            },
            Told.story(
                "own-comment-retracted", "The owner takes back a comment of their own; its text stays to be read."
            ) {
                story in
                try story.write(.phone, [.addComment(Told.comment, on: .folder, text: "redder")])
                try story.write(.tablet, seeing: [.phone], [.retract(Told.comment)])
                try story.write(.phone, [Told.edit(.comment(Told.comment), .insert(at: 6, "!"))])
            },
        ]
    }

    static func scoreStories() throws -> [VectorCase] {
        let day = try Told.day("2026-03-01")
        let add = { (item: ItemID, value: UInt8) in Op.addScore(item, try Told.severity(value), day: day) }
        let amend = { (value: UInt8) in Op.amendScore(Told.score, try Told.severity(value), day: day) }
        return try [
            Told.story("C28", "Severity scored twice on one day: two observations.") { story in
                try story.write(.phone, [add(Told.score, 3)])
                try story.write(.tablet, at: Timestamp(milliseconds: Actors.now + 1000), [add(Told.otherScore, 7)])
            },
            Told.story("C29", "Patient and clinician score alike: each under its own party.") { story in
                try story.write(.phone, [add(Told.score, 3)])
                try story.write(.staff, [add(Told.otherScore, 5)])
            },
            Told.story("same-score-id", "A clinic reuses the patient's item id: both stay.") { story in
                try story.write(.staff, [add(Told.score, 9)])
                try story.write(.phone, [add(Told.score, 3)])
                try story.write(.staff, seeing: [.phone], [amend(8)])
            },
            Told.story("score-twice", "One device's id on another device of the same party: a conflict of two.") {
                story in
                try story.write(.phone, [add(Told.score, 3)])
                try story.write(.tablet, [add(Told.score, 4)])
                let place = ConflictPlace.score(Told.score, by: Actors.patient.account)
                try story.write(.phone, seeing: [.tablet], story.settling(place))
            },
            Told.story("score-corrected", "Corrected on one device, taken back on another.") { story in
                try story.write(.phone, [add(Told.score, 3)])
                try story.write(.tablet, seeing: [.phone], [.retract(Told.score)])
                try story.write(.phone, [amend(4), amend(5)])
            },
            Told.story("C32", "London, 25 October 2026: at 01:30 in summer time, and an hour later at 01:30 again.") {
                story in
                for (milliseconds, offset) in [(1_792_888_200_000, 60), (1_792_891_800_000, 0)] {
                    let time = Timestamp(
                        milliseconds: Int64(milliseconds), offsetMinutes: Int16(offset), zone: "Europe/London")
                    try story.write(
                        .phone, at: time, [.addComment(Actors.id("comment-\(offset)"), on: .folder, text: "Itchy")])
                }
            },
            Told.story("C31", "A clock that is wrong by years: causes still come before effects, the claim is kept.") {
                story in
                try story.write(.phone, [add(Told.score, 3)])
                try story.write(.tablet, seeing: [.phone], at: Timestamp(milliseconds: 0), [add(Told.otherScore, 4)])
            },
        ] + weekStories()
    }

    /// Seven days of urticaria scores up to 2026-03-01, the last of them doubled.
    private static func weekStories() throws -> [VectorCase] {
        let last = try Told.day("2026-03-01")
        func begin(_ story: inout FolderStory) throws {
            story.week = last
            for back in 0..<7 {
                let score = try made("score", Score(.uas, items: [UInt8(back % 4), 1]))
                try story.write(
                    .phone, [.addScore(Actors.id("uas-\(back)"), score, day: made("day", last.advanced(by: -back)))])
            }
            try story.write(
                .tablet, [.addScore(Actors.id("uas-again"), made("score", Score(.uas, items: [3, 3])), day: last)])
            try story.write(
                .staff, [.addScore(Actors.id("uas-0"), made("score", Score(.uas, items: [0, 0])), day: last)])
        }
        return try [
            Told.story("C30", "A day of the week is doubled: no total.") { try begin(&$0) },
            Told.story("C30-chosen", "The field says which of the two counts.") { story in
                try begin(&story)
                try story.write(.phone, seeing: [.tablet], [.set(.countedScore(last, Actors.id("uas-again")))])
            },
            Told.story("C30-elsewhere", "What another day's field names does not count on this one.") { story in
                try begin(&story)
                let before = try made("day", last.advanced(by: -1))
                try story.write(.phone, seeing: [.tablet], [.set(.countedScore(before, Actors.id("uas-again")))])
            },
            Told.story("C30-contested", "Two devices choose: what is shown counts, the other is offered.") { story in
                try begin(&story)
                try story.write(.phone, seeing: [.tablet], [.set(.countedScore(last, Actors.id("uas-again")))])
                try story.write(.tablet, [.set(.countedScore(last, Actors.id("uas-0")))])
            },
            Told.story("C30-retracted", "One of the two is taken back, and another day's is chosen: neither counts.") {
                story in
                try begin(&story)
                try story.write(
                    .tablet, seeing: [.phone],
                    [.retract(Actors.id("uas-0")), .set(.countedScore(last, Actors.id("uas-3")))])
            },
            Told.story("C30-moved", "A correction moves an observation to another day.") { story in
                try begin(&story)
                try story.write(
                    .tablet, seeing: [.phone],
                    [
                        .amendScore(
                            Actors.id("uas-again"), made("score", Score(.uas, items: [3, nil])),
                            day: made("day", last.advanced(by: -6)))
                    ])
            },
        ]
    }
}
