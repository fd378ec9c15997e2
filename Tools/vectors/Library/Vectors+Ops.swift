import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaWire

extension Vectors {
    /// Every op, bodies of content entries, and what must be refused.
    static func ops() throws -> [VectorCase] {
        try validOps().map { name, note, op in try .valid("op-" + name, note, op, type: "op", .shown(op)) }
            + malformedOps() + bodies()
    }

    private typealias Row = (name: String, note: String, op: Op)

    private static let item: ItemID = Actors.id("item")
    private static let photo: PhotoID = Actors.id("photo")

    private static func validOps() throws -> [Row] {
        try fields() + edits() + statements() + diaryOps() + settlements()
    }

    private static func fields() throws -> [Row] {
        let day = try made("day", CivilDay(iso: "2026-03-01"))
        let left = try made("site", SkinSite(.frontOfForearm, .left))
        let palm = try made("site", SkinSite(.palm, .right, at: BodyPoint(.front, x: 300, y: 40_000)))
        let copy = PhotoLink(Actors.id("copy"), in: Actors.otherFolder)
        let seen = VersionVector([Dot(Actors.id("replica"), 3)])
        return [
            ("set-folderName", "Names the folder.", .set(.folderName("Linker Unterarm ü"))),
            ("set-folderSite", "What the folder is about.", .set(.folderSite(left))),
            ("set-title", "A diary entry's title.", .set(.title(item, "Monday"))),
            ("set-day", "The day that it is about.", .set(.day(item, day))),
            ("set-entrySite", "Where its flare-up is.", .set(.entrySite(item, palm))),
            ("set-photoSite", "What a photo shows.", .set(.photoSite(photo, left))),
            (
                "set-fileTime", "The time that its file bore.",
                .set(.fileTime(photo, Timestamp(milliseconds: -1, offsetMinutes: 60, zone: "Europe/Berlin")))
            ),
            ("set-countedScore", "Which observation of a day counts.", .set(.countedScore(day, item))),
            ("set-error", "Entered in error, with its copy.", .set(.enteredInError(photo, true, copy: copy))),
            ("set-noError", "Not so after all.", .set(.enteredInError(photo, false))),
            ("set-derivedFrom", "What it was cropped from.", .set(.derivedFrom(photo, copy))),
            ("set-parent", "A folder stands in another one.", .set(.parent(Actors.folder, Actors.otherFolder))),
            ("set-top", "Or at the top.", .set(.parent(Actors.folder, nil))),
            ("set-home", "Where a photo is shown.", .set(.home(copy, Actors.folder))),
            ("set-deletion", "A folder is deleted, as far as was seen.", .set(.deletion(Actors.folder, seen))),
            ("set-noDeletion", "It is not deleted.", .set(.deletion(Actors.folder, nil))),
        ]
    }

    private static func edits() throws -> [Row] {
        func edit(_ ops: TextOp...) throws -> TextEdit { try made("edit", TextEdit(ops)) }
        return try [
            ("edit-letter", "One letter: four bytes behind the place.", .edit(.diary(item), edit(.insert(at: 3, "c")))),
            (
                "edit-many", "Deletions both ways and insertions; what is inserted stands at the end.",
                .edit(
                    .note(photo),
                    edit(
                        .delete(at: 2, count: 3, isBackward: true), .insert(at: 2, "ü𝛼"), .delete(at: 0, count: 1),
                        .delete(at: 0, count: 2), .insert(at: 9, "\u{301}")))
            ),
            (
                "edit-between", "An insertion where another one ended, with a deletion between them: two rows.",
                .edit(.diary(item), edit(.insert(at: 0, "ab"), .delete(at: 5, count: 1), .insert(at: 2, "c")))
            ),
            (
                "edit-apart", "Two insertions, the second before the first one's end.",
                .edit(.comment(item), edit(.insert(at: 0, "ab"), .insert(at: 1, "c")))
            ),
        ]
    }

    private static func statements() throws -> [Row] {
        let day = try made("day", CivilDay(iso: "2026-03-01"))
        let score = try made("score", Score(.uas, items: [2, nil]))
        let part = try made("region", PhotoRegion(x: 0, y: 65_535, width: 300, height: 1))
        return [
            ("addPhoto", "The manifest is opaque here.", .addPhoto(photo, manifest: [1, 2, 3])),
            (
                "erasePhoto", "Erases a photo; names an entry that added it.",
                .erasePhoto(photo, entries: [ReplicaHead(Dot(Actors.id("replica"), 7), Actors.fixed("head"))])
            ),
            ("addComment-folder", "About the folder.", .addComment(item, on: .folder, text: "redder")),
            ("addComment-photo", "About a photo.", .addComment(item, on: .photo(photo), text: "here")),
            (
                "addComment-diary", "About a diary entry.",
                .addComment(item, on: .diary(Actors.id("diary")), text: "then")
            ),
            (
                "addComment-region", "About a part of a picture: the last row of it, from the left.",
                .addComment(item, on: .region(photo, content: Actors.fixed("picture"), part), text: "")
            ),
            ("amendComment", "Corrects a comment.", .amendComment(item, text: "paler")),
            ("addScore", "One answer is missing.", .addScore(item, score, day: day)),
            ("amendScore", "Corrects it.", .amendScore(item, score, day: day)),
            ("retract", "Takes back a comment or a score.", .retract(item)),
        ]
    }

    private static func diaryOps() throws -> [Row] {
        let reading = EnvironmentalReading(
            .temperature, try made("decimal", DecimalValue(-125, exponent: -1)),
            unit: try made("unit", UnitCode("Cel")), source: try made("source", ShortText("Wetterdienst")),
            at: .instant(Timestamp(milliseconds: Actors.now)))
        return [
            ("suspect", "Suspects a trigger.", .suspect(item, Suspicion(.sleep))),
            ("unsuspect", "No longer suspects it.", .unsuspect(item, Suspicion(.sleep))),
            ("addReading", "Notes what was measured.", .addReading(item, reading)),
            ("removeReading", "Takes it away.", .removeReading(item, reading)),
            ("removeDiary", "Removes a diary entry.", .removeDiary(item)),
        ]
    }

    private static func settlements() throws -> [Row] {
        let clinic = Actors.clinic.account
        let phone: ReplicaID = Actors.id("phone-replica")
        let tablet: ReplicaID = Actors.id("tablet-replica")
        let sides = [SideID(OpID(Dot(phone, 7), 0)), SideID(OpID(Dot(tablet, 300), 2), event: 40)].sorted()
        return [
            (
                "settle-comment", "Leaves a clinic's comment as it is.",
                .settle(.comment(item, by: clinic), sides: sides)
            ),
            ("settle-score", "Or its score.", .settle(.score(item, by: clinic), sides: sides)),
            (
                "settle-removal", "Leaves a diary entry that was removed and edited.",
                .settle(.removal(item), sides: sides)
            ),
            ("settle-text", "Leaves a merged text.", .settle(.text(.note(photo)), sides: sides)),
            ("settle-subject", "Leaves what a comment is about.", .settle(.subject(item, by: clinic), sides: sides)),
            ("settle-field", "Has an encoding, and no effect.", .settle(.field(.title(item)), sides: [])),
            (
                "unknown", "A newer version's op: passed over by its length and kept.",
                .unknown(code: 200, payload: [9, 9, 9])
            ),
        ]
    }
}
