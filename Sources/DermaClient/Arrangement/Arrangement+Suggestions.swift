public import DermaCRDT
public import DermaCausality
import DermaContent
import DermaWire

/// Something that a person may want to put in order. Nothing is ever done about it by itself.
public enum Suggestion: Hashable, Sendable {
    /// Folders with one name, made apart: they could be one. Ascending; the name is as the first one has it.
    case sameName(String, [FolderID])
    /// Photos with the same content, added apart: one of them could go. Ascending.
    case sameContent([PhotoLink])
}

extension Arrangement {
    /// What could be put in order among the own folders that are not deleted: folders, then photos; each by the first of them,
    /// ascending. Names are the same if they are canonically equivalent. O(n log n) for n folders and photos.
    public var suggestions: [Suggestion] {
        let own = folders.filter { $0.value.owner == account && !isDeleted($0.key) }.sorted { $0.key < $1.key }
        let names = own.compactMap { folder, state in state.name.shown.map { ($0.value, folder) } }
        // The hash is inside the encryption: nobody else can tell that two photos are one.
        let contents = own.flatMap { folder, state in
            state.photos.compactMap { photo in
                photo.decodedManifest.map { ($0.contentHash, PhotoLink(photo.id, in: folder)) }
            }
        }
        return Self.groups(names).map { .sameName($0, $1) } + Self.groups(contents).map { .sameContent($1) }
    }

    /// What has a key with others in common.
    private static func groups<Key: Hashable, Value: Comparable>(_ pairs: [(Key, Value)]) -> [(Key, [Value])] {
        let ascending = pairs.sorted { $0.1 < $1.1 }
        return Dictionary(grouping: ascending, by: \.0).values.filter { $0.count > 1 }
            .compactMap { group in group.first.map { ($0.0, group.map(\.1)) } }
            .sorted { $0.1.lexicographicallyPrecedes($1.1) }
    }
}
