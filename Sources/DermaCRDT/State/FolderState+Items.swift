public import DermaCausality

extension FolderState {
    /// A photo and who added it.
    public struct Photo: Hashable, Sendable {
        public let id: PhotoID
        /// Opened with `DermaContent`.
        public let manifest: [UInt8]
        public let added: OpStamp
        /// What it shows of the body.
        public let site: Versions<SkinSite>
        /// The time that its file bore when it was imported: a claim beside that of the camera.
        public let fileTime: Versions<Timestamp>
        /// Whether it was entered in error, and where its copy is.
        public let error: Versions<EntryError>
        /// What it was made from, as by cropping.
        public let source: Versions<PhotoLink>
    }

    /// Whether something was entered in error, as by filing it under the wrong person.
    public struct EntryError: Hashable, Sendable {
        public let isError: Bool
        /// Where it was copied to.
        public let copy: PhotoLink?
    }

    /// A comment.
    public struct Comment: Hashable, Sendable {
        public let id: ItemID
        /// What it is about.
        public let subject: Subject
        public let added: OpStamp
        /// What it says; of an organisation's, the amendment that is shown.
        public let text: String
        /// An organisation's statement with its amendments; empty for the owner's comments, whose text merges.
        public let statement: Versions<String>
        /// When and by whom it was taken back; a stub with its history stays.
        public let retraction: OpStamp?
    }

    /// A diary entry.
    public struct DiaryEntry: Hashable, Sendable {
        public let id: ItemID
        public let added: OpStamp
        /// What it says; nil if nobody wrote anything yet.
        public let text: String?
        public let title: Versions<String>
        public let day: Versions<CivilDay>
        /// Where on the body.
        public let site: Versions<SkinSite>
        /// Suspected triggers, each with the first entry that says so.
        public let suspicions: [Version<Suspicion>]
        /// What was measured of the surroundings.
        public let readings: [Version<EnvironmentalReading>]
        /// Whether everything that was written was there to be seen when someone removed it.
        public let isRemoved: Bool
    }

    /// An observation.
    public struct ScoreEntry: Hashable, Sendable {
        public let id: ItemID
        public let score: Score
        public let day: CivilDay
        public let added: OpStamp
        /// It and its amendments.
        public let history: [Version<Score>]
        /// When and by whom it was taken back.
        public let retraction: OpStamp?
    }

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
