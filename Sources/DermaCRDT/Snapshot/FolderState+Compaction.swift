public import DermaCausality

extension FolderState {
    /// What every replica that may still write has seen: nothing that is yet to come can have been written without knowing of it.
    /// `ended`: replicas that write no more, as those of removed devices. O(replicas²).
    public func stable(without ended: Set<ReplicaID> = []) -> VersionVector {
        let writers = entries.lines.filter { !ended.contains($0.key) }
        let newest = entries.lines.map { Dot($0.key, UInt64($0.value.marks.count)) }
        return VersionVector(
            newest.compactMap { dot in
                let seen = writers.map { writer, _ in
                    writer == dot.replica ? dot.sequence : entries.seen(of: dot.replica, by: writer)
                }.min()
                return seen.flatMap { $0 > 0 ? Dot(dot.replica, $0) : nil }
            })
    }

    /// Forgets what nobody needs for merging, of what `stable` covers: the letters that were deleted from texts, and the
    /// values of the owner's fields that were replaced. What is shown, the conflict report with its sides and the histories of
    /// statements stay, and whatever comes later merges as it would have, also from a device that was away all the time.
    ///
    /// The history of a text keeps its shape: who deleted how much, and when. An earlier version shows U+FFFD for what is
    /// forgotten; a text that the report shows sides of keeps all. Compacting less is always right. O(state), with the report.
    public mutating func compact(below stable: VersionVector) {
        let contested = Set(conflicts.map(\.place))
        for place in texts.keys.sorted() where texts[place]?.ops.allSatisfy({ stable.contains($0.dot) }) ?? false {
            // The report shows what each side saw.
            guard contested.isDisjoint(with: reported(place)) else { continue }
            texts[place]?.forgetDeleted()
        }
        for place in fields.keys {
            // Where folders stand follows from all moves, in their order.
            if case .parent = place { continue }
            var kept: Set<OpID> = []
            if let item = place.diaryEntry {
                // Whether a removal met an edit, and who settled that, follows from all edits.
                guard diaryByID[item]?.removals.isEmpty ?? true else { continue }
                if let first = edits(of: item).first { kept.insert(first) }
            }
            fields[place]?.forgetReplaced(below: stable, entries, keeping: kept)
        }
    }
}

extension FolderState {
    /// Where the conflict report may show earlier versions of a text.
    private func reported(_ place: TextPlace) -> [ConflictPlace] {
        switch place {
        case .diary(let item): [.text(place), .removal(item)]
        case .comment(let item): [.text(place), .comment(item, by: owner)]
        case .note: [.text(place)]
        }
    }
}

extension Register {
    /// Forgets writes that were replaced by one that `stable` covers, neither settled a conflict nor are a side of one, and not `kept`.
    mutating func forgetReplaced(below stable: VersionVector, _ entries: EntryTable, keeping kept: Set<OpID>) {
        var gone: Set<OpID> = []
        var sides = kept.union(current(entries).map(\.id))
        for write in lines.joined() {
            let replaced = replaced(by: write.id, entries).map(\.id)
            // Without the write that settled a conflict a later one would seem to have settled it.
            if replaced.count > 1 { sides.formUnion(replaced + [write.id]) }
            // An author may say that it saw the one and not the other.
            if stable.contains(write.id.dot) { gone.formUnion(replaced.filter { stable.contains($0.dot) }) }
        }
        forget(gone.subtracting(sides))
    }
}
