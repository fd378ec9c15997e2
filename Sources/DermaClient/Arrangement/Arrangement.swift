public import DermaCRDT
public import DermaCausality
import DermaWire

/// How an account's folders and photos stand: what its library says of the folders that are here.
public struct Arrangement: Sendable {
    let account: AccountID
    let library: FolderState
    let folders: [FolderID: FolderState]

    /// The folders of `account`, and those of others that let it in, under its library; nil if nothing was arranged.
    public init(of account: AccountID, library: FolderState?, folders: [FolderID: FolderState]) {
        self.account = account
        self.library = library ?? FolderState(owner: account)
        self.folders = folders
    }

    /// How the folders stand in each other. What was put into a deleted folder is shown in the next one above that is not
    /// deleted. O(moves · (log moves + depth)).
    public var tree: FolderTree { library.folderTree.without(isDeleted) }

    /// Whether a folder was deleted.
    public func isDeleted(_ folder: FolderID) -> Bool { library.deletion(of: folder) != nil }

    /// The folder that a photo is shown in.
    public func home(of photo: PhotoLink) -> FolderID {
        guard case .folder(let folder?)? = library.value(of: .home(photo)), folders[folder] != nil else {
            return photo.folder
        }
        return folder
    }

    /// The photos that a folder shows: its own that were not moved away, then those of others that were moved here, ascending.
    /// O(photos of the folder + photos that were ever moved).
    public func photosShown(in folder: FolderID) -> [PhotoLink] {
        let own = (folders[folder]?.photos ?? []).map { PhotoLink($0.id, in: folder) }
        return own.filter { home(of: $0) == folder } + (moved { $0 == folder }[folder] ?? [])
    }

    /// The photos that are shown in another folder than their own, by the folder where they are shown; those for which `isAsked`.
    func moved(to isAsked: (FolderID) -> Bool) -> [FolderID: [PhotoLink]] {
        var moved: [FolderID: [PhotoLink]] = [:]
        for (link, _) in library.fields({ if case .home(let link) = $0 { link } else { nil } }) {
            let home = home(of: link)
            guard home != link.folder, isAsked(home), folders[link.folder]?[photo: link.photo] != nil else { continue }
            moved[home, default: []].append(link)
        }
        return moved
    }
}

extension Device {
    /// How the folders and photos stand. O(folders).
    public var arrangement: Arrangement {
        let library = libraryID
        return Arrangement(
            of: account, library: library.flatMap { folders[$0]?.state },
            folders: folders.filter { $0.key != library }.mapValues(\.state))
    }
}
