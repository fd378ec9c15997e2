public import DermaCausality

/// What a folder holds: photos, comments, diary entries and scores.
///
/// Ops must be applied in causal order; replicas that applied the same ops are equal, whatever the order was.
public struct FolderState: Hashable, Sendable {
    /// A photo and who added it.
    public struct Photo: Hashable, Sendable {
        public let id: PhotoID
        /// Opened with `DermaContent`.
        public let manifest: [UInt8]
        public let added: OpStamp
    }

    /// A comment; its text is a register so that amendments keep what was there before.
    public struct Comment: Hashable, Sendable {
        public let id: ItemID
        public internal(set) var subject: Subject
        public internal(set) var added: OpStamp
        public internal(set) var text = Register<String>()
    }

    /// A diary entry.
    public struct DiaryEntry: Hashable, Sendable {
        public let id: ItemID
        public internal(set) var added: OpStamp
        public internal(set) var text = Register<String>()
        public internal(set) var day = Register<CivilDay>()
        public internal(set) var triggers = AddWinsSet<Trigger>()
    }

    /// An observation.
    public struct ScoreRecord: Hashable, Sendable {
        public let id: ItemID
        public let score: Score
        public let day: CivilDay
        public let added: OpStamp
    }

    /// The account that owns the folder. Others may comment and score, and nothing else.
    public let owner: AccountID
    /// The folder's name.
    public private(set) var name = Register<String>()
    /// Ops that their author was not allowed, or that name an item that is not there; they have no effect.
    public private(set) var refused: Set<OpID> = []
    /// Ops and entries of a newer version of the protocol: there is content that this version cannot show.
    public private(set) var newer: Set<OpID> = []

    private var refusedPhotos: [PhotoID: Set<OpID>] = [:]
    private var erasedByID: [PhotoID: ErasedPhoto] = [:]
    private var photosByID: [PhotoID: Photo] = [:]
    private var commentsByKey: [ItemKey: Comment] = [:]
    private var diaryByID: [ItemID: DiaryEntry] = [:]
    private var scoresByKey: [ItemKey: ScoreRecord] = [:]

    /// An empty folder.
    public init(owner: AccountID) { self.owner = owner }

    /// The photos, causes first.
    public var photos: [Photo] { sorted(photosByID.values, by: \.added) }

    /// The comments, causes first.
    public var comments: [Comment] { sorted(commentsByKey.values, by: \.added) }

    /// The diary, causes first.
    public var diary: [DiaryEntry] { sorted(diaryByID.values, by: \.added) }

    /// The scores, causes first.
    public var scores: [ScoreRecord] { sorted(scoresByKey.values, by: \.added) }

    /// The photos that were erased, in the order of their first erasures.
    public var erasedPhotos: [ErasedPhoto] {
        erasedByID.values.sorted { OpStamp.precedes($0.erasures[0], $1.erasures[0]) }
    }

    /// The tombstone of the photo with this id.
    public subscript(erasedPhoto id: PhotoID) -> ErasedPhoto? { erasedByID[id] }

    /// The photo with this id.
    public subscript(photo id: PhotoID) -> Photo? { photosByID[id] }

    /// The comment with this id that `party` wrote.
    public subscript(comment id: ItemID, by party: AccountID) -> Comment? {
        commentsByKey[ItemKey(id: id, party: party)]
    }

    /// The diary entry with this id.
    public subscript(diary id: ItemID) -> DiaryEntry? { diaryByID[id] }

    /// Applies one op after everything that its author had seen.
    public mutating func apply(_ op: Op, _ stamp: OpStamp) {
        if case .unknown = op {
            newer.insert(stamp.id)
        } else if case .addPhoto(let photo, _) = op {
            // What adds an erased photo leaves no trace: whoever never saw it has the same state.
            guard erasedByID[photo] == nil, stamp.party != owner || !change(op, stamp) else { return }
            refuse(stamp.id, of: photo)
        } else if !(stamp.party == owner || op.isOpenToOrganisations) || !change(op, stamp) {
            refused.insert(stamp.id)
        }
    }

    /// Notes an op that stands where it must not.
    package mutating func refuse(_ id: OpID, of photo: PhotoID) {
        guard erasedByID[photo] == nil else { return }
        refused.insert(id)
        refusedPhotos[photo, default: []].insert(id)
    }

