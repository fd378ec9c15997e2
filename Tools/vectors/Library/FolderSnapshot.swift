import DermaCRDT
import DermaCausality
import DermaClient
import DermaWire

/// What a folder comes to, as the vectors show it.
enum FolderSnapshot {
    static func json(_ replica: FolderReplica) -> JSONValue {
        let state = replica.state
        return [
            "name": shown(state.name) { .string($0) },
            "photos": .list(state.photos) {
                ["id": .hex($0.id), "manifest": .hex($0.manifest), "added": .op($0.added.id)]
            },
            "erased": .list(state.erasedPhotos) {
                [
                    "id": .hex($0.id), "erasures": .list($0.erasures) { .op($0.id) },
                    "entries": .list($0.entries.sorted()) { .dot($0.dot) },
                ]
            },
            "comments": .list(state.comments) {
                [
                    "id": .hex($0.id), "party": .hex($0.added.party), "subject": subject($0.subject),
                    "text": shown($0.text) { .string($0) }, "history": .list($0.text.history) { .string($0.value) },
                    "added": .op($0.added.id),
                ]
            },
            "diary": .list(state.diary) {
                [
                    "id": .hex($0.id), "text": shown($0.text) { .string($0) },
                    "day": shown($0.day) { .string($0.description) }, "added": .op($0.added.id),
                    "triggers": .list($0.triggers.members) { .string($0.name) },
                ]
            },
            "scores": .list(state.scores) {
                [
                    "id": .hex($0.id), "party": .hex($0.added.party), "instrument": .string($0.score.instrument.name),
                    "items": .list($0.score.items) { $0.map { .number(Int($0)) } ?? .null },
                    "total": $0.score.total.map { .string($0.description) } ?? .null,
                    "day": .string($0.day.description),
                    "claimedTime": .wide($0.added.time.milliseconds), "added": .op($0.added.id),
                ]
            },
            "conflicts": .list(state.conflicts, conflict),
            "refused": .list(state.refused.sorted()) { .op($0) },
            "newer": .list(state.newer.sorted()) { .op($0) },
            "unreadable": .list(replica.unreadable.sorted()) { .dot($0) },
            "withheld": .list(replica.withheld) { .dot($0) },
            "forks": .list(replica.forks.sorted()) { .dot($0) },
            "waiting": .number(replica.waitingCount),
        ]
    }

    private static func shown<Value>(_ register: Register<Value>, _ show: (Value) -> JSONValue) -> JSONValue {
        register.shown.map { show($0.value) } ?? .null
    }

    private static func subject(_ subject: Subject) -> JSONValue {
        switch subject {
        case .folder: ["kind": "folder"]
        case .photo(let id): ["kind": "photo", "id": .hex(id)]
        case .diary(let id): ["kind": "diary", "id": .hex(id)]
        }
    }

    private static func conflict(_ conflict: Conflict) -> JSONValue {
        func version(_ version: Conflict.Version) -> JSONValue {
            ["op": .op(version.stamp.id), "text": .string(version.text), "party": .hex(version.stamp.party)]
        }
        let place: JSONValue =
            switch conflict.place {
            case .folderName: ["kind": "folderName"]
            case .comment(let id): ["kind": "comment", "id": .hex(id)]
            case .diaryText(let id): ["kind": "diaryText", "id": .hex(id)]
            case .diaryDay(let id): ["kind": "diaryDay", "id": .hex(id)]
            }
        return [
            "place": place, "versions": .list(conflict.versions, version), "shown": version(conflict.shown),
            "settled": .bool(conflict.isSettled),
        ]
    }
}

extension JSONValue {
    /// `replica:sequence.index`, the replica in hexadecimal.
    static func op(_ id: OpID) -> JSONValue { .string("\(id.dot.replica):\(id.dot.sequence).\(id.index)") }
}
