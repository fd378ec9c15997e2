import DermaCausality

/// The rows of the report.
extension FolderState {
    func side(_ id: OpID, _ text: String?, event: Int = 0, edits: [TextOp] = []) -> Conflict.Side? {
        entries.stamp(of: id).map {
            Conflict.Side(text: text, stamp: $0, event: event, edits: edits, received: entries.witness(of: id.dot))
        }
    }

    /// The acts by which a person, having seen all of `sides`, left it at what was made of them.
    func settlements(of place: ConflictPlace, _ sides: [SideID]) -> [OpID] {
        (settlements[place]?[sides] ?? []).filter { act in sides.allSatisfy { entries.saw(act, $0.op) } }
    }

    private func settlement(of place: ConflictPlace, _ sides: [OpID]) -> OpStamp? {
        entries.first(of: settlements(of: place, sides.map { SideID($0) }))
    }

    func conflicts<Value>(
        in register: Register<Value>, at place: ConflictPlace, _ text: (Value) -> String
    ) -> [Conflict] {
        if register.writes.lines.count < 2 { return [] }
        func sides(_ writes: [Register<Value>.Write]) -> [Conflict.Side] {
            writes.compactMap { side($0.id, text($0.value)) }
        }
        var found = register.history(entries).compactMap { write -> Conflict? in
            let replaced = register.replaced(by: write.id, entries)
            guard replaced.count > 1 else { return nil }
            return Conflict(
                place: place, resolution: .oneIsShown, sides: sides(replaced), shown: text(write.value),
                settled: entries.stamp(of: write.id))
        }
        let current = register.current(entries)
        if current.count > 1 {
            found.append(
                Conflict(
                    place: place, resolution: .oneIsShown, sides: sides(current),
                    shown: current.last.map { text($0.value) },
                    settled: settlement(of: place, current.map(\.id))))
        }
        return found
    }

    /// Corrections that met a retraction.
    func conflicts<Write>(
        between retractions: ReplicaLines<OpID>, and writes: ReplicaLines<Write>, at place: ConflictPlace,
        _ text: (Write) -> String?
    ) -> [Conflict] {
        retractions.compactMap { retraction in
            let met = writes.newest(apartFrom: retraction, entries)
            guard !met.isEmpty else { return nil }
            let sides = met.map { ($0.id, text($0) ?? "") } + [(retraction, nil)]
            let ascending = sides.sorted { $0.0 < $1.0 }
            return Conflict(
                place: place, resolution: .retracted, sides: ascending.compactMap { side($0.0, $0.1) }, shown: nil,
                settled: settlement(of: place, ascending.map(\.0)))
        }
    }

    /// Edits that met a removal.
    func removalConflicts(of item: ItemID, _ removals: ReplicaLines<OpID>) -> [Conflict] {
        let edits = edits(of: item)
        let text = texts[.diary(item)]?.opened
        let stands = !isRemoved(item)
        let base = shown(.diary(item))
        return removals.compactMap { removal in
            let met = edits.newest(apartFrom: removal, entries)
            guard !met.isEmpty else { return nil }
            let ids = (met + [removal]).sorted()
            let place = ConflictPlace.removal(item)
            // Whoever wrote or removed again, having seen both, has decided: also if others wrote since.
            let later =
                removals.first(seeing: ids, entries) + edits.first(seeing: ids, entries)
                + settlements(of: place, ids.map { SideID($0) })
            return Conflict(
                place: place, resolution: .kept,
                sides: ids.compactMap { id in
                    side(id, id == removal ? nil : text?.text(at: id, entries) ?? "")
                }, shown: stands ? base?.text ?? "" : nil, settled: entries.first(of: later), shownText: base)
        }
    }

    /// A move that would have put a folder into itself.
    func moveConflict(_ avoided: FolderTree.Avoided, in tree: FolderTree) -> Conflict {
        let place = FieldPlace.parent(avoided.move.folder)
        let moves = [avoided.met, avoided.move].sorted { $0.id < $1.id }
        let later = fields[place]?.writes.first(seeing: moves.map(\.id), entries) ?? []
        return Conflict(
            place: .field(place), resolution: .notMoved,
            sides: moves.compactMap { side($0.id, FieldValue.folder($0.parent).text) },
            shown: FieldValue.folder(tree.parent(of: avoided.move.folder)).text,
            settled: entries.first(of: later.map(\.id)))
    }

    /// Passages that several rewrote.
    func textConflicts(in text: MergedText, at place: TextPlace) -> [Conflict] {
        if text.isSequential(entries) { return [] }
        let base = shown(place)
        let answers = Set((settlements[.text(place)] ?? [:]).values.flatMap { $0.map(\.dot) })
        return text.opened.passages(answers: answers.sorted()).map { row in
            let acts = settlements(of: .text(place), row.sides.map(\.id))
            return Conflict(
                place: .text(place), resolution: .merged(row.kind),
                sides: row.sides.compactMap {
                    side($0.id.op, $0.passage.text, event: $0.id.event, edits: $0.passage.edits)
                },
                shown: base?.text, settled: isAgreed(row, acts, in: text) ? entries.first(of: acts) : nil,
                shownText: base, passage: row.passage)
        }
    }

    /// Whether nobody has chosen otherwise at the same time: what two wrote to settle a row is not what either wanted, unless it is
    /// what a side has.
    private func isAgreed(_ row: PassageRow, _ acts: [OpID], in text: MergedText) -> Bool {
        if row.sides.contains(where: { $0.passage.text == row.passage.text }) { return true }
        // Of each replica the newest, which has seen its others.
        let newest = Dictionary(acts.map { ($0.dot.replica, $0) }, uniquingKeysWith: max).values
        let last = newest.filter { act in !newest.contains { entries.saw($0, act) } }
        return Set(last.map(\.dot).filter { !text.events(of: $0).isEmpty }).count < 2
    }
}

extension Observation {
    /// For people: the day and the answers.
    var text: String {
        "\(day), \(score.instrument.label): " + score.items.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " ")
    }
}
