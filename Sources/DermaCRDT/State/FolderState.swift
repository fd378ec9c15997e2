public import DermaCausality

/// What a folder holds: photos, comments, diary entries and scores, and the report of what was resolved.
///
/// Entries must be applied in causal order; replicas that applied the same entries are equal, whatever the order was.
public struct FolderState: Hashable, Sendable {
    /// The account that owns the folder. Others may comment and score, and nothing else.
    public let owner: AccountID
    /// Who wrote each entry, when, and having seen what.
    public internal(set) var entries = EntryTable()
    /// Ops that their author was not allowed, or that name an item that is not there; they have no effect.
    public var refused: Set<OpID> { denied.union(refusedPhotos) }
    /// Ops and entries of a newer version of the protocol: there is content that this version cannot show.
    public internal(set) var newer: Set<OpID> = []

    var fields: [FieldPlace: Register<FieldValue>] = [:]
    var texts: [TextPlace: MergedText] = [:]
    var photosByID: [PhotoID: PhotoRecord] = [:]
    var erasedByID: [PhotoID: ErasureRecord] = [:]
    var commentsByKey: [ItemKey: CommentRecord] = [:]
    var diaryByID: [ItemID: DiaryRecord] = [:]
    var scoresByKey: [ItemKey: ScoreRecord] = [:]
    /// By place and sides, the ops by which a person left things as they were.
    var settlements: [ConflictPlace: [[SideID]: Set<OpID>]] = [:]
    var denied: Set<OpID> = []
    /// Whether a snapshot that it was loaded from proved damaged: work it out anew from the entries.
    public private(set) var isDamaged = false

    /// An empty folder.
    public init(owner: AccountID) { self.owner = owner }

    /// Applies a content entry after everything that its author had seen; one that was applied is passed over. `seeing`: what of
    /// that was new since its replica's entry before.
    public mutating func apply(_ ops: [Op], of dot: Dot, seeing: [Dot], by mark: EntryMark) {
        if entries.holds(dot) { return }
        entries.append(dot, seeing: seeing, mark: mark)
        for (index, op) in ops.enumerated() {
            let id = OpID(dot, index)
            switch op {
            case .unknown: newer.insert(id)
            case .addPhoto(let photo, _): refusePhoto(photo, id)
            default:
                if !(mark.party == owner || op.isOpenToOrganisations) || !change(op, id, mark.party) {
                    denied.insert(id)
                }
            }
        }
    }

    /// Applies an entry that adds a photo and says nothing else, not even what its author had seen, so that its body can be erased.
    public mutating func add(_ photo: PhotoID, manifest: [UInt8], of dot: Dot, by mark: EntryMark) {
        if entries.holds(dot) { return }
        // What adds an erased photo leaves no trace: whoever was never shown the entry's body comes to the same state.
        entries.append(dot, seeing: [], mark: erasedByID[photo] == nil ? mark : nil)
        if erasedByID[photo] != nil { return }
        if mark.party == owner {
            photosByID[photo, default: PhotoRecord()].additions[OpID(dot, 0)] = manifest
        } else {
            photosByID[photo, default: PhotoRecord()].denied.insert(OpID(dot, 0))
        }
    }

    /// Passes over an entry that says nothing that counts here; what its author had seen is noted.
    public mutating func pass(_ dot: Dot, seeing: [Dot]) { entries.append(dot, seeing: seeing, mark: nil) }

    /// Notes an entry of a kind that only a newer version knows; what is in it counts as one op. What its author had seen is
    /// noted if the entry was passed over before.
    public mutating func noteNewer(_ dot: Dot) {
        pass(dot, seeing: [])
        if dot.sequence > 0 { newer.insert(OpID(dot, 0)) }
    }

