import DermaCRDT
import DermaCausality
import DermaClient
import DermaWire

/// The conflict report of one or more folders. Conflicts are numbered, so that they can be settled.
struct ConflictReport: Printable {
    struct Side: Encodable {
        /// What was written; of a text that several rewrote, what stands there on this side.
        let text: String?
        let by: String
        let saidTime: String
        let receivedBy: String?
    }

    struct Settled: Encodable {
        let by: String
        let at: String
    }

    struct Item: Encodable {
        let number: Int
        let folder: String
        let place: String
        let item: String?
        let resolution: String
        let sides: [Side]
        let shown: String?
        /// Of a text, what is shown where several rewrote it.
        let passage: String?
        let settled: Settled?
    }

    let conflicts: [Item]

    init(_ conflicts: [FolderConflict], on device: AppDevice) {
        let names = Names(device)
        self.conflicts = conflicts.map { Item($0, device, names) }
    }

    func encode(to encoder: any Encoder) throws { try conflicts.encode(to: encoder) }

    var text: String {
        guard !conflicts.isEmpty else { return "No conflicts." }
        return conflicts.map(\.text).joined(separator: "\n\n")
    }
}

/// A conflict with its number in the report.
struct FolderConflict {
    let number: Int
    let folder: FolderID
    let conflict: Conflict

    /// Those of some folders, in the order of the report.
    static func all(in folders: [FolderID], on device: AppDevice) -> [FolderConflict] {
        let found = folders.flatMap { folder in
            (device.state(of: folder)?.conflicts ?? []).map { (folder, $0) }
        }
        return found.enumerated().map { FolderConflict(number: $0 + 1, folder: $1.0, conflict: $1.1) }
    }
}

extension ConflictReport.Item {
    fileprivate init(_ found: FolderConflict, _ device: AppDevice, _ names: Names) {
        let conflict = found.conflict
        number = found.number
        folder = device.state(of: found.folder)?.name.shown?.value ?? ""
        (place, item) = conflict.place.words
        resolution = conflict.resolution.name
        sides = conflict.sides.map { side in
            ConflictReport.Side(
                text: side.text, by: names.author(side.stamp),
                saidTime: Times.text(side.stamp.time),
                receivedBy: side.received.map { "\(names.author($0)), \(Times.text($0.time))" })
        }
        shown = conflict.shown
        passage = conflict.passage?.text
        settled = conflict.settled.map { .init(by: names.author($0), at: Times.text($0.time)) }
    }

    fileprivate var text: String {
        var lines = ["\(number)  \(folder): \(place)\(item.map { " \($0.prefix(8))" } ?? "") — \(explained)"]
        for (place, side) in sides.enumerated() {
            let received = side.receivedBy.map { ", received by \($0)" } ?? ""
            let said = side.text.map { $0.isEmpty ? "(nothing)" : "“\($0)”" }
            lines.append(
                "   \(letter(place)) \(said ?? "(taken away)") — \(side.by), \(side.saidTime)\(received)")
        }
        if let shown {
            lines.append("     shown: \(passage.map { "“\($0)” in " } ?? "")“\(shown)”")
        }
        lines.append(
            settled.map { "     settled by \($0.by), \($0.at)" }
                ?? "     open: `derma conflicts settle \(number) --side \(letter(0))`, or `--shown` to leave it so")
        return lines.joined(separator: "\n")
    }

    private var explained: String {
        switch resolution {
        case "one-is-shown": "written on several devices at once; one is shown, none is lost"
        case "retracted": "corrected and taken back at once; the correction is in its history"
        case "not-moved": "folders were moved into each other at once; this one stays where it was"
        case "kept": "removed on one device and written on another; it is kept"
        default: "one passage was rewritten on several devices at once; both were kept"
        }
    }

    private func letter(_ place: Int) -> String { SideLetter.letter(place) }
}

/// Sides are named by letters: a, b, …
enum SideLetter {
    static func letter(_ place: Int) -> String {
        place < 26 ? String(UnicodeScalar(UInt8(97 + place))) : "\(place + 1)"
    }

    static func place(_ text: String) -> Int? {
        if let number = Int(text) { return number > 0 ? number - 1 : nil }
        guard text.utf8.count == 1, let byte = text.lowercased().utf8.first, (97...122).contains(byte) else {
            return nil
        }
        return Int(byte) - 97
    }
}

extension Resolution {
    /// The name in exports.
    var name: String {
        switch self {
        case .oneIsShown: "one-is-shown"
        case .merged(let kind): "merged-\(kind)"
        case .retracted: "retracted"
        case .kept: "kept"
        case .notMoved: "not-moved"
        }
    }
}

extension ConflictPlace {
    /// What it is, and the item's id.
    fileprivate var words: (String, String?) {
        switch self {
        case .field(let place): place.words
        case .comment(let item, _), .subject(let item, _): ("comment", item.description)
        case .score(let item, _): ("score", item.description)
        case .removal(let item): ("diary entry", item.description)
        case .text(.diary(let item)): ("the text of diary entry", item.description)
        case .text(.comment(let item)): ("comment", item.description)
        case .text(.note(let photo)): ("the note on photo", photo.description)
        }
    }
}

extension FieldPlace {
    fileprivate var words: (String, String?) {
        switch self {
        case .folderName: ("the folder's name", nil)
        case .folderSite: ("the folder's area of the body", nil)
        case .title(let item): ("the title of diary entry", item.description)
        case .day(let item): ("the day of diary entry", item.description)
        case .entrySite(let item): ("the place of diary entry", item.description)
        case .photoSite(let photo): ("what is shown by photo", photo.description)
        case .fileTime(let photo): ("the file's time of photo", photo.description)
        case .countedScore(let day): ("the score that counts on \(day)", nil)
        case .enteredInError(let photo): ("whether it was entered in error: photo", photo.description)
        case .derivedFrom(let photo): ("the source of photo", photo.description)
        case .parent(let folder): ("where it stands: folder", folder.description)
        case .home(let link): ("where it is shown: photo", link.photo.description)
        case .deletion(let folder): ("whether it is deleted: folder", folder.description)
        }
    }
}
