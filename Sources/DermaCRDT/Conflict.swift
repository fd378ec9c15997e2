public import DermaCausality

/// Where two versions met.
public enum ConflictPlace: Hashable, Sendable {
    case folderName
    case comment(ItemID)
    case diaryText(ItemID)
    case diaryDay(ItemID)
}

/// Two or more versions of one thing, written without knowing of each other. The same on every replica.
public struct Conflict: Hashable, Sendable {
    /// One version.
    public struct Version: Hashable, Sendable {
        /// What was written.
        public let text: String
        /// By whom and when.
        public let stamp: OpStamp
    }

    /// Where.
    public let place: ConflictPlace
    /// The versions, ascending by id.
    public let versions: [Version]
    /// What is shown: of an open conflict one of the versions, of a settled one what settled it.
    public let shown: Version
    /// Whether a later write that saw the versions has settled it.
    public let isSettled: Bool
}

extension FolderState {
    /// Every conflict that was ever resolved, open ones first; within a thing, causes before effects.
    public var conflicts: [Conflict] {
        var found = Self.conflicts(in: name, at: .folderName) { $0 }
        for comment in comments { found += Self.conflicts(in: comment.text, at: .comment(comment.id)) { $0 } }
        for entry in diary {
            found += Self.conflicts(in: entry.text, at: .diaryText(entry.id)) { $0 }
            found += Self.conflicts(in: entry.day, at: .diaryDay(entry.id)) { $0.description }
        }
        return found.filter { !$0.isSettled } + found.filter(\.isSettled)
    }

    private static func conflicts<Value>(
        in register: Register<Value>, at place: ConflictPlace, text: (Value) -> String
    ) -> [Conflict] {
        func version(_ write: Register<Value>.Write) -> Conflict.Version {
            Conflict.Version(text: text(write.value), stamp: write.stamp)
        }
        var found = register.history.filter { $0.replaces.count > 1 }.map { write in
            Conflict(
                place: place, versions: write.replaces.compactMap { register[$0].map(version) }, shown: version(write),
                isSettled: true)
        }
        if let shown = register.shown, register.current.count > 1 {
            found.append(
                Conflict(
                    place: place, versions: register.current.map(version), shown: version(shown), isSettled: false))
        }
        return found
    }
}
