import DermaCausality

/// What each op does.
extension FolderState {
    /// Whether the op had an effect. Whoever reuses an id meets their own item only, so that the order does not matter.
    mutating func change(_ op: Op, _ id: OpID, _ party: AccountID) -> Bool {
        switch op {
        case .set(let field):
            fields[field.place, default: Register()].write(field.value, id)
            if let item = field.place.diaryEntry { makeEntry(item) }
            return true
        case .edit(let place, let edit): return change(place, edit, id)
        case .erasePhoto(let photo, let entries):
            erase(photo, entries, id)
            return true
        case .addPhoto, .unknown: return false
        case .addComment(let item, let subject, let text):
            return addComment(item, subject, text, id, party)
        case .amendComment(let item, let text):
            let key = ItemKey(id: item, party: party)
            guard party != owner, commentsByKey[key]?.statement.writes.contains(seenBy: id, entries) ?? false else {
                return false
            }
            commentsByKey[key]?.statement.write(text, id)
            return true
        case .addScore(let item, let score, let day):
            scoresByKey[ItemKey(id: item, party: party), default: ScoreRecord()]
                .observation.write(Observation(score: score, day: day), id)
            return true
        case .amendScore(let item, let score, let day):
            let key = ItemKey(id: item, party: party)
            guard scoresByKey[key]?.observation.writes.contains(seenBy: id, entries) ?? false else { return false }
            scoresByKey[key]?.observation.write(Observation(score: score, day: day), id)
            return true
        case .retract(let item): return retract(ItemKey(id: item, party: party), id)
        case .suspect(let item, let suspicion), .unsuspect(let item, let suspicion):
            diaryByID[item, default: DiaryRecord()].suspicions.add(
                .init(id: id, element: suspicion, isAddition: op.isAddition))
            return true
        case .addReading(let item, let reading), .removeReading(let item, let reading):
            diaryByID[item, default: DiaryRecord()].readings.add(
                .init(id: id, element: reading, isAddition: op.isAddition))
            return true
        case .removeDiary(let item):
            diaryByID[item, default: DiaryRecord()].removed.add(id)
            return true
        case .settle(let place, let sides):
            if case .field = place { return false }
            settlements[place, default: [:]][sides, default: []].insert(id)
            return true
        }
    }

    private mutating func change(_ place: TextPlace, _ edit: TextEdit, _ id: OpID) -> Bool {
        if case .comment(let item) = place,
            !(commentsByKey[ItemKey(id: item, party: owner)]?.made.writes.contains(seenBy: id, entries) ?? false)
        {
            return false
        }
        guard merge(edit, into: place, id) else { return false }
        if case .diary(let item) = place { makeEntry(item) }
        return true
    }

    private mutating func addComment(
        _ item: ItemID, _ subject: Subject, _ text: String, _ id: OpID, _ party: AccountID
    ) -> Bool {
        let key = ItemKey(id: item, party: party)
        // What it is about is said once.
        if commentsByKey[key]?.made.writes.contains(seenBy: id, entries) ?? false { return false }
        commentsByKey[key, default: CommentRecord()].made.write(subject, id)
        if party != owner {
            commentsByKey[key]?.statement.write(text, id)
        } else if let edit = TextEdit([.insert(at: 0, text)]) {
            return merge(edit, into: .comment(item), id)
        }
        return true
    }

    private mutating func merge(_ edit: TextEdit, into place: TextPlace, _ id: OpID) -> Bool {
        let outcome = texts[place, default: MergedText()].apply(edit, id, entries)
        if outcome == .damaged { isDamaged = true }
        if texts[place]?.edits.isEmpty ?? false { texts[place] = nil }
        return outcome == .merged
    }

    private mutating func retract(_ key: ItemKey, _ id: OpID) -> Bool {
        if commentsByKey[key]?.made.writes.contains(seenBy: id, entries) ?? false {
            commentsByKey[key]?.retracted.add(id)
        } else if scoresByKey[key]?.observation.writes.contains(seenBy: id, entries) ?? false {
            scoresByKey[key]?.retracted.add(id)
        } else {
            return false
        }
        return true
    }

    /// The first edit of a diary entry makes it.
    private mutating func makeEntry(_ item: ItemID) {
        if diaryByID[item] == nil { diaryByID[item] = DiaryRecord() }
    }
}

extension Op {
    /// Whether it adds to a set; if not, and it is about one, it removes.
    fileprivate var isAddition: Bool {
        switch self {
        case .suspect, .addReading: true
        default: false
        }
    }
}
