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
    /// The ops that took it back.
    var retracted = ReplicaLines<OpID>()
}

/// What an observation says.
struct Observation: Hashable, Sendable {
    let score: Score
    let day: CivilDay
}

struct ScoreRecord: Hashable, Sendable {
    var observation = Register<Observation>()
    /// The ops that took it back.
    var retracted = ReplicaLines<OpID>()
}

/// Of a diary entry what is in no field and no text.
struct DiaryRecord: Hashable, Sendable {
    var suspicions = AddWinsSet<Suspicion>()
    var readings = AddWinsSet<EnvironmentalReading>()
    /// The ops that removed it.
    var removed = ReplicaLines<OpID>()
}
