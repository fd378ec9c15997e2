import DermaCRDT
import DermaCausality

/// The diary: what makes an entry, and what removes it.
extension FolderModel {
    /// The entry that an op edits. An edit that does not fit the text is none.
    private func entry(_ op: ModelOp, _ misfits: Set<OpID>) -> ItemID? {
        switch op.op {
        case .suspect(let item, _), .unsuspect(let item, _), .addReading(let item, _), .removeReading(let item, _): item
        case .edit(.diary(let item), _): misfits.contains(op.id) ? nil : item
        case .set(let field):
            switch field.place {
            case .title(let item), .day(let item), .entrySite(let item): item
            default: nil
            }
        default: nil
        }
    }

    /// Every entry with the ops that edit it.
    func entries(without misfits: Set<OpID>) -> [ItemID: [ModelOp]] {
        allowed.reduce(into: [:]) { diary, op in
            if let item = entry(op, misfits) { diary[item, default: []].append(op) }
        }
    }

    func removals(of item: ItemID) -> [ModelOp] {
        allowed.filter { if case .removeDiary(item) = $0.op { true } else { false } }
    }

    /// Whether whoever removed the entry knew of everything that was written.
    func isRemoved(_ edits: [ModelOp], _ item: ItemID) -> Bool {
        let removals = removals(of: item)
        let newest = edits.filter { edit in !edits.contains { $0.saw(edit) } }
        return newest.allSatisfy { edit in removals.contains { $0.saw(edit) } }
    }

    /// The additions of a suspicion that nobody who knew of them took away or made anew.
    func additions(of suspicion: Suspicion, to item: ItemID) -> [ModelOp] {
        let about = allowed.filter { op in
            switch op.op {
            case .suspect(item, suspicion), .unsuspect(item, suspicion): true
            default: false
            }
        }
        return about.filter { addition in
            guard case .suspect = addition.op else { return false }
            return !about.contains { $0.saw(addition) }
        }
    }

    /// Edits that met a removal: neither author knew of the other.
    func removalConflicts(of item: ItemID, _ edits: [ModelOp]) -> [ModelConflict] {
        let place = ConflictPlace.removal(item)
        let text = texts[.diary(item)] ?? ModelText([])
        return removals(of: item).compactMap { removal in
            let apart = edits.filter { !$0.saw(removal) && !removal.saw($0) }
            let met = apart.filter { edit in !apart.contains { $0.saw(edit) } }
            guard !met.isEmpty else { return nil }
            let decided = (edits + removals(of: item)).filter { act in
                act.saw(removal) && met.allSatisfy { act.saw($0) }
            }
            let settled = settlements(of: place, met + [removal])
            return ModelConflict(
                place: place, how: .kept,
                sides: met.map { ($0, self.text(text, at: $0)) } + [(removal, nil)],
                shown: isRemoved(edits, item) ? nil : text.text, settled: settled + decided)
        }
    }

    /// The text as an author saw it, whatever they changed.
    private func text(_ text: ModelText, at op: ModelOp) -> String {
        let seen = text.edits.filter { $0.id == op.id || op.saw($0) }
        return ModelText(
            seen.compactMap { edit in
                if case .edit(_, let ops) = edit.op { (edit, ops.ops) } else { nil }
            }
        ).text
    }

    /// The acts by which a person left these sides as they were, knowing of all of them.
    func settlements(of place: ConflictPlace, _ sides: [ModelOp]) -> [ModelOp] {
        settlements(of: place, sides.map { ($0, 0) })
    }

    /// The same of a text, of whose authors certain events are concerned.
    func settlements(of place: ConflictPlace, _ sides: [(op: ModelOp, event: Int)]) -> [ModelOp] {
        let names = sides.map { SideID($0.op.id, event: $0.event) }.sorted()
        return allowed.filter { op in
            guard case .settle(place, names) = op.op else { return false }
            return sides.allSatisfy { op.saw($0.op) }
        }
    }
}
