public import DermaCRDT
public import DermaCausality
import DermaSecrets
import DermaWire

extension Device {
    /// Writes a new diary entry.
    public mutating func writeDiary(_ draft: DiaryDraft, in folder: FolderID) throws(DeviceError) -> ItemID {
        guard draft.text != nil else { throw .notAllowed }
        let item: ItemID = environment.random.identifier()
        try change(item, draft, in: folder)
        return item
    }

    /// What an entry says now, to be changed and given to `changeDiary`.
    public func diaryDraft(of item: ItemID, in folder: FolderID) throws(DeviceError) -> DiaryDraft {
        guard let state = folders[folder]?.state, state[diary: item] != nil else { throw .notFound }
        let shown = state.shown(.diary(item))
        var draft = DiaryDraft(text: shown?.text, of: shown)
        draft.shownEntry = state[diary: item]
        return draft
    }

    /// Changes parts of a diary entry; the others stay, and of its text what has arrived since the draft was begun. Nothing is
    /// written if all is as it should be. Brings a removed entry back.
    /// - Throws: `changedMeanwhile`, having written nothing, if the draft would replace a title, day or place that arrived since.
    public mutating func changeDiary(_ item: ItemID, _ draft: DiaryDraft, in folder: FolderID) throws(DeviceError) {
        guard folders[folder]?.state[diary: item] != nil else { throw .notFound }
        try change(item, draft, in: folder)
    }

    /// Removes a diary entry. What somebody writes into it without knowing of the removal stays, and is in the conflict report.
    public mutating func removeDiary(_ item: ItemID, in folder: FolderID) throws(DeviceError) {
        try checkOwner(of: folder)
        guard folders[folder]?.state[diary: item] != nil else { throw .notFound }
        try write([.removeDiary(item)], in: folder)
    }

    private mutating func change(_ item: ItemID, _ draft: DiaryDraft, in folder: FolderID) throws(DeviceError) {
        try checkOwner(of: folder)
        guard !draft.isEmpty else { throw .notAllowed }
        var ops: [Op] = []
        guard let state = folders[folder]?.state, draft.replacesNothingUnseen(of: state[diary: item]) else {
            throw .changedMeanwhile
        }
        if let text = draft.text { ops += try edits(making: .diary(item), text, of: draft.shownText, in: folder) }
        if let title = draft.title {
            try check(title, max: Limits.nameBytesMax)
            ops.append(.set(.title(item, title)))
        }
        if let day = draft.day { ops.append(.set(.day(item, day))) }
        if let site = draft.site { ops.append(.set(.entrySite(item, site))) }
        ops += draft.suspected.sorted().map { .suspect(item, $0) }
        ops += draft.unsuspected.sorted().map { .unsuspect(item, $0) }
        if !ops.isEmpty { try write(ops, in: folder) }
    }
}

/// What a person writes into a diary entry; what is nil or empty stays as it is.
public struct DiaryDraft: Sendable {
    /// The whole text; what differs from `shownText` becomes edits.
    public var text: String?
    /// The text as the person was shown it when they began to write; nil if there was none. What is not in it stays, whatever
    /// `text` says.
    public var shownText: ShownText?
    /// The entry as the person was shown it when they began to write; nil if they were shown none.
    public var shownEntry: FolderState.DiaryEntry?
    /// The title.
    public var title: String?
    /// The day it is about.
    public var day: CivilDay?
    /// Where on the body.
    public var site: SkinSite?
    /// Triggers that are suspected now.
    public var suspected: Set<Suspicion>
    /// Triggers that are no longer suspected.
    public var unsuspected: Set<Suspicion>

    /// A draft.
    public init(
        text: String? = nil, of shownText: ShownText? = nil, title: String? = nil, day: CivilDay? = nil,
        site: SkinSite? = nil,
        suspected: Set<Suspicion> = [],
        unsuspected: Set<Suspicion> = []
    ) {
        self.text = text
        self.shownText = shownText
        self.title = title
        self.day = day
        self.site = site
        self.suspected = suspected
        self.unsuspected = unsuspected
    }

    /// Whether the person was shown what the draft replaces of the entry as it is.
    func replacesNothingUnseen(of entry: FolderState.DiaryEntry?) -> Bool {
        guard let shownEntry, let entry else { return true }
        return (title == nil || entry.title.current == shownEntry.title.current)
            && (day == nil || entry.day.current == shownEntry.day.current)
            && (site == nil || entry.site.current == shownEntry.site.current)
    }

    var isEmpty: Bool {
        text == nil && title == nil && day == nil && site == nil && suspected.isEmpty && unsuspected.isEmpty
    }
}
