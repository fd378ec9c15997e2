public import DermaCausality

/// One change to an item, as it was made.
public enum Change: Hashable, Sendable {
    /// The whole text as its author then saw it.
    case text(String)
    case field(FieldValue)
    case suspected(Suspicion)
    case unsuspected(Suspicion)
    case readingAdded(EnvironmentalReading)
    case readingRemoved(EnvironmentalReading)
    /// A statement, first made or amended.
    case stated(String)
    case observed(Score, day: CivilDay)
    case retracted
    case removed
}

extension FolderState {
    /// Every version of a text, causes first: the whole text as the author of each edit then saw it, with who and when.
    /// O(edits · k log k) for the k runs of the text's history.
    public func revisions(of place: TextPlace) -> [Version<String>] {
        guard let text = texts[place]?.opened else { return [] }
        return text.ops.compactMap { op in revision(op, of: text) }.sorted { OpStamp.precedes($0.stamp, $1.stamp) }
    }

    /// A text as the author of `op`, which edited it, then saw it. O(k log k) for the k runs of the text's history.
    public func revision(_ op: OpID, of place: TextPlace) -> Version<String>? {
        texts[place].flatMap { text in text.events(of: op) == nil ? nil : revision(op, of: text) }
    }

    /// Whether everything that an op inserted into a text is still there. O(history of the text).
    public func isWhole(_ op: OpID, in place: TextPlace) -> Bool {
        guard let text = texts[place], let events = text.events(of: op), let document = text.document else {
            return false
        }
        return (try? document.isPresent(events, of: op.dot.replica)) ?? false
    }

    /// Who changed what in a diary entry, and when, causes first.
    public func history(ofDiary item: ItemID) -> [Version<Change>] {
        var all = revisions(of: .diary(item)).map { Version(value: Change.text($0.value), stamp: $0.stamp) }
        for place in [FieldPlace.title(item), .day(item), .entrySite(item)] {
            all += (fields[place]?.history(entries) ?? []).compactMap { version(.field($0.value), $0.id) }
        }
        let entry = diaryByID[item] ?? DiaryRecord()
        for change in entry.suspicions.changes {
            let value = change.isAddition ? Change.suspected(change.element) : .unsuspected(change.element)
            all += version(value, change.id).map { [$0] } ?? []
        }
        for change in entry.readings.changes {
            let value = change.isAddition ? Change.readingAdded(change.element) : .readingRemoved(change.element)
            all += version(value, change.id).map { [$0] } ?? []
        }
        all += entry.removed.compactMap { version(.removed, $0) }
        return all.sorted { OpStamp.precedes($0.stamp, $1.stamp) }
    }

    /// Who changed what in a comment, and when, causes first; what was retracted with it.
    public func history(ofComment item: ItemID, by party: AccountID) -> [Version<Change>] {
        let comment = commentsByKey[ItemKey(id: item, party: party)] ?? CommentRecord()
        var all =
            party == owner
            ? revisions(of: .comment(item)).map { Version(value: Change.text($0.value), stamp: $0.stamp) } : []
        all += comment.statement.writes.compactMap { version(.stated($0.value), $0.id) }
        all += comment.retracted.compactMap { version(.retracted, $0) }
        return all.sorted { OpStamp.precedes($0.stamp, $1.stamp) }
    }

    /// Who changed what in an observation, and when, causes first.
    public func history(ofScore item: ItemID, by party: AccountID) -> [Version<Change>] {
        let score = scoresByKey[ItemKey(id: item, party: party)] ?? ScoreRecord()
        var all = score.observation.writes.compactMap {
            version(.observed($0.value.score, day: $0.value.day), $0.id)
        }
        all += score.retracted.compactMap { version(.retracted, $0) }
        return all.sorted { OpStamp.precedes($0.stamp, $1.stamp) }
    }

    private func version(_ change: Change, _ id: OpID) -> Version<Change>? {
        entries.stamp(of: id).map { Version(value: change, stamp: $0) }
    }

    private func revision(_ op: OpID, of text: MergedText) -> Version<String>? {
        guard let stamp = entries.stamp(of: op), let value = text.text(at: op, entries) else { return nil }
        return Version(value: value, stamp: stamp)
    }
}
