public import DermaCausality

/// How the library arranges folders: each stands in one other folder or at the top, and none within itself.
///
/// Moves are done in the order of causes. One that would put a folder into itself, because folders were moved into each other
/// on devices apart, is passed over, and the folder stays where it was: the same on every replica.
/// Source: Kleppmann, Mulligan, Gomes, Beresford, "A highly-available move operation for replicated trees", 2021.
public struct FolderTree: Hashable, Sendable {
    /// A move, to a folder or to the top.
    struct Move: Hashable, Sendable {
        let folder: FolderID
        let parent: FolderID?
        let id: OpID
    }

    /// A move that was passed over.
    struct Avoided: Hashable, Sendable {
        let move: Move
        /// The moves that put the target where it stands, within the folder.
        let path: [Move]
    }

    private var parents: [FolderID: (parent: FolderID, move: Move)] = [:]
    private(set) var avoided: [Avoided] = []

    /// O(moves · (log moves + depth of the tree)).
    init(_ fields: [FieldPlace: Register<FieldValue>], _ entries: EntryTable) {
        var moves: [Move] = []
        for (place, field) in fields {
            guard case .parent(let folder) = place else { continue }
            for case let write in field.lines.joined() {
                if case .folder(let parent) = write.value {
                    moves.append(Move(folder: folder, parent: parent, id: write.id))
                }
            }
        }
        var current: [FolderID: [Move]] = [:]
        var shown: [FolderID: OpID] = [:]
        for move in moves.sorted(by: { entries.precedes($0.id, $1.id) }) {
            // As in every field: of moves made apart, that with the greatest id counts. It may be an older one, if this move
            // replaced what stood above it.
            var all = (current[move.folder] ?? []).filter { !entries.saw(move.id, $0.id) }
            all.append(move)
            current[move.folder] = all
            guard let chosen = all.max(by: { $0.id < $1.id }), shown[move.folder] != chosen.id else { continue }
            shown[move.folder] = chosen.id
            apply(chosen)
        }
    }

    /// The folder that a folder stands in; nil for the top.
    public func parent(of folder: FolderID) -> FolderID? { parents[folder]?.parent }

    /// The move that put a folder where it stands; nil at the top.
    func move(of folder: FolderID) -> Move? { parents[folder]?.move }

    /// The folders that stand in others, ascending.
    var placed: [FolderID] { parents.keys.sorted() }

    /// Whether a folder is the other one or stands in it, directly or in folders that do. O(depth).
    public func stands(_ folder: FolderID?, in other: FolderID) -> Bool {
        var above = folder
        while let next = above {
            if next == other { return true }
            above = parent(of: next)
        }
        return false
    }

    /// The same with what stands in one of `gone` put into the next folder above that is not gone. O(folders · depth).
    public func without(_ gone: (FolderID) -> Bool) -> FolderTree {
        var lifted = self
        for (folder, place) in parents {
            var above: FolderID? = place.parent
            while let next = above, gone(next) { above = parent(of: next) }
            lifted.parents[folder] = above.map { ($0, place.move) }
        }
        return lifted
    }

    private mutating func apply(_ move: Move) {
        guard let parent = move.parent else {
            parents[move.folder] = nil
            return
        }
        var path: [Move] = []
        var above = parent
        while above != move.folder, let next = parents[above] {
            path.append(next.move)
            above = next.parent
        }
        if above == move.folder {
            avoided.removeAll { $0.move == move }
            avoided.append(Avoided(move: move, path: path))
        } else {
            parents[move.folder] = (parent, move)
        }
    }

    public static func == (a: Self, b: Self) -> Bool {
        a.avoided == b.avoided && a.parents.mapValues(\.parent) == b.parents.mapValues(\.parent)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(parents.mapValues(\.parent)) }
}

extension FolderState {
    /// How folders are arranged; only an account's library says so. O(moves · (log moves + depth)).
    public var folderTree: FolderTree { FolderTree(fields, entries) }

    /// What is said in each field of one kind, whatever it is of.
    public func fields<Key>(_ kind: (FieldPlace) -> Key?) -> [(key: Key, place: FieldPlace)] {
        fields.keys.sorted().compactMap { place in kind(place).map { ($0, place) } }
    }

    /// What stands in a field, ascending by id; the last one is shown.
    public func values(of place: FieldPlace) -> [FieldValue] { fields[place]?.current(entries).map(\.value) ?? [] }
}
