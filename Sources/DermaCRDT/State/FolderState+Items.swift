public import DermaCausality

/// What there is in a folder, as it is shown.
extension FolderState {
    /// The folder's name.
    public var name: Versions<String> { Versions(fields[.folderName], entries, \.asText) }

    /// The area of the body that the folder is about.
    public var site: Versions<SkinSite> { Versions(fields[.folderSite], entries, \.asSite) }

    /// The photos, causes first. O(n log n), as the other lists.
    public var photos: [Photo] { photosByID.keys.compactMap { self[photo: $0] }.causesFirst(\.added) }

    /// The comments, causes first; retracted ones with them.
    public var comments: [Comment] { commentsByKey.compactMap(comment).causesFirst(\.added) }

    /// The diary, causes first; without what was removed.
    public var diary: [DiaryEntry] {
        diaryByID.compactMap(diaryEntry).filter { !$0.isRemoved }.causesFirst(\.added)
    }

    /// The diary entries that were removed, causes first.
    public var removedDiary: [DiaryEntry] {
        diaryByID.compactMap(diaryEntry).filter(\.isRemoved).causesFirst(\.added)
    }

    /// The scores, causes first; retracted ones with them.
    public var scores: [ScoreEntry] { scoresByKey.compactMap(score).causesFirst(\.added) }

    /// The photo with this id.
    public subscript(photo id: PhotoID) -> Photo? {
        guard let photo = photosByID[id]?.first(entries), let added = entries.stamp(of: photo.id) else { return nil }
        return Photo(
            id: id, manifest: photo.manifest, added: added, site: Versions(fields[.photoSite(id)], entries, \.asSite),
            fileTime: Versions(fields[.fileTime(id)], entries, \.asTime),
            error: Versions(fields[.enteredInError(id)], entries, \.asError),
            source: Versions(fields[.derivedFrom(id)], entries, \.asPhoto))
    }

    /// The comment with this id that `party` wrote.
    public subscript(comment id: ItemID, by party: AccountID) -> Comment? {
        let key = ItemKey(id: id, party: party)
        return commentsByKey[key].flatMap { comment(key, $0) }
    }

    /// The diary entry with this id, removed or not.
    public subscript(diary id: ItemID) -> DiaryEntry? { diaryByID[id].flatMap { diaryEntry(id, $0) } }

    /// The score with this id that `party` recorded.
    public subscript(score id: ItemID, by party: AccountID) -> ScoreEntry? {
        let key = ItemKey(id: id, party: party)
        return scoresByKey[key].flatMap { score(key, $0) }
    }

    /// A text of the owner's; nil if nobody wrote it. O(n).
    public subscript(text place: TextPlace) -> String? { texts[place]?.text }

    private func comment(_ key: ItemKey, _ comment: CommentRecord) -> Comment? {
        guard let subject = comment.made.shown(entries)?.value,
            let added = entries.first(of: comment.made.writes.map(\.id))
        else { return nil }
        let statement = Versions(comment.statement, entries) { $0 as String? }
        let text = key.party == owner ? texts[.comment(key.id)]?.text : statement.shown?.value
        return Comment(
            id: key.id, subject: subject, added: added, text: text ?? "", statement: statement,
            retraction: entries.first(of: comment.retracted))
    }

    private func diaryEntry(_ id: ItemID, _ entry: DiaryRecord) -> DiaryEntry? {
        guard let added = entries.first(of: edits(of: id)) else { return nil }
        return DiaryEntry(
            id: id, added: added, text: texts[.diary(id)]?.text,
            title: Versions(fields[.title(id)], entries, \.asText), day: Versions(fields[.day(id)], entries, \.asDay),
            site: Versions(fields[.entrySite(id)], entries, \.asSite),
            suspicions: entry.suspicions.shown(entries), readings: entry.readings.shown(entries),
            isRemoved: isRemoved(id))
    }

    private func score(_ key: ItemKey, _ score: ScoreRecord) -> ScoreEntry? {
        let history = score.observation.history(entries)
        guard let shown = score.observation.shown(entries),
            let added = history.first.flatMap({ entries.stamp(of: $0.id) })
        else { return nil }
        return ScoreEntry(
            id: key.id, score: shown.value.score, day: shown.value.day, added: added,
            history: history.compactMap { write in
                entries.stamp(of: write.id).map { Version(value: write.value.score, stamp: $0) }
            }, retraction: entries.first(of: score.retracted))
    }
}

extension AddWinsSet {
    /// The members, each with the first who added it.
    fileprivate func shown(_ entries: EntryTable) -> [Version<Element>] {
        members(entries).compactMap { member in
            entries.first(of: member.tags).map { Version(value: member.element, stamp: $0) }
        }
    }
}

extension EntryTable {
    /// The one that comes before the others.
    func first(of ids: some Sequence<OpID>) -> OpStamp? { ids.min(by: precedes).flatMap(stamp) }
}

extension Array {
    fileprivate func causesFirst(_ added: KeyPath<Element, OpStamp>) -> [Element] {
        sorted { OpStamp.precedes($0[keyPath: added], $1[keyPath: added]) }
    }
}
