public import DermaCausality
import DermaWire

/// What the entries of a folder say of entries that they take the place of.
public struct RestatementClaims: Hashable, Sendable {
    private var claims: [Dot: [ReplicaHead]] = [:]

    /// None.
    public init() {}

    /// Notes what `entry` says.
    public mutating func note(_ former: [FormerEntry], by entry: VerifiedEntry) {
        guard !former.isEmpty else { return }
        claims[entry.dot] = former.map { $0.head(of: entry.author, in: entry.header.folder) }
    }

    /// Whether some entry of `replica` from `first` on says that it takes another's place.
    public func contains(_ replica: ReplicaID, from first: UInt64) -> Bool {
        claims.keys.contains { $0.replica == replica && $0.sequence >= first }
    }

    /// Those that count: nobody can take the place of an entry that is there. O(claims).
    ///
    /// Of several that claim one place the one with most former names counts, for it was written last, and of those the
    /// one with the least dot.
    public func inForce<Failure>(
        _ isHeld: (ReplicaHead) throws(Failure) -> Bool
    ) throws(Failure) -> Restatements {
        var chosen: [ReplicaHead: (dot: Dot, formerCount: Int)] = [:]
        for (dot, former) in claims {
            var isOpen = true
            for head in former where try isHeld(head) { isOpen = false }
            for head in isOpen ? former : [] {
                if let held = chosen[head], (former.count, held.dot) <= (held.formerCount, dot) { continue }
                chosen[head] = (dot, former.count)
            }
        }
        return Restatements(places: chosen.mapValues(\.dot))
    }
}

/// Where entries are now that their author wrote again under another replica.
public struct Restatements: Hashable, Sendable {
    private let places: [ReplicaHead: Dot]

    fileprivate init(places: [ReplicaHead: Dot]) { self.places = places }

    /// None.
    public init() { places = [:] }

    /// Where the entry is now; nil if it was not written again.
    public subscript(head: ReplicaHead) -> Dot? { places[head] }

    /// The entry that whoever cites `head` means.
    public func cause(_ head: ReplicaHead) -> Dot { places[head] ?? head.dot }

    /// Whether `entry` has an effect: always, unless it takes another's place and something else counts in that place.
    public func isInForce(_ entry: VerifiedEntry, restating former: [FormerEntry]) -> Bool {
        former.allSatisfy { places[$0.head(of: entry.author, in: entry.header.folder)] == entry.dot }
    }
}

extension FormerEntry {
    /// The entry as others cite it.
    public func head(of author: AuthorID, in folder: FolderID) -> ReplicaHead {
        let origin = ReplicaOrigin(author: author, nonce: nonce)
        return ReplicaHead(Dot(origin.replica(in: folder), sequence), hash)
    }
}
