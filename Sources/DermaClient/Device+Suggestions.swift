public import DermaCRDT
public import DermaCausality
import DermaContent
import DermaWire

/// Something that a person may want to put in order. Nothing is ever done about it by itself.
public enum Suggestion: Hashable, Sendable {
    /// Folders with one name, made apart: they could be one.
    case sameName(String, [FolderID])
    /// Photos with the same content, added apart: one of them could go.
    case sameContent([PhotoLink])
}

extension Device {
    /// What could be put in order among the own folders, in order of names, then of photos. O(folders + photos).
    public var suggestions: [Suggestion] {
        let own = folderIDs.filter { folders[$0]?.state.owner == account && !isDeleted($0) }
        let byName = Dictionary(grouping: own) { folders[$0]?.state.name.shown?.value ?? "" }
        var found = byName.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map {
            Suggestion.sameName($0.key, $0.value.sorted())
        }
        let photos = own.flatMap { folder in
            (folders[folder]?.state.photos ?? []).map { PhotoLink($0.id, in: folder) }
        }
        // The hash is inside the encryption: nobody else can tell that two photos are one.
        let byContent = Dictionary(grouping: photos) { manifest(of: $0.photo, in: $0.folder)?.contentHash ?? .zero }
        found += byContent.filter { $0.value.count > 1 && $0.key != .zero }.map { $0.value.sorted() }
            .sorted { $0.lexicographicallyPrecedes($1) }.map { .sameContent($0) }
        return found
    }
}
