import DermaCRDT
import DermaCausality

extension FolderState {
    /// Everything that a device shows of a folder, as the model writes it.
    var lines: [String] {
        var lines = ["name"] + name.lines { $0 }
        lines += photos.map { "photo \($0.id) \($0.manifest.count) \($0.added.line)" }
        lines += erasedPhotos.map { "erased \($0.id) \($0.erasures.map(\.id))" }
        for comment in comments {
            lines.append("comment \(comment.id) on \(comment.subject) \(comment.added.line)")
            lines += comment.text.lines { $0 }
        }
        for entry in diary {
            lines.append("diary \(entry.id) \(entry.added.line)")
            lines += entry.text.lines { $0 } + entry.day.lines { $0.description }
            lines += entry.triggers.members.map { "trigger \($0.name) \(entry.triggers.additions(of: $0).map(\.id))" }
        }
        lines += scores.map {
            "score \($0.id) \($0.score.instrument.name) \($0.score.items) on \($0.day) \($0.added.line)"
        }
        lines += ["refused \(refused.sorted())", "newer \(newer.sorted())"]
        return lines + conflicts.map(\.line)
    }
}

extension OpStamp {
    fileprivate var line: String {
        "\(id) by \(author) for \(party) at \(time.milliseconds) knowing \(context.dots) depth \(depth)"
    }
}

extension Register {
    fileprivate func lines(_ text: (Value) -> String) -> [String] {
        ["shown \(shown.map { text($0.value) } ?? "nothing")", "current \(current.map(\.stamp.id))"]
            + history.map { "write \(text($0.value)) \($0.stamp.line)" }
    }
}

extension Conflict {
    fileprivate var line: String {
        let versions = versions.map { "\($0.text) \($0.stamp.line)" }.joined(separator: " | ")
        return
            "conflict \(place) \(isSettled ? "settled" : "open") [\(versions)] shown \(shown.text) \(shown.stamp.line)"
    }
}
