extension FolderView {
    var text: String {
        var lines = ["\(name)   (folder \(id.prefix(8)), \(owner))"]
        lines += shares.map(\.line)
        for photo in photos {
            lines.append(photo.line)
            lines += photo.comments.map { "      " + $0.line }
        }
        for photo in removedPhotos {
            lines.append(photo.line)
            lines += photo.comments.map { "      " + $0.line }
        }
        for entry in diary {
            lines.append(entry.line)
            lines += entry.comments.map { "      " + $0.line }
        }
        lines += scores.map(\.line)
        lines += comments.map { "  " + $0.line }
        if photos.isEmpty, removedPhotos.isEmpty, diary.isEmpty, scores.isEmpty, comments.isEmpty {
            lines.append("  (empty)")
        }
        if openConflicts > 0 {
            lines.append("  ! \(openConflicts) open conflict\(openConflicts == 1 ? "" : "s"): see `derma conflicts`")
        }
        if newerContent > 0 { lines.append("  ! newer content present: update derma to see it") }
        if locked > 0 { lines.append("  ! \(locked) entries cannot be opened yet: sync, or access has ended") }
        if withheld > 0 {
            lines.append("  ! \(withheld) photos are hidden from this device: tell the relay's operator")
        }
        return lines.joined(separator: "\n")
    }
}

extension FolderView.Removed {
    fileprivate var line: String {
        let pending = isPending ? ", pending: the relay may still hold it until the next sync" : ""
        return "  photo \(id.prefix(8))  photo removed \(erased) by \(by)\(pending)"
    }
}

extension FolderView.Share {
    fileprivate var line: String {
        state == "open"
            ? "  shared with \(clinic) for \(purposes.joined(separator: ", ")) until \(end)"
            : "  no longer shared with \(clinic): \(state)"
    }
}

extension FolderView.Photo {
    fileprivate var line: String {
        let when = taken.map { ", taken \($0) (the camera says)" } ?? ""
        let arriving = bytesHeld == bytes ? "" : ", still arriving: \(bytesHeld) of \(bytes) bytes"
        return "  photo \(id.prefix(8))  \(width) × \(height)\(when), added \(added) by \(by)\(arriving)"
    }
}

extension FolderView.Comment {
    fileprivate var line: String {
        let others = versions.count > 1 ? "  [\(versions.count) versions]" : ""
        let gone = retracted.map { "  [taken back \($0)]" } ?? ""
        return "“\(text)” — \(by), \(at)\(others)\(gone)   (comment \(id.prefix(8)))"
    }
}

extension FolderView.Entry {
    fileprivate var line: String {
        let about = day.map { "\($0): " } ?? ""
        let suspects = triggers.isEmpty ? "" : "  (suspected: \(triggers.joined(separator: ", ")))"
        let heading = [title, site].compactMap { $0 }.map { "\($0): " }.joined()
        return "  diary \(id.prefix(8))  \(about)\(heading)\(text)\(suspects) — \(by)"
    }
}

extension FolderView.Score {
    fileprivate var line: String {
        let answers = items.map { $0.map { String($0) } ?? "–" }.joined(separator: " ")
        let sum = total.map { items.count > 1 ? ", total \($0.value)" : "" } ?? ", no total: an item is missing"
        return
            "  score \(id.prefix(8))  \(day)  \(instrument): \(answers)\(sum) — \(by)\(retracted.map { "  [taken back \($0)]" } ?? "")"
    }
}