    /// Notes an entry of a kind that only a newer version knows; what is in it counts as one op.
    public mutating func noteNewer(_ dot: Dot) { newer.insert(OpID(dot, 0)) }

    /// Whether the op had an effect. Whoever reuses an id meets their own item only, so that the order does not matter.
    private mutating func change(_ op: Op, _ stamp: OpStamp) -> Bool {
        switch op {
        case .nameFolder(let text):
            name.write(text, stamp)
        case .addPhoto(let id, let manifest):
            let photo = Photo(id: id, manifest: manifest, added: stamp)
            if let held = photosByID[id] {
                refuse((OpStamp.precedes(stamp, held.added) ? held.added : stamp).id, of: id)
            }
            if photosByID[id].map({ OpStamp.precedes(stamp, $0.added) }) ?? true { photosByID[id] = photo }
        case .addComment(let id, let subject, let text):
            let key = ItemKey(id: id, party: stamp.party)
            var comment = commentsByKey[key] ?? Comment(id: id, subject: subject, added: stamp)
            if OpStamp.precedes(stamp, comment.added) { (comment.added, comment.subject) = (stamp, subject) }
            comment.text.write(text, stamp)
            commentsByKey[key] = comment
        case .amendComment(let id, let text):
            let key = ItemKey(id: id, party: stamp.party)
            guard let comment = commentsByKey[key], comment.text.hasWrite(seenBy: stamp) else { return false }
            commentsByKey[key]?.text.write(text, stamp)
        case .writeDiary(let id, .text(let text)):
            changeDiary(id, stamp) { $0.text.write(text, stamp) }
        case .writeDiary(let id, .day(let day)):
            changeDiary(id, stamp) { $0.day.write(day, stamp) }
        case .addTrigger(let id, let trigger):
            changeDiary(id, stamp) { $0.triggers.add(trigger, stamp) }
        case .removeTrigger(let id, let trigger):
            changeDiary(id, stamp) { $0.triggers.remove(trigger, stamp) }
        case .addScore(let id, let score, let day):
            let record = ScoreRecord(id: id, score: score, day: day, added: stamp)
            insertFirst(record, ItemKey(id: id, party: stamp.party), in: \.scoresByKey, by: \.added)
        case .erasePhoto(let id, let entries):
            erasedByID[id, default: ErasedPhoto(id: id)].note(entries, stamp)
            photosByID[id] = nil
            refused.subtract(refusedPhotos.removeValue(forKey: id) ?? [])
        case .unknown:
            return false
        }
        return true
    }

    private mutating func changeDiary(_ id: ItemID, _ stamp: OpStamp, _ change: (inout DiaryEntry) -> Void) {
        var entry = diaryByID.removeValue(forKey: id) ?? DiaryEntry(id: id, added: stamp)
        if OpStamp.precedes(stamp, entry.added) { entry.added = stamp }
        change(&entry)
        diaryByID[id] = entry
    }

    /// Keeps the item that causally comes first, or has the smaller id, of those with one id.
    private mutating func insertFirst<ID, Item>(
        _ item: Item, _ id: ID, in items: WritableKeyPath<FolderState, [ID: Item]>, by added: KeyPath<Item, OpStamp>
    ) {
        if let held = self[keyPath: items][id] {
            let isEarlier = OpStamp.precedes(item[keyPath: added], held[keyPath: added])
            refused.insert((isEarlier ? held : item)[keyPath: added].id)
            if !isEarlier { return }
        }
        self[keyPath: items][id] = item
    }

    private func sorted<Item>(_ items: some Collection<Item>, by added: KeyPath<Item, OpStamp>) -> [Item] {
        items.sorted { OpStamp.precedes($0[keyPath: added], $1[keyPath: added]) }
    }
}

/// An item that several parties may make: whoever reuses an id meets their own item only.
private struct ItemKey: Hashable {
    let id: ItemID
    let party: AccountID
}

extension Op {
    /// Whether someone who was let into a folder may do this, or only its owner.
    var isOpenToOrganisations: Bool {
        switch self {
        case .addComment, .amendComment, .addScore, .unknown: true
        case .nameFolder, .addPhoto, .writeDiary, .addTrigger, .removeTrigger, .erasePhoto: false
        }
    }
}
