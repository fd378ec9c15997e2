import DermaCRDT
import DermaCausality
import DermaWire

/// Diary entries: sets, and removal.
extension Vectors {
    static func diaryStories() throws -> [VectorCase] { try sets() + removalStories() }

    private static func sets() throws -> [VectorCase] {
        let cold = try reading("Cel", -5)
        let damp = try reading("%", 90)
        return try [
            Told.story("triggers", "Suspected again while another device no longer suspects it: adding wins.") {
                story in
                try Told.begun(&story)
                try story.write(.phone, [.suspect(Told.diary, Suspicion(.sleep))])
                try story.write(.tablet, seeing: [.phone], [.unsuspect(Told.diary, Suspicion(.sleep))])
                try story.write(
                    .phone, [.suspect(Told.diary, Suspicion(.sleep)), .suspect(Told.diary, Suspicion(.heat))])
                try story.write(.phone, [.unsuspect(Told.diary, Suspicion(.heat))])
                try story.write(
                    .tablet,
                    [
                        .suspect(Told.diary, Suspicion(.trigger(.sleep), by: .carer)),
                        .suspect(Told.diary, Suspicion(.heat)),
                    ])
            },
            Told.story("readings", "Readings are a set too; an op on it makes the entry.") { story in
                try story.write(.phone, [.addReading(Told.diary, cold), .addReading(Told.diary, damp)])
                try story.write(.tablet, seeing: [.phone], [.removeReading(Told.diary, damp)])
                try story.write(.phone, [.removeReading(Told.diary, cold)])
            },
            Told.story("made-by-removing", "Taking away what is not there makes the entry as well.") { story in
                try story.write(.phone, [.unsuspect(Told.diary, Suspicion(.sleep))])
            },
        ]
    }

    private static func reading(_ unit: String, _ value: Int64) throws -> EnvironmentalReading {
        EnvironmentalReading(
            unit == "%" ? .humidity : .temperature, try made("value", DecimalValue(value, exponent: 0)),
            unit: try made("unit", UnitCode(unit)), source: try made("source", ShortText("sensor")),
            at: .day(try Told.day("2026-03-01")))
    }

    private static func removalStories() throws -> [VectorCase] {
        func met(_ story: inout FolderStory) throws {
            try Told.begun(&story)
            try story.write(.tablet, seeing: [.phone], [Told.edit(Told.text, .insert(at: 5, " again"))])
            try story.write(.phone, [.removeDiary(Told.diary)])
        }
        return try [
            Told.story("removed", "A removal that saw every edit: the entry is kept apart.") { story in
                try Told.begun(&story)
                try story.write(.tablet, seeing: [.phone], [.removeDiary(Told.diary)])
            },
            Told.story("removed-unknown", "Removing an entry that nobody wrote makes none.") { story in
                try story.write(.phone, [.removeDiary(Told.diary)])
            },
            Told.story("removed-edited", "Removed, and edited at once: it stays, flagged with both sides.") {
                try met(&$0)
            },
            Told.story("removed-settled", "Somebody who saw both leaves it so.") { story in
                try met(&story)
                try story.write(.phone, seeing: [.tablet], story.settling(.removal(Told.diary)))
            },
            Told.story("removed-again", "Who saw both removes it again: that settles it, and it is gone.") { story in
                try met(&story)
                try story.write(.phone, seeing: [.tablet], [.removeDiary(Told.diary)])
            },
            Told.story(
                "removed-written", "The first write that saw both settles it; the second changes nothing in that."
            ) {
                story in
                try met(&story)
                try story.write(.tablet, seeing: [.phone], [.set(.title(Told.diary, "kept"))])
                try story.write(.phone, seeing: [.tablet], [Told.edit(Told.text, .insert(at: 0, "Very "))])
            },
            Told.story("removed-twice", "Two removals, and edits of two devices, of which one saw the other's edit.") {
                story in
                try met(&story)
                try story.write(.laptop, seeing: [.tablet, .phone], [])
                try story.write(.laptop, [.removeDiary(Told.diary)])
                try story.write(.tablet, [.suspect(Told.diary, Suspicion(.heat))])
                try story.write(.tablet, seeing: [.laptop], [.set(.day(Told.diary, Told.day("2026-02-28")))])
            },
            Told.story("removed-partly", "Of two edits the removal saw one: the entry stays.") { story in
                try Told.begun(&story)
                try story.write(.tablet, seeing: [.phone], [.suspect(Told.diary, Suspicion(.heat))])
                try story.write(.laptop, seeing: [.phone], [.suspect(Told.diary, Suspicion(.cold))])
                try story.write(.phone, seeing: [.laptop], [.removeDiary(Told.diary)])
            },
            Told.story("removed-newest", "The removal saw the newest edit, and does not say that it saw the first.") {
                story in
                try Told.begun(&story)
                try story.write(.tablet, seeing: [.phone], [.suspect(Told.diary, Suspicion(.heat))])
                try story.write(.laptop, seeing: [.tablet], [.removeDiary(Told.diary)])
            },
            Told.story("brought-back", "A write after a removal brings the entry back: no conflict.") { story in
                try Told.begun(&story)
                try story.write(.phone, [.removeDiary(Told.diary)])
                try story.write(.tablet, seeing: [.phone], [Told.edit(Told.text, .insert(at: 5, "!"))])
            },
        ]
    }
}