    /// Whether the op had an effect. Whoever reuses an id meets their own item only, so that the order does not matter.
    private mutating func change(_ op: Op, _ id: OpID, _ party: AccountID) -> Bool {
        switch op {
        case .set(let field):
            fields[field.place, default: Register()].write(field.value, id)
            if let item = field.place.diaryEntry { makeEntry(item) }
            return true
        case .edit(let place, let edit): return change(place, edit, id)
        case .erasePhoto(let photo, let entries):
            erase(photo, entries, id)
            return true
        case .addPhoto, .unknown: return false
        case .addComment(let item, let subject, let text):
            return addComment(item, subject, text, id, party)
        case .amendComment(let item, let text):
            let key = ItemKey(id: item, party: party)
            guard party != owner, commentsByKey[key]?.statement.writes.contains(seenBy: id, entries) ?? false else {
                return false
            }
            commentsByKey[key]?.statement.write(text, id)
            return true
        case .addScore(let item, let score, let day):
            scoresByKey[ItemKey(id: item, party: party), default: ScoreRecord()]
                .observation.write(Observation(score: score, day: day), id)
            return true
        case .amendScore(let item, let score, let day):
            let key = ItemKey(id: item, party: party)
            guard scoresByKey[key]?.observation.writes.contains(seenBy: id, entries) ?? false else { return false }
            scoresByKey[key]?.observation.write(Observation(score: score, day: day), id)
            return true
        case .retract(let item): return retract(ItemKey(id: item, party: party), id)
        case .suspect(let item, let suspicion), .unsuspect(let item, let suspicion):
            var isAddition = false
            if case .suspect = op { isAddition = true }
            diaryByID[item, default: DiaryRecord()].suspicions.add(
                .init(id: id, element: suspicion, isAddition: isAddition))
            return true
        case .addReading(let item, let reading), .removeReading(let item, let reading):
            var isAddition = false
            if case .addReading = op { isAddition = true }
            diaryByID[item, default: DiaryRecord()].readings.add(
                .init(id: id, element: reading, isAddition: isAddition))
            return true
        case .removeDiary(let item):
            diaryByID[item, default: DiaryRecord()].removed.add(id)
            return true
        case .settle(let place, let sides):
            if case .field = place { return false }
            settlements[place, default: [:]][sides, default: []].insert(id)
            return true
        }
    }

    private mutating func change(_ place: TextPlace, _ edit: TextEdit, _ id: OpID) -> Bool {
        if case .comment(let item) = place,
            !(commentsByKey[ItemKey(id: item, party: owner)]?.made.writes.contains(seenBy: id, entries) ?? false)
        {
            return false
        }
        guard merge(edit, into: place, id) else { return false }
        if case .diary(let item) = place { makeEntry(item) }
        return true
    }

    private mutating func addComment(
        _ item: ItemID, _ subject: Subject, _ text: String, _ id: OpID, _ party: AccountID
    ) -> Bool {
        let key = ItemKey(id: item, party: party)
        // What it is about is said once.
        if commentsByKey[key]?.made.writes.contains(seenBy: id, entries) ?? false { return false }
        commentsByKey[key, default: CommentRecord()].made.write(subject, id)
        if party != owner {
            commentsByKey[key]?.statement.write(text, id)
        } else if let edit = TextEdit([.insert(at: 0, text)]) {
            return merge(edit, into: .comment(item), id)
        }
        return true
    }

    private mutating func merge(_ edit: TextEdit, into place: TextPlace, _ id: OpID) -> Bool {
        let outcome = texts[place, default: MergedText()].apply(edit, id, entries)
        if outcome == .damaged { isDamaged = true }
        if texts[place]?.edits.isEmpty ?? false { texts[place] = nil }
        return outcome == .merged
    }

    private mutating func retract(_ key: ItemKey, _ id: OpID) -> Bool {
        if commentsByKey[key]?.made.writes.contains(seenBy: id, entries) ?? false {
            commentsByKey[key]?.retracted.add(id)
        } else if scoresByKey[key]?.observation.writes.contains(seenBy: id, entries) ?? false {
            scoresByKey[key]?.retracted.add(id)
        } else {
            return false
        }
        return true
    }

    /// The first edit of a diary entry makes it.
    private mutating func makeEntry(_ item: ItemID) {
        if diaryByID[item] == nil { diaryByID[item] = DiaryRecord() }
    }
}
