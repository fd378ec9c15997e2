public import DermaCausality

extension FolderState {
    /// Everything that was ever resolved by rule: open ones first, then ascending by place; within a place, causes first.
    ///
    /// O(n log n) in what was written to fields, statements and removed entries; a text that nobody edited at the same time
    /// costs nothing, another one O(its history).
    public var conflicts: [Conflict] {
        let comments = commentsByKey.keys.flatMap {
            [ConflictPlace.subject($0.id, by: $0.party), .comment($0.id, by: $0.party)]
        }
        let places =
            fields.keys.map { .field($0) } + comments + scoresByKey.keys.map { .score($0.id, by: $0.party) }
            + diaryByID.keys.map { .removal($0) } + texts.keys.map { .text($0) }
        let found = places.flatMap(written) + avoidedMoves
        let byPlace = found.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
            .map(\.element)
        return byPlace.filter { !$0.isSettled } + byPlace.filter(\.isSettled)
    }

    /// Those of `conflicts` at one place, in the same order. O(what was written there), or O(moves) of where a folder stands.
    public func conflicts(at place: ConflictPlace) -> [Conflict] {
        var found = written(at: place)
        if case .field(.parent) = place { found += avoidedMoves.filter { $0.place == place } }
        return found.filter { !$0.isSettled } + found.filter(\.isSettled)
    }

    /// What was written at a place without knowing of each other.
    private func written(at place: ConflictPlace) -> [Conflict] {
        switch place {
        case .field(let field): return fields[field].map { conflicts(in: $0, at: place, \.text) } ?? []
        case .subject(let id, let party):
            return commentsByKey[ItemKey(id: id, party: party)].map { conflicts(in: $0.made, at: place, \.text) } ?? []
        case .comment(let id, let party):
            guard let comment = commentsByKey[ItemKey(id: id, party: party)] else { return [] }
            let amended = conflicts(in: comment.statement, at: place) { $0 }
            let retracted = conflicts(between: comment.retracted, and: comment.statement.writes, at: place, \.value)
            guard party == owner, !comment.retracted.isEmpty, let text = texts[.comment(id)]?.opened else {
                return amended + retracted
            }
            return conflicts(between: comment.retracted, and: ReplicaLines(text.ops), at: place) {
                text.text(at: $0, entries)
            }
        case .score(let id, let party):
            guard let score = scoresByKey[ItemKey(id: id, party: party)] else { return [] }
            return conflicts(in: score.observation, at: place, \.text)
                + conflicts(between: score.retracted, and: score.observation.writes, at: place, \.value.text)
        case .removal(let item):
            guard let removed = diaryByID[item]?.removed, !removed.isEmpty else { return [] }
            return removalConflicts(of: item, removed)
        case .text(let text): return texts[text].map { textConflicts(in: $0, at: text) } ?? []
        }
    }

    private var avoidedMoves: [Conflict] {
        let tree = folderTree
        return tree.avoided(entries).map { moveConflict($0, in: tree) }
    }

    /// The first entry of another device that had seen `dot`: it had arrived by then, by that device's clock. Nil if nobody
    /// else has written since. The same on every replica.
    public func received(_ dot: Dot) -> OpStamp? { entries.witness(of: dot) }
}
