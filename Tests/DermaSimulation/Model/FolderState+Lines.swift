import DermaCausality

@testable import DermaCRDT

extension FolderState {
    /// Everything that a device shows of a folder, as the model writes it.
    var lines: [String] {
        var lines: [String] = []
        for (place, field) in fields.sorted(by: { $0.key < $1.key }) {
            lines += ["\(place)"] + Versions(field, entries) { $0.text as String? }.lines { $0 }
        }
        for place in texts.keys.sorted() {
            lines.append("\(place) \(self[text: place] ?? "")")
            lines += revisions(of: place).map { "edit \($0.value) \($0.stamp.line)" }
        }
        lines += photos.map { "photo \($0.id) \($0.manifest.count) \($0.added.line)" }
        lines += erasedPhotos.map { "erased \($0.id) \($0.erasures.map(\.id))" }
        for comment in comments {
            let retraction = comment.retraction?.line ?? "stands"
            lines.append("comment \(comment.id) on \(comment.subject) \(comment.added.line) \(retraction)")
            lines += comment.statement.lines { $0 }
        }
        let entries = (diary + removedDiary).sorted { OpStamp.precedes($0.added, $1.added) }
        for entry in entries {
            lines.append("diary \(entry.id) \(entry.added.line) removed \(entry.isRemoved)")
            lines += entry.suspicions.sorted { $0.value < $1.value }.map {
                "suspects \($0.value.name) \($0.stamp.line)"
            }
        }
        for score in scores {
            lines.append("score \(score.id) \(score.added.line) \(score.retraction?.line ?? "stands")")
            let record = scoresByKey[ItemKey(id: score.id, party: score.added.party)]
            lines += Versions(record?.observation, self.entries) { $0.text as String? }.lines { $0 }
        }
        lines += weeks + ["refused \(refused.sorted())", "newer \(newer.sorted())"]
        return lines + conflicts.map(\.line)
    }
}

extension OpStamp {
    fileprivate var line: String { "\(id) by \(author) for \(party) at \(time.milliseconds) depth \(depth)" }
}

extension Versions {
    fileprivate func lines(_ text: (Value) -> String) -> [String] {
        ["current \(current.map(\.stamp.id)) shown \(shown.map { text($0.value) } ?? "nothing")"]
            + history.map { "write \(text($0.value)) \($0.stamp.line)" }
    }
}

extension Conflict {
    fileprivate var line: String {
        let sides = sides.map { "\($0.text ?? "-") \($0.stamp.line)" }
        return "conflict \(place) \(resolution) \(sides) shown \(shown ?? "-") settled \(settled?.line ?? "-")"
    }
}
