import DermaCausality

extension FolderState {
    /// Everything that was ever resolved by rule: open ones first, then ascending by place; within a place, causes first.
    ///
    /// O(n log n) in what was written to fields, statements and removed entries; a text that nobody edited at the same time
    /// costs nothing, another one O(its history).
    public var conflicts: [Conflict] {
        var found: [Conflict] = []
        for (place, field) in fields { found += conflicts(in: field, at: .field(place), \.text) }
        for (key, comment) in commentsByKey {
            let place = ConflictPlace.comment(key.id, by: key.party)
            found += conflicts(in: comment.statement, at: place) { $0 }
            found += conflicts(between: comment.retractions, and: comment.statement.lines.joined().map(\.id), at: place)
            {
                comment.statement[$0]?.value
            }
            if key.party == owner, let text = texts[.comment(key.id)] {
                found += conflicts(between: comment.retractions, and: Array(text.ops), at: place) {
                    text.text(at: $0, entries)
                }
            }
        }
        for (key, score) in scoresByKey {
            let place = ConflictPlace.score(key.id, by: key.party)
            found += conflicts(in: score.observation, at: place, \.text)
            found += conflicts(between: score.retractions, and: score.observation.lines.joined().map(\.id), at: place) {
                score.observation[$0]?.value.text
            }
        }
        for (item, entry) in diaryByID { found += removalConflicts(of: item, entry) }
        for (place, text) in texts { found += textConflicts(in: text, at: place) }
        let tree = folderTree
        found += tree.avoided.map { moveConflict($0, in: tree) }
        let byPlace = found.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
            .map(\.element)
        return byPlace.filter { !$0.isSettled } + byPlace.filter(\.isSettled)
    }

    func side(_ id: OpID, _ text: String?) -> Conflict.Side? {
        entries.stamp(of: id).map { Conflict.Side(text: text, stamp: $0, received: entries.witness(of: id.dot)) }
    }

    /// The first act by which a person left a place as it was, having seen all of `sides`.
    func settlement(of place: ConflictPlace, seeing sides: [OpID]) -> OpStamp? {
        entries.first(of: (settlements[place] ?? []).filter { act in sides.allSatisfy { entries.saw(act, $0) } })
    }

    private func conflicts<Value>(
        in register: Register<Value>, at place: ConflictPlace, _ text: (Value) -> String
    ) -> [Conflict] {
        let settled = register.history(entries).filter { $0.replaces.count > 1 }.map { write in
            Conflict(
                place: place, resolution: .oneIsShown,
                sides: write.replaces.compactMap { id in side(id, register[id].map { text($0.value) }) },
                shown: text(write.value), settled: entries.stamp(of: write.id))
        }
        guard register.newest.count > 1 else { return settled }
        let open = Conflict(
            place: place, resolution: .oneIsShown,
            sides: register.current.compactMap { side($0.id, text($0.value)) },
            shown: register.shown.map { text($0.value) }, settled: settlement(of: place, seeing: register.newest))
        return settled + [open]
    }

    /// Corrections that met a retraction.
    private func conflicts(
        between retractions: [OpID], and writes: [OpID], at place: ConflictPlace, _ text: (OpID) -> String?
    ) -> [Conflict] {
        retractions.compactMap { retraction in
            let met = writes.filter { !entries.saw(retraction, $0) && !entries.saw($0, retraction) }
            guard !met.isEmpty else { return nil }
            let ids = (met + [retraction]).sorted()
            return Conflict(
                place: place, resolution: .retracted,
                sides: ids.compactMap { side($0, $0 == retraction ? nil : text($0) ?? "") }, shown: nil,
                settled: settlement(of: place, seeing: ids))
        }
    }

    /// Edits that met a removal.
    private func removalConflicts(of item: ItemID, _ entry: DiaryRecord) -> [Conflict] {
        entry.removals.filter { !$0.edits.isEmpty }.map { removal in
            let ids = (removal.edits + [removal.id]).sorted()
            // Whoever wrote or removed again, having seen both, has decided: also if others wrote since.
            let place = ConflictPlace.removal(item)
            let acts = edits(ofDiary: item) + entry.removals.map(\.id) + (settlements[place] ?? [])
            return Conflict(
                place: place, resolution: .kept,
                sides: ids.compactMap { id in
                    side(id, id == removal.id ? nil : texts[.diary(item)]?.text(at: id, entries) ?? "")
                }, shown: entry.isRemoved(entries) ? nil : texts[.diary(item)]?.text ?? "",
                settled: entries.first(of: acts.filter { act in ids.allSatisfy { entries.saw(act, $0) } }))
        }
    }

    /// Every op that edited a diary entry.
    private func edits(ofDiary item: ItemID) -> [OpID] {
        var all: [OpID] = []
        if let text = texts[.diary(item)] { all += text.ops }
        for place in [FieldPlace.title(item), .day(item), .entrySite(item)] {
            all += (fields[place]?.lines ?? []).joined().map(\.id)
        }
        if let entry = diaryByID[item] { all += entry.suspicions.changes.map(\.id) + entry.readings.changes.map(\.id) }
        return all
    }

    /// A move that would have put a folder into itself.
    private func moveConflict(_ avoided: FolderTree.Avoided, in tree: FolderTree) -> Conflict {
        let place = FieldPlace.parent(avoided.move.folder)
        let moves = (avoided.path + [avoided.move]).sorted { $0.id < $1.id }
        let later = (fields[place]?.lines ?? []).joined().map(\.id).filter { write in
            moves.allSatisfy { entries.saw(write, $0.id) }
        }
        return Conflict(
            place: .field(place), resolution: .notMoved,
            sides: moves.compactMap { side($0.id, FieldValue.folder($0.parent).text) },
            shown: FieldValue.folder(tree.parent(of: avoided.move.folder)).text, settled: entries.first(of: later))
    }

    /// Passages that several rewrote.
    private func textConflicts(in text: MergedText, at place: TextPlace) -> [Conflict] {
        ((try? text.document.overlaps()) ?? []).map { overlap in
            let ids = overlap.events.compactMap(text.op).sorted()
            return Conflict(
                place: .text(place), resolution: .merged(overlap.kind),
                sides: ids.compactMap { side($0, text.text(at: $0, entries)) }, shown: text.text,
                settled: settlement(of: .text(place), seeing: ids))
        }
    }
}

extension Observation {
    /// For people: the day and the answers.
    var text: String {
        "\(day): " + score.items.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " ")
    }
}
