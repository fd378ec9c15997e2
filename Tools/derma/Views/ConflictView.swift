import DermaCRDT
import DermaCausality
import DermaClient
import DermaWire

/// The conflict report of one or more folders.
struct ConflictReport: Printable {
    struct Version: Encodable {
        let text: String
        let by: String
        let at: String
    }

    struct Item: Encodable {
        let folder: String
        let place: String
        let item: String?
        let versions: [Version]
        let shown: Version
        let settled: Bool
    }

    let conflicts: [Item]

    init(_ folders: [FolderID], on device: AppDevice) {
        let names = Names(device)
        conflicts = folders.flatMap { folder in
            guard let state = device.state(of: folder) else { return [Item]() }
            return state.conflicts.map { Item($0, folder: state.name.shown?.value ?? "", names) }
        }
    }

    func encode(to encoder: any Encoder) throws { try conflicts.encode(to: encoder) }

    var text: String {
        guard !conflicts.isEmpty else { return "No conflicts." }
        return conflicts.map(\.text).joined(separator: "\n\n")
    }
}

extension ConflictReport.Item {
    fileprivate init(_ conflict: Conflict, folder: String, _ names: Names) {
        func version(_ version: Conflict.Version) -> ConflictReport.Version {
            ConflictReport.Version(
                text: version.text, by: names.author(version.stamp), at: Times.text(version.stamp.time))
        }
        self.folder = folder
        (place, item) = conflict.place.words
        versions = conflict.versions.map(version)
        shown = version(conflict.shown)
        settled = conflict.isSettled
    }

    fileprivate var text: String {
        let heading = settled ? "settled" : "open"
        var lines = ["\(folder): \(place)\(item.map { " \($0.prefix(8))" } ?? "") — \(heading), written apart:"]
        for version in versions {
            let mark = !settled && version.text == shown.text && version.by == shown.by ? "*" : " "
            lines.append("  \(mark) “\(version.text)” — \(version.by), \(version.at)")
        }
        lines.append(
            settled
                ? "    settled by “\(shown.text)” — \(shown.by), \(shown.at)"
                : "    * is shown; nothing is lost: write the one you want and the conflict is settled")
        return lines.joined(separator: "\n")
    }
}

extension ConflictPlace {
    /// What it is, and the item's id.
    fileprivate var words: (String, String?) {
        switch self {
        case .folderName: ("the folder's name", nil)
        case .comment(let item): ("comment", item.description)
        case .diaryText(let item): ("the text of diary entry", item.description)
        case .diaryDay(let item): ("the day of diary entry", item.description)
        }
    }
}
