import DermaCRDT
import DermaCausality
import DermaWire

extension FolderModel {
    /// Everything that a folder must show, in its order, as text.
    var lines: [String] {
        let name = ModelRegister(writes: names)
        var lines = ["name"] + name.lines
        var settled = name.conflicts.settled.map { "conflict folderName settled \($0)" }
        var open = name.conflicts.open.map { "conflict folderName open \($0)" }
        func add(_ register: ModelRegister, _ place: ConflictPlace) {
            lines += register.lines
            settled += register.conflicts.settled.map { "conflict \(place) settled \($0)" }
            open += register.conflicts.open.map { "conflict \(place) open \($0)" }
        }
        for photo in photos.values.compactMap(Self.first).sorted(by: ModelOp.comesBefore) {
            guard case .addPhoto(let id, let manifest) = photo.op else { continue }
            lines.append("photo \(id) \(manifest.count) \(photo.stamp)")
        }
        for erasures in erased.values.map({ $0.sorted(by: ModelOp.comesBefore) })
            .sorted(by: { ModelOp.comesBefore($0[0], $1[0]) })
        {
            lines.append("erased \(erasures[0].erasedPhoto?.description ?? "") \(erasures.map(\.id))")
        }
        let comments = comments
        for first in comments.values.compactMap({ Self.first($0.makers) }).sorted(by: ModelOp.comesBefore) {
            guard case .addComment(let item, let subject, _) = first.op else { continue }
            lines.append("comment \(item) on \(subject) \(first.stamp)")
            add(ModelRegister(writes: comments[Authored(item: item, party: first.party)]?.writes ?? []), .comment(item))
        }
        let diary = diary
        for first in diary.values.compactMap(Self.first).sorted(by: ModelOp.comesBefore) {
            guard let item = first.diaryItem, let ops = diary[item] else { continue }
            lines.append("diary \(item) \(first.stamp)")
            add(ModelRegister(writes: ops.filter(\.writesDiaryText)), .diaryText(item))
            add(ModelRegister(writes: ops.filter(\.writesDiaryDay)), .diaryDay(item))
            for trigger in Trigger.allCases.sorted() {
                let additions = additions(of: trigger, to: item).sorted(by: ModelOp.comesBefore)
                if !additions.isEmpty { lines.append("trigger \(trigger.name) \(additions.map(\.id))") }
            }
        }
        for first in scores.values.compactMap(Self.first).sorted(by: ModelOp.comesBefore) {
            guard case .addScore(let item, let score, let day) = first.op else { continue }
            lines.append("score \(item) \(score.instrument.name) \(score.items) on \(day) \(first.stamp)")
        }
        return lines + ["refused \(refused)", "newer \(newer)"] + open + settled
    }
}

extension ModelOp {
    var writesDiaryText: Bool { if case .writeDiary(_, .text) = op { true } else { false } }
    var writesDiaryDay: Bool { if case .writeDiary(_, .day) = op { true } else { false } }
}
