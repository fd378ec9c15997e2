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
        /// Of the moves that put the target where it stands, within the folder, that which this one's author had not seen and
        /// that comes last.
        let met: Move
    }

    private var parents: [FolderID: (parent: FolderID, move: Move)] = [:]
    private var avoidedByID: [OpID: Avoided] = [:]

    /// O(moves · (log moves + replicas + depth of the tree)).
    init(_ fields: [FieldPlace: Register<FieldValue>], _ entries: EntryTable) {
        var moves: [Move] = []
        for (place, field) in fields {
            guard case .parent(let folder) = place else { continue }
            for write in field.writes {
                if case .folder(let parent) = write.value {
                    moves.append(Move(folder: folder, parent: parent, id: write.id))
                }
            }
        }
        var newest: [FolderID: [ReplicaID: Move]] = [:]
        var current: [FolderID: [Move]] = [:]
        var shown: [FolderID: OpID] = [:]
        for move in moves.sorted(by: { entries.precedes($0.id, $1.id) }) {
            // As in every field: of moves made apart, that with the greatest id counts. It may be an older one, if this move
            // replaced what stood above it.
            var all = (current[move.folder] ?? []).filter { !entries.saw(move.id, $0.id) }
            if !(newest[move.folder]?.values.contains { entries.saw($0.id, move.id) } ?? false) { all.append(move) }
            newest[move.folder, default: [:]][move.id.dot.replica] = move
            current[move.folder] = all
            guard let chosen = all.max(by: { $0.id < $1.id }), shown[move.folder] != chosen.id else { continue }
            shown[move.folder] = chosen.id
            apply(chosen, entries)
        }
    }

    /// The moves that were passed over, and not done later, causes first.
    func avoided(_ entries: EntryTable) -> [Avoided] {
        avoidedByID.values.sorted { entries.precedes($0.move.id, $1.move.id) }
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

    private mutating func apply(_ move: Move, _ entries: EntryTable) {
        avoidedByID[move.id] = nil
        guard let parent = move.parent else {
            parents[move.folder] = nil
            return
        }
        var met: Move?
        var above = parent
        while above != move.folder, let next = parents[above] {
            met = met.map { later($0, next.move, for: move, entries) } ?? next.move
            above = next.parent
        }
        if above == move.folder {
            avoidedByID[move.id] = Avoided(move: move, met: met ?? move)
        } else {
            parents[move.folder] = (parent, move)
        }
    }

    /// Of two moves that stand in the way, the one that the mover had not seen; else the one that comes last.
    private func later(_ a: Move, _ b: Move, for move: Move, _ entries: EntryTable) -> Move {
        let (sawA, sawB) = (entries.saw(move.id, a.id), entries.saw(move.id, b.id))
        if sawA != sawB { return sawA ? b : a }
        return entries.precedes(a.id, b.id) ? b : a
    }

    public static func == (a: Self, b: Self) -> Bool {
        a.avoidedByID == b.avoidedByID && a.parents.mapValues(\.parent) == b.parents.mapValues(\.parent)
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
