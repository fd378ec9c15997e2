import DermaCRDT
import DermaCausality
import DermaWire

/// The conflict report, as the vectors show it.
extension JSON {
    static func conflict(_ conflict: Conflict, _ state: FolderState) -> JSON {
        let sides = conflict.sides.map { side -> JSON in
            .object([
                "op": op(side.stamp.id), "author": .hex(side.stamp.author), "party": .hex(side.stamp.party),
                "claimed": shown(side.stamp.time), "value": value(side, conflict.place, state),
                "event": .number(side.event), "received": side.received.map { dot($0.id.dot) } ?? .null,
            ])
        }
        return .object([
            "place": place(conflict.place), "resolution": resolution(conflict.resolution), "sides": .array(sides),
            "passage": conflict.passage.map {
                .object(["position": .number($0.range.lowerBound), "text": .string($0.text)])
            } ?? .null,
            "shown": shown(conflict, state), "settled": conflict.settled.map { op($0.id) } ?? .null,
        ])
    }

    private static func resolution(_ resolution: Resolution) -> JSON {
        switch resolution {
        case .oneIsShown: "oneIsShown"
        case .merged(let kind): .string("\(kind)")
        case .retracted: "retracted"
        case .kept: "kept"
        case .notMoved: "notMoved"
        }
    }

    private static func value(_ side: Conflict.Side, _ place: ConflictPlace, _ state: FolderState) -> JSON {
        switch place {
        case .field: fieldValue(side.stamp.id, state)
        case .score: observation(side.stamp.id, place, state) ?? .null
        case .subject(let id, let party):
            state.subject(of: id, by: party, writtenBy: side.stamp.id).map { shown($0) } ?? .null
        default: side.text.map { .string($0) } ?? .null
        }
    }

    /// What an op wrote; of moves into each other, that is another field than the row's.
    private static func fieldValue(_ op: OpID, _ state: FolderState) -> JSON {
        for place in state.writtenFields {
            if let value = state.value(of: place, writtenBy: op) { return shown(value) }
        }
        return .null
    }

    private static func shown(_ conflict: Conflict, _ state: FolderState) -> JSON {
        switch conflict.place {
        case .field(.parent(let folder)) where conflict.resolution == .notMoved:
            state.folderTree.parent(of: folder).map { .hex($0) } ?? .null
        case .field(let field):
            (conflict.settled.map { state.value(of: field, writtenBy: $0.id) } ?? state.value(of: field))
                .map { shown($0) } ?? .null
        case .score(let id, let party):
            conflict.shown == nil
                ? .null
                : conflict.settled.flatMap { observation($0.id, conflict.place, state) }
                    ?? state[score: id, by: party].map { observation($0.score, $0.day) } ?? .null
        case .subject(let id, let party): state[comment: id, by: party].map { shown($0.subject) } ?? .null
        default: conflict.shown.map { .string($0) } ?? .null
        }
    }

    /// What an op says of a score.
    private static func observation(_ op: OpID, _ place: ConflictPlace, _ state: FolderState) -> JSON? {
        guard case .score(let id, let party) = place else { return nil }
        for version in state.history(ofScore: id, by: party) where version.stamp.id == op {
            if case .observed(let score, let day) = version.value { return observation(score, day) }
        }
        return nil
    }
}
