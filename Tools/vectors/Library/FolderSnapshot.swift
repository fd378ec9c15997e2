import DermaCRDT
import DermaCausality
import DermaClient
import DermaWire

/// What a folder comes to, as the vectors show it.
enum FolderSnapshot {
    static func json(_ replica: FolderReplica, week: CivilDay?) -> JSONValue {
        let state = replica.state
        var all: [String: JSONValue] = [
            "fields": .list(state.writtenFields) { field($0, state) },
            "texts": .list(state.writtenTexts) { text($0, state) },
            "folderTree": .list(state.writtenFields.compactMap { tree($0, state) }) { $0 },
            "photos": .list(state.photos) {
                ["id": .hex($0.id), "manifest": .hex($0.manifest), "added": .op($0.added.id)]
            },
            "erased": .list(state.erasedPhotos) {
                [
                    "id": .hex($0.id), "erasures": .list($0.erasures) { .op($0.id) },
                    "entries": .list($0.entries.sorted()) { .dot($0.dot) },
                ]
            },
            "withheld": .list(replica.withheld) { .dot($0) },
            "comments": .list(state.comments) { comment($0, state) },
            "diary": .list(state.diary) { entry($0, state) },
            "removedDiary": .list(state.removedDiary) { entry($0, state) },
            "scores": .list(state.scores) { score($0, state) },
            "conflicts": .list(state.conflicts) { conflict($0, state) },
            "refused": .list(state.refused.sorted()) { .op($0) },
            "newer": .list(state.newer.sorted()) { .op($0) },
            "unreadable": .list(replica.unreadable.sorted()) { .dot($0) },
            "forks": .list(replica.forks.sorted()) { .dot($0) },
            "waiting": .number(replica.waitingCount),
        ]
        if let outcome = week.flatMap({ state.urticariaWeek(endingOn: $0, by: state.owner) }) {
            all["week"] = JSONValue.shown(outcome)
        }
        return .object(all)
    }

    private static func field(_ place: FieldPlace, _ state: FolderState) -> JSONValue {
        let versions = state.versions(of: place)
        return [
            "place": .place(place), "shown": versions.shown.map { .shown($0.value) } ?? .null,
            "current": .list(versions.current) { .op($0.stamp.id) },
            "history": .list(versions.history) { ["op": .op($0.stamp.id), "value": .shown($0.value)] },
        ]
    }

    /// Where a folder stands, if somebody moved it.
    private static func tree(_ place: FieldPlace, _ state: FolderState) -> JSONValue? {
        guard case .parent(let folder) = place else { return nil }
        return ["folder": .hex(folder), "parent": state.folderTree.parent(of: folder).map { .hex($0) } ?? .null]
    }

    private static func text(_ place: TextPlace, _ state: FolderState) -> JSONValue {
        [
            "place": .place(place), "text": state[text: place].map { .string($0) } ?? .null,
            "revisions": .list(state.revisions(of: place)) { ["op": .op($0.stamp.id), "text": .string($0.value)] },
        ]
    }

    private static func comment(_ comment: FolderState.Comment, _ state: FolderState) -> JSONValue {
        [
            "id": .hex(comment.id), "party": .hex(comment.added.party), "subject": .shown(comment.subject),
            "added": .op(comment.added.id), "claimed": .shown(comment.added.time), "text": .string(comment.text),
            "current": .list(comment.statement.current) { .op($0.stamp.id) },
            "retraction": comment.retraction.map { .op($0.id) } ?? .null,
            "history": .list(state.history(ofComment: comment.id, by: comment.added.party), change),
        ]
    }

    private static func entry(_ entry: FolderState.DiaryEntry, _ state: FolderState) -> JSONValue {
        [
            "id": .hex(entry.id), "added": .op(entry.added.id), "text": entry.text.map { .string($0) } ?? .null,
            "suspicions": .list(entry.suspicions) { ["value": .shown($0.value), "added": .op($0.stamp.id)] },
            "readings": .list(entry.readings) { ["value": .shown($0.value), "added": .op($0.stamp.id)] },
            "history": .list(state.history(ofDiary: entry.id), change),
        ]
    }

    private static func score(_ score: FolderState.ScoreEntry, _ state: FolderState) -> JSONValue {
        [
            "id": .hex(score.id), "party": .hex(score.added.party), "score": Vectors.shown(score.score),
            "day": .string(score.day.description), "claimed": .shown(score.added.time),
            "added": .op(score.added.id), "retraction": score.retraction.map { .op($0.id) } ?? .null,
            "history": .list(state.history(ofScore: score.id, by: score.added.party), change),
        ]
    }

    private static func change(_ version: Version<Change>) -> JSONValue {
        let (name, value): (String, JSONValue) =
            switch version.value {
            case .text(let text): ("text", .string(text))
            case .field(let value): ("field", .shown(value))
            case .suspected(let suspicion): ("suspected", .shown(suspicion))
            case .unsuspected(let suspicion): ("unsuspected", .shown(suspicion))
            case .readingAdded(let reading): ("readingAdded", .shown(reading))
            case .readingRemoved(let reading): ("readingRemoved", .shown(reading))
            case .stated(let text): ("stated", .string(text))
            case .observed(let score, let day): ("observed", observation(score, day))
            case .retracted: ("retracted", .null)
            case .removed: ("removed", .null)
            }
        return ["op": .op(version.stamp.id), "change": .string(name), "value": value]
    }

    static func observation(_ score: Score, _ day: CivilDay) -> JSONValue {
        ["score": Vectors.shown(score), "day": .string(day.description)]
    }
}
