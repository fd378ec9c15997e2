import DermaCausality

/// An item that several parties may make: whoever reuses an id meets their own item only.
struct ItemKey: Hashable, Comparable, Sendable {
    let id: ItemID
    let party: AccountID

    static func < (a: Self, b: Self) -> Bool { (a.id, a.party) < (b.id, b.party) }
}

/// A comment: of the owner, whose body is a text, or of an organisation, which makes a statement and amends it.
struct CommentRecord: Hashable, Sendable {
    /// What each op that made it says that it is about.
    var made = Register<Subject>()
    var statement = Register<String>()
    var retracted = ReplicaLines<OpID>()

    /// The ops that took it back, ascending. O(n).
    var retractions: [OpID] { retracted.all }
}

/// What an observation says.
struct Observation: Hashable, Sendable {
    let score: Score
    let day: CivilDay
}

struct ScoreRecord: Hashable, Sendable {
    var observation = Register<Observation>()
    var retracted = ReplicaLines<OpID>()

    /// The ops that took it back, ascending. O(n).
    var retractions: [OpID] { retracted.all }
}

/// Of a diary entry what is in no field and no text.
struct DiaryRecord: Hashable, Sendable {
    var suspicions = AddWinsSet<Suspicion>()
    var readings = AddWinsSet<EnvironmentalReading>()
    var removed = ReplicaLines<OpID>()

    /// The ops that removed it, ascending. O(n).
    var removals: [OpID] { removed.all }
}
