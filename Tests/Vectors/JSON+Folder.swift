import DermaCRDT
import DermaCausality
import DermaWire

/// A folder's state, as the vectors show it.
extension JSON {
    static func folder(_ state: FolderState) -> [String: JSON] {
        [
            "fields": .array(state.writtenFields.map { field($0, state) }),
            "texts": .array(state.writtenTexts.map { text($0, state) }),
            "folderTree": .array(state.writtenFields.compactMap { tree($0, state) }),
            "photos": .array(
                state.photos.map {
                    .object([
                        "id": .hex($0.id), "manifest": .string(Hex.encode($0.manifest)), "added": op($0.added.id),
                    ])
                }),
            "erased": .array(state.erasedPhotos.map(erased)),
            "comments": .array(state.comments.map { comment($0, state) }),
            "diary": .array(state.diary.map { entry($0, state) }),
            "removedDiary": .array(state.removedDiary.map { entry($0, state) }),
            "scores": .array(state.scores.map { score($0, state) }),
            "conflicts": .array(state.conflicts.map { conflict($0, state) }),
            "refused": .array(state.refused.sorted().map(op)), "newer": .array(state.newer.sorted().map(op)),
        ]
    }

    private static func field(_ place: FieldPlace, _ state: FolderState) -> JSON {
        let versions = state.versions(of: place)
        return .object([
            "place": self.place(place), "shown": versions.shown.map { shown($0.value) } ?? .null,
            "current": .array(versions.current.map { op($0.stamp.id) }),
            "history": .array(
                versions.history.map { .object(["op": op($0.stamp.id), "value": shown($0.value)]) }),
        ])
    }

    private static func tree(_ place: FieldPlace, _ state: FolderState) -> JSON? {
        guard case .parent(let folder) = place else { return nil }
        return .object([
            "folder": .hex(folder), "parent": state.folderTree.parent(of: folder).map { .hex($0) } ?? .null,
        ])
    }

    private static func erased(_ photo: ErasedPhoto) -> JSON {
        .object([
            "id": .hex(photo.id), "erasures": .array(photo.erasures.map { op($0.id) }),
            "entries": .array(photo.entries.sorted().map { dot($0.dot) }),
        ])
    }

    private static func text(_ place: TextPlace, _ state: FolderState) -> JSON {
        .object([
            "place": self.place(place), "text": state[text: place].map { .string($0) } ?? .null,
            "revisions": .array(
                state.revisions(of: place).map { .object(["op": op($0.stamp.id), "text": .string($0.value)]) }),
        ])
    }

    private static func comment(_ comment: FolderState.Comment, _ state: FolderState) -> JSON {
        let party = comment.added.party
        return .object([
            "id": .hex(comment.id), "party": .hex(party), "subject": shown(comment.subject),
            "added": op(comment.added.id), "claimed": shown(comment.added.time), "text": .string(comment.text),
            "current": .array(comment.statement.current.map { op($0.stamp.id) }),
            "retraction": comment.retraction.map { op($0.id) } ?? .null,
            "history": .array(state.history(ofComment: comment.id, by: party).map(change)),
        ])
    }

    private static func entry(_ entry: FolderState.DiaryEntry, _ state: FolderState) -> JSON {
        .object([
            "id": .hex(entry.id), "added": op(entry.added.id), "text": entry.text.map { .string($0) } ?? .null,
            "suspicions": .array(
                entry.suspicions.map { .object(["value": shown($0.value), "added": op($0.stamp.id)]) }),
            "readings": .array(
                entry.readings.map { .object(["value": shown($0.value), "added": op($0.stamp.id)]) }),
            "history": .array(state.history(ofDiary: entry.id).map(change)),
        ])
    }

    private static func score(_ score: FolderState.ScoreEntry, _ state: FolderState) -> JSON {
        let party = score.added.party
        return .object([
            "id": .hex(score.id), "party": .hex(party), "score": shown(score.score),
            "day": .string(score.day.description), "claimed": shown(score.added.time),
            "added": op(score.added.id), "retraction": score.retraction.map { op($0.id) } ?? .null,
            "history": .array(state.history(ofScore: score.id, by: party).map(change)),
        ])
    }

    private static func change(_ version: Version<Change>) -> JSON {
        let (name, value): (String, JSON) =
            switch version.value {
            case .text(let text): ("text", .string(text))
            case .field(let value): ("field", shown(value))
            case .suspected(let suspicion): ("suspected", shown(suspicion))
            case .unsuspected(let suspicion): ("unsuspected", shown(suspicion))
            case .readingAdded(let reading): ("readingAdded", shown(reading))
            case .readingRemoved(let reading): ("readingRemoved", shown(reading))
            case .stated(let text): ("stated", .string(text))
            case .observed(let score, let day): ("observed", observation(score, day))
            case .retracted: ("retracted", .null)
            case .removed: ("removed", .null)
            }
        return .object(["op": op(version.stamp.id), "change": .string(name), "value": value])
    }

    static func observation(_ score: Score, _ day: CivilDay) -> JSON {
        .object(["score": shown(score), "day": .string(day.description)])
    }

    static func shown(_ outcome: UrticariaWeek.Outcome) -> JSON {
        switch outcome {
        case .total(let total): .object(["total": .string(total.description)])
        case .open(let days):
            .object([
                "open": .array(
                    days.map { .object(["day": .string($0.day.description), "gap": .string($0.gap.name)]) })
            ])
        }
    }
}
