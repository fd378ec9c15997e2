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
    public internal(set) var isDamaged = false

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
}
