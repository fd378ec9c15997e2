import DermaCausality

/// An item that several parties may make: whoever reuses an id meets their own item only.
struct ItemKey: Hashable, Comparable, Sendable {
    let id: ItemID
    let party: AccountID

    static func < (a: Self, b: Self) -> Bool { (a.id, a.party) < (b.id, b.party) }
}

struct PhotoRecord: Hashable, Sendable {
    let manifest: [UInt8]
    let added: OpID
}

/// A comment: of the owner, whose body is a text, or of an organisation, which makes a statement and amends it.
struct CommentRecord: Hashable, Sendable {
    /// The ops that made it, and what each says that it is about.
    var made: [OpID: Subject] = [:]
    var statement = Register<String>()
    var retractions: [OpID] = []
}

/// What an observation says.
struct Observation: Hashable, Sendable {
    let score: Score
    let day: CivilDay
}

struct ScoreRecord: Hashable, Sendable {
    var observation = Register<Observation>()
    var retractions: [OpID] = []
}

struct DiaryRecord: Hashable, Sendable {
    /// A removal, and the newest edits that did not know of it, nor it of them.
    struct Removal: Hashable, Sendable {
        let id: OpID
        var edits: [OpID]
    }

    var suspicions = AddWinsSet<Suspicion>()
    var readings = AddWinsSet<EnvironmentalReading>()
    /// The newest edits: those that no other edit has seen, ascending.
    private(set) var edits: [OpID] = []
    /// Ascending.
    private(set) var removals: [Removal] = []
    /// The edit that comes before the others.
    private(set) var added: OpID?

    /// Notes any edit of the entry, after everything that its author had seen.
    mutating func noteEdit(_ id: OpID, _ entries: EntryTable) {
        if added.map({ entries.precedes(id, $0) }) ?? true { added = id }
        edits.removeAll { entries.saw(id, $0) }
        edits.append(id)
        edits.sort()
        for place in removals.indices where !entries.saw(id, removals[place].id) {
            removals[place].edits.removeAll { entries.saw(id, $0) }
            removals[place].edits.append(id)
            removals[place].edits.sort()
        }
    }

    /// Removes the entry, as far as the author had seen it.
    mutating func remove(_ id: OpID, _ entries: EntryTable) {
        removals.append(Removal(id: id, edits: edits.filter { !entries.saw(id, $0) }))
        removals.sort { $0.id < $1.id }
    }

    /// Whether everything that was written was there to be seen when it was removed.
    func isRemoved(_ entries: EntryTable) -> Bool {
        edits.allSatisfy { edit in removals.contains { entries.saw($0.id, edit) } }
    }
}
