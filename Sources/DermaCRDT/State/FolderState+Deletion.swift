public import DermaCausality

/// Something in a folder that somebody wrote, by its id.
public enum FolderItem: Hashable, Comparable, Sendable {
    case photo(PhotoID)
    /// The note on a photo.
    case note(PhotoID)
    case diary(ItemID)
    case comment(ItemID, by: AccountID)
    case score(ItemID, by: AccountID)
}

extension FolderState {
    /// The items that somebody made or changed with an op that `seen` does not cover, ascending; without what is removed or
    /// taken back. O(ops).
    public func items(writtenBeyond seen: VersionVector) -> [FolderItem] {
        func isUnseen(_ ids: some Sequence<OpID>) -> Bool { ids.contains { !seen.contains($0.dot) } }
        func isUnseen<Value>(_ register: Register<Value>) -> Bool { isUnseen(register.writes.map(\.id)) }
        var found: Set<FolderItem> = []
        // Others that add it are refused.
        for (photo, record) in photosByID {
            if let first = record.first(entries)?.id, isUnseen([first]) { found.insert(.photo(photo)) }
        }
        for (place, field) in fields {
            guard let photo = place.photo, photosByID[photo] != nil, isUnseen(field) else { continue }
            found.insert(.photo(photo))
        }
        for (place, text) in texts {
            guard case .note(let photo) = place, isUnseen(text.ops) else { continue }
            found.insert(.note(photo))
        }
        for item in diaryByID.keys where !isRemoved(item) && isUnseen(edits(of: item).newest(entries)) {
            found.insert(.diary(item))
        }
        for (key, comment) in commentsByKey where comment.retracted.isEmpty {
            let isOwners = key.party == owner
            if isUnseen(comment.made) || isUnseen(comment.statement)
                || isOwners && texts[.comment(key.id)].map({ isUnseen($0.ops) }) == true
            {
                found.insert(.comment(key.id, by: key.party))
            }
        }
        for (key, score) in scoresByKey where score.retracted.isEmpty && isUnseen(score.observation) {
            found.insert(.score(key.id, by: key.party))
        }
        return found.sorted()
    }

    /// What every deletion of a folder that stands had seen, taken together; nil if it is not deleted. Only an account's library
    /// says so.
    public func deletion(of folder: FolderID) -> VersionVector? {
        let values = values(of: .deletion(folder))
        // The shown one decides; of deletions made apart, what any of them had seen is gone.
        guard case .deletion(.some)? = values.last else { return nil }
        return values.reduce(into: VersionVector()) { seen, value in
            if case .deletion(let vector?) = value { seen.merge(vector) }
        }
    }

    /// By folder, those that stand in it by a move that no current deletion of it had seen, ascending; only an account's library
    /// knows of any. O(moves · (log moves + depth)).
    public var foldersMovedIntoDeleted: [FolderID: [FolderID]] {
        let tree = folderTree
        var found: [FolderID: [FolderID]] = [:]
        for inside in tree.placed {
            guard let move = tree.move(of: inside), let parent = move.parent else { continue }
            let deletions = (fields[.deletion(parent)]?.current(entries) ?? []).filter { $0.value != .deletion(nil) }
            guard !deletions.isEmpty, !deletions.contains(where: { entries.saw($0.id, move.id) }) else { continue }
            found[parent, default: []].append(inside)
        }
        return found
    }
}

extension FieldPlace {
    /// The photo of the folder that the field is of, if it is of one.
    fileprivate var photo: PhotoID? {
        switch self {
        case .photoSite(let photo), .fileTime(let photo), .enteredInError(let photo), .derivedFrom(let photo): photo
        default: nil
        }
    }
}
