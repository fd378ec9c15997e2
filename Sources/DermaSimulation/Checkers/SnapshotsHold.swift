import DermaCRDT
import DermaCausality
import DermaClient

/// A state that is kept as a snapshot and loaded again is the same, and one that forgets what nobody needs shows the same.
public struct SnapshotsHold: Checker {
    public static let name = "snapshots hold"
    public init() {}

    public mutating func conclude(_ world: World) -> String? {
        for place in world.running {
            guard let device = world.device(place) else { continue }
            for folder in device.folderIDs + [device.libraryID].compactMap({ $0 }) {
                guard let state = device.state(of: folder),
                    let what = Self.difference(of: state, knowing: device.applied(in: folder))
                else { continue }
                return "a snapshot of folder \(folder) of \(world.name(place)) \(what)"
            }
        }
        return nil
    }

    private static func difference(of state: FolderState, knowing known: VersionVector) -> String? {
        guard let bytes = try? state.snapshot(), let loaded = try? FolderState(snapshot: bytes) else {
            return "does not load"
        }
        guard loaded == state, loaded.conflicts == state.conflicts else { return "loads as something else" }
        for place in state.writtenTexts where loaded.revisions(of: place) != state.revisions(of: place) {
            return "loads with another history of \(place)"
        }
        guard (try? loaded.snapshot()) == bytes else { return "is written otherwise" }
        var compacted = loaded
        // All has come to rest: everyone knows everything.
        compacted.compact(below: known)
        guard let kept = try? compacted.snapshot(), (try? FolderState(snapshot: kept)) == compacted else {
            return "does not load when it is compacted"
        }
        if let what = lost(of: state, in: compacted) { return "loses \(what) when it is compacted" }
        return nil
    }

    /// What is shown otherwise.
    private static func lost(of state: FolderState, in compacted: FolderState) -> String? {
        if compacted.conflicts != state.conflicts { return "conflicts" }
        if compacted.comments != state.comments { return "comments" }
        if compacted.scores != state.scores { return "scores" }
        if compacted.photos.map(\.id) != state.photos.map(\.id) { return "photos" }
        if compacted.diary.map(\.id) != state.diary.map(\.id) { return "diary entries" }
        if compacted.folderTree != state.folderTree { return "the tree" }
        for place in state.writtenTexts where compacted[text: place] != state[text: place] { return "\(place)" }
        for place in state.writtenFields where compacted.values(of: place) != state.values(of: place) {
            return "\(place)"
        }
        return nil
    }
}
