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

extension Device {
    /// What was written into deleted folders, or put there, without knowledge of the deletion; by folder, ascending.
    public var recovered: [Recovered] {
        folders.keys.sorted().flatMap { folder -> [Recovered] in
            guard let seen = deletion(of: folder) else { return [] }
            let own = folders[folder]?.state.items(writtenBeyond: seen).filter { isShown($0, in: folder) } ?? []
            let moved = photosShown(in: folder).filter { $0.folder != folder }
            let inside = library?.foldersMoved(intoDeleted: folder).filter { !isDeleted($0) } ?? []
            let all =
                own.map { Recovered.What.item($0, of: folder) }
                + moved.map { .item(.photo($0.photo), of: $0.folder) } + inside.map { .folder($0) }
            return all.map { Recovered($0, in: folder) }
        }
    }

    /// A photo that was moved away is seen there, with its note.
    private func isShown(_ item: FolderItem, in folder: FolderID) -> Bool {
        switch item {
        case .photo(let photo), .note(let photo): home(of: PhotoLink(photo, in: folder)) == folder
        case .diary, .comment, .score: true
        }
    }

    /// What every deletion of a folder that stands had seen, taken together; nil if it is not deleted.
    func deletion(of folder: FolderID) -> VersionVector? {
        let values = library?.values(of: .deletion(folder)) ?? []
        // The shown one decides; of deletions made apart, what any of them had seen is gone.
        guard case .deletion(.some)? = values.last else { return nil }
        return values.reduce(into: VersionVector()) { seen, value in
            if case .deletion(let vector?) = value { seen.merge(vector) }
        }
    }
}
