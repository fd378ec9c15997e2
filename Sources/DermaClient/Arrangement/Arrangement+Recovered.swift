public import DermaCRDT
public import DermaCausality

/// Something in a deleted folder that the deletion did not know of. Nobody is let in there; the person sees it until they put it
/// elsewhere, bring the folder back, or delete the folder again.
public struct Recovered: Hashable, Sendable {
    /// What it is.
    public enum What: Hashable, Sendable {
        /// What somebody made or changed; a photo can be of another folder than it is shown in.
        case item(FolderItem, of: FolderID)
        /// A folder that was moved there. It is shown in the next folder above that is not deleted.
        case folder(FolderID)
    }

    /// The deleted folder.
    public let folder: FolderID
    public let what: What

    /// Something in a deleted folder.
    public init(_ what: What, in folder: FolderID) {
        self.folder = folder
        self.what = what
    }
}

extension Arrangement {
    /// What was written into deleted folders, or put there, without knowledge of the deletion: by folder, ascending; of each
    /// its items, photos of others, and folders. O(what was written into deleted folders + moves · (log moves + depth)).
    public var recovered: [Recovered] {
        let deleted = folders.keys.sorted().compactMap { folder in library.deletion(of: folder).map { (folder, $0) } }
        if deleted.isEmpty { return [] }
        let moved = moved(to: isDeleted)
        let inside = library.foldersMovedIntoDeleted
        return deleted.flatMap { folder, seen -> [Recovered] in
            let own = folders[folder]?.items(writtenBeyond: seen).filter { isShown($0, in: folder) } ?? []
            let all =
                own.map { Recovered.What.item($0, of: folder) }
                + (moved[folder] ?? []).map { .item(.photo($0.photo), of: $0.folder) }
                + (inside[folder] ?? []).filter { !isDeleted($0) }.map { .folder($0) }
            return all.map { Recovered($0, in: folder) }
        }
    }

    /// A photo that was moved away is seen there, with its note; the note on an erased one is seen nowhere else.
    private func isShown(_ item: FolderItem, in folder: FolderID) -> Bool {
        switch item {
        case .photo(let photo), .note(let photo):
            folders[folder]?[photo: photo] == nil || home(of: PhotoLink(photo, in: folder)) == folder
        case .diary, .comment, .score: true
        }
    }
}
