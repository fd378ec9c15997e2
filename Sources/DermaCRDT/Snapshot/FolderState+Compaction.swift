public import DermaCausality

extension FolderState {
    /// What all of `writers` have seen: nothing that is yet to come from them can have been written without knowing of it.
    ///
    /// `writers` are all replicas that may still write, also those that have not written yet: of these nobody can tell here what
    /// they have seen, so that as long as there is one nothing is stable. Nor is anything if there are none. O(replicas²).
    public func stable(for writers: Set<ReplicaID>) -> VersionVector {
        if writers.isEmpty { return VersionVector() }
        return VersionVector(
            entries.lines.compactMap { replica, line in
                let newest = UInt64(line.marks.count)
                let seen = writers.reduce(newest) { least, writer in
                    writer == replica ? least : min(least, entries.seen(of: replica, by: writer))
                }
                return seen > 0 ? Dot(replica, seen) : nil
            })
    }

    /// Forgets what nobody needs for merging, of what `stable`, as `stable(for:)` gives it, covers: the letters that were deleted from texts, and the
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
                guard diaryByID[item]?.removed.isEmpty ?? true else { continue }
                if let first = entries.first(of: edits(of: item))?.id { kept.insert(first) }
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
        for write in writes {
            let replaced = replaced(by: write.id, entries).map(\.id)
            // Without the write that settled a conflict a later one would seem to have settled it.
            if replaced.count > 1 { sides.formUnion(replaced + [write.id]) }
            // An author may say that it saw the one and not the other.
            if stable.contains(write.id.dot) { gone.formUnion(replaced.filter { stable.contains($0.dot) }) }
        }
        forget(gone.subtracting(sides))
    }
}
