import DermaCRDT
import DermaCausality

extension FolderModel {
    /// Everything that a folder must show, in its order, as text.
    var lines: [String] {
        var lines: [String] = []
        for place in fieldPlaces.sorted() { lines += ["\(place)"] + field(place).lines }
        for (place, text) in texts.sorted(by: { $0.key < $1.key }) where !text.edits.isEmpty {
            lines.append("\(place) \(text.text)")
            lines += text.edits.sorted(by: ModelOp.comesBefore).map { "edit \(text.text(at: $0)) \($0.stamp)" }
        }
        for photo in photos.values.compactMap(Self.first).sorted(by: ModelOp.comesBefore) {
            guard case .addPhoto(let id, let manifest) = photo.op else { continue }
            lines.append("photo \(id) \(manifest.count) \(photo.stamp)")
        }
        for (photo, ops) in erased.sorted(by: { Self.isBefore($0.value, $1.value) }) {
            lines.append("erased \(photo) \(ops.sorted(by: ModelOp.comesBefore).map(\.id))")
        }
        for (key, first) in sorted(comments) {
            guard let shown = about(key).current.last, case .addComment(_, let subject, _) = shown.op.op else {
                continue
            }
            let retraction = Self.first(retractions(of: key))?.stamp ?? "stands"
            lines.append("comment \(key.item) on \(subject) \(first.stamp) \(retraction)")
            lines += statement(key).lines
        }
        for (item, ops) in diary.sorted(by: { Self.isBefore($0.value, $1.value) }) {
            lines.append("diary \(item) \(Self.first(ops)?.stamp ?? "") removed \(isRemoved(ops, item))")
            for suspicion in suspicions {
                if let first = Self.first(additions(of: suspicion, to: item)) {
                    lines.append("suspects \(suspicion.name) \(first.stamp)")
                }
            }
        }
        for (key, first) in sorted(scores) {
            let retraction = Self.first(retractions(of: key))?.stamp ?? "stands"
            lines += ["score \(key.item) \(first.stamp) \(retraction)"] + observation(key).lines
        }
        return lines + weeks + ["refused \(refused)", "newer \(newer)"] + conflicts.map(\.line)
    }

    private var suspicions: [Suspicion] {
        Set(allowed.compactMap { if case .suspect(_, let suspicion) = $0.op { suspicion } else { nil } }).sorted()
    }

    private func sorted(_ items: [Authored: [ModelOp]]) -> [(Authored, ModelOp)] {
        items.compactMap { key, ops in Self.first(ops).map { (key, $0) } }.sorted { ModelOp.comesBefore($0.1, $1.1) }
    }

    private static func isBefore(_ a: [ModelOp], _ b: [ModelOp]) -> Bool {
        guard let a = first(a), let b = first(b) else { return false }
        return ModelOp.comesBefore(a, b)
    }

    /// The report: open ones first, then by place.
    private var conflicts: [ModelConflict] {
        var found: [ModelConflict] = []
        for place in fieldPlaces { found += field(place).conflicts(at: .field(place)) }
        for key in comments.keys {
            found += conflicts(in: about(key), retracted: [], at: .subject(key.item, by: key.party))
            found += conflicts(
                in: statement(key), retracted: retractions(of: key), at: .comment(key.item, by: key.party))
        }
        for key in scores.keys {
            found += conflicts(
                in: observation(key), retracted: retractions(of: key), at: .score(key.item, by: key.party))
        }
        for (item, edits) in diary { found += removalConflicts(of: item, edits) }
        for (place, text) in texts {
            let acts = allowed.filter { if case .settle(.text(place), _) = $0.op { true } else { false } }
            found += text.passages(acts).map { passage in
                let settled = settlements(of: .text(place), passage.sides.map { ($0.op, $0.event) })
                let last = settled.filter { act in !settled.contains { $0.saw(act) } }
                let written = Set(last.map(\.id.dot)).filter { dot in text.edits.contains { $0.id.dot == dot } }
                let isAgreed = written.count < 2 || passage.sides.contains { $0.text == passage.shown }
                return ModelConflict(
                    place: .text(place), how: .merged(passage.kind), sides: passage.sides.map { ($0.op, $0.text) },
                    shown: text.text, settled: isAgreed ? settled : [])
            }
        }
        let byPlace = found.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
            .map(\.element)
        return byPlace.filter(\.settled.isEmpty) + byPlace.filter { !$0.settled.isEmpty }
    }

    private func conflicts(
        in register: ModelRegister, retracted: [ModelOp], at place: ConflictPlace
    ) -> [ModelConflict] {
        let met = retracted.sorted { $0.id < $1.id }.compactMap { retraction -> ModelConflict? in
            let all = register.writes.filter { !$0.op.saw(retraction) && !retraction.saw($0.op) }
            let apart = all.filter { one in !all.contains { $0.op.saw(one.op) } }
            guard !apart.isEmpty else { return nil }
            return ModelConflict(
                place: place, how: .retracted, sides: apart.map { ($0.op, $0.text) } + [(retraction, nil)], shown: nil,
                settled: settlements(of: place, apart.map(\.op) + [retraction]))
        }
        let versions = register.conflicts(at: place).map { conflict in
            guard conflict.settled.isEmpty else { return conflict }
            return ModelConflict(
                place: place, how: conflict.how, sides: conflict.sides, shown: conflict.shown,
                settled: settlements(of: place, conflict.sides.map(\.op)))
        }
        return versions + met
    }
}
