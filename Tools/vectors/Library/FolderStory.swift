import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaWire

/// Writes a folder's logs, entry by entry, and says what everyone must see.
struct FolderStory {
    /// Who writes.
    enum Writer: Int, CaseIterable {
        case phone, tablet, laptop, staff, nurse

        var holder: Actors.Holder {
            switch self {
            case .phone: Actors.phone
            case .tablet: Actors.tablet
            case .laptop: Actors.laptop
            case .staff: Actors.staff
            case .nurse: Actors.nurse
            }
        }

        var party: AccountID { self == .staff || self == .nurse ? Actors.clinic.account : Actors.patient.account }

        var origin: ReplicaOrigin { ReplicaOrigin(author: holder.author, nonce: Actors.fixed("folder-nonce")) }

        func replica(in folder: FolderID = Actors.folder) -> ReplicaID { origin.replica(in: folder) }
    }

    /// An entry with what is inside its envelope.
    struct Entry {
        let writer: Writer
        let verified: VerifiedEntry
        let body: ContentBody?
        /// The entry without its body.
        let erased: VerifiedEntry
    }

    let folder: FolderID
    /// The last day of the week of urticaria scores that the case shows.
    var week: CivilDay?
    private(set) var entries: [Entry] = []
    private var tails: [Writer: LogTail] = [:]
    private var cited: [Writer: VersionVector] = [:]

    init(of folder: FolderID = Actors.folder) { self.folder = folder }

    /// Appends an entry whose author had seen the newest entries of `seen`; only the news is cited.
    mutating func write(
        _ writer: Writer, seeing seen: [Writer] = [], at time: Timestamp = Actors.time, _ ops: [Op]
    ) throws {
        try write(writer, citing: seen.flatMap(head), at: time, ops)
    }

    /// A writer's newest entry.
    func head(of writer: Writer) -> [ReplicaHead] {
        tails[writer].map { [ReplicaHead(Dot(writer.replica(in: folder), $0.sequence), $0.hash)] } ?? []
    }

    /// Appends an entry that cites `heads`.
    mutating func write(
        _ writer: Writer, citing heads: [ReplicaHead], at time: Timestamp = Actors.time, _ ops: [Op]
    ) throws {
        let known = cited[writer] ?? VersionVector()
        let context = CausalContext(heads.filter { !known.contains($0.dot) })
        cited[writer, default: VersionVector()].merge(context)
        let body = ContentBody(
            context: context, membership: CausalContext([]), time: time, ops: ops)
        try append(writer, body, .present(body.encoded))
    }

    /// Appends an entry that adds a photo, and names it.
    @discardableResult
    mutating func add(_ photo: PhotoID, manifest: [UInt8], _ writer: Writer) throws -> ReplicaHead {
        let body = ContentBody(
            context: CausalContext([]), membership: CausalContext([]), time: Actors.time,
            ops: [.addPhoto(photo, manifest: manifest)])
        try append(writer, body, .present(body.encoded), .photo)
        let tail = tails[writer] ?? LogTail(emptyLogOf: writer.origin, in: folder)
        return ReplicaHead(Dot(writer.replica(in: folder), tail.sequence), tail.hash)
    }

    /// Takes away the bodies of the entries that add photos: they are erased, or kept from this reader.
    mutating func forgetPhotos() {
        for (index, entry) in entries.enumerated() where entry.verified.header.kind == .photo {
            entries[index] = Entry(writer: entry.writer, verified: entry.erased, body: nil, erased: entry.erased)
        }
    }

    /// What leaves the open rows of a place as they are.
    func settling(_ place: ConflictPlace) -> [Op] {
        state.conflicts.filter { $0.place == place && !$0.isSettled }.map(\.settlement)
    }

    /// Appends an entry whose body nobody can read.
    mutating func writeUnreadable(_ writer: Writer) throws {
        try append(writer, nil, .withheld(hash: Actors.fixed("unreadable"), length: 32))
    }

    private mutating func append(
        _ writer: Writer, _ content: ContentBody?, _ body: RunBody, _ kind: EntryKind = .content
    ) throws {
        let tail = tails[writer] ?? LogTail(emptyLogOf: writer.origin, in: folder)
        let run = LogRun.signed(
            [RunEntry(kind: kind, epoch: EpochID(.zero), body: body)], in: folder, of: writer.origin,
            after: tail,
            by: writer.holder.secrets)
        let verified = try VerifiedRun(run, signedBy: writer.holder.secrets.keys.signing)
        tails[writer] = verified.tail
        let erased = verified.erasing(Set(verified.entries.map { ReplicaHead($0.dot, $0.hash) }))
        for (entry, erased) in zip(verified.entries, erased.entries) {
            entries.append(Entry(writer: writer, verified: entry, body: content, erased: erased))
        }
    }

    /// The case, with the state that the entries come to, for someone whom the entries of `hidden` are withheld from.
    ///
    /// - Throws: If another order of arrival comes to another state.
    func vector(_ name: String, _ note: String, hiding hidden: Writer? = nil) throws -> VectorCase {
        let entries = entries.filter { $0.writer != hidden }
        let absent = Set(self.entries.map(\.verified.dot.replica)).subtracting(entries.map(\.verified.dot.replica))
        let state = FolderSnapshot.json(replay(entries, absent), week: week)
        for other in [entries.reversed(), entries.shuffled(by: name)] {
            guard FolderSnapshot.json(replay(other, absent), week: week) == state else {
                throw Contradiction(name, "depends on the order")
            }
        }
        var given: [String: JSONValue] = week.map { ["week": .string($0.description)] } ?? [:]
        given.merge(
            [
                "owner": .hex(Actors.patient.account), "isReaderOwner": .bool(hidden == nil),
                "replicas": replicas(of: entries), "entries": log(entries),
            ]
        ) { $1 }
        return VectorCase(name, note, given, expect: state)
    }

    /// The folder with all that was written, for a case of several.
    var json: JSONValue {
        ["id": .hex(folder), "replicas": replicas(of: entries), "entries": log(entries)]
    }

    private func replicas(of entries: [Entry]) -> JSONValue {
        let writers = Dictionary(grouping: entries, by: \.verified.dot.replica).compactMapValues(\.first)
        return .object(
            Dictionary(
                uniqueKeysWithValues: writers.map { replica, entry in
                    ("\(replica)", ["author": .hex(entry.verified.author), "party": .hex(entry.writer.party)])
                }))
    }

    private func log(_ entries: [Entry]) -> JSONValue {
        .list(entries) { entry in
            [
                "dot": .dot(entry.verified.dot), "headerHash": .hex(entry.verified.hash),
                "kind": .number(Int(entry.verified.header.kind.number)), "body": entry.body.map { .hex($0) } ?? .null,
            ]
        }
    }

    /// Everything that was written so far.
    var seen: VersionVector { VersionVector(entries.map(\.verified.dot)) }

    /// What someone sees who was shown all entries that there are so far.
    var state: FolderState { replay(entries, []).state }

    private func replay(_ entries: [Entry], _ absent: Set<ReplicaID>) -> FolderReplica {
        var replica = FolderReplica(id: folder, owner: Actors.patient.account, absent: absent)
        for entry in entries {
            replica.insert(.init(entry: entry.verified, body: entry.body, party: entry.writer.party))
        }
        return replica
    }
}

extension [FolderStory.Entry] {
    /// The entries in an order that follows from `name`.
    fileprivate func shuffled(by name: String) -> [FolderStory.Entry] {
        var random = VectorRandom("shuffle/" + name)
        return map { ($0, random.bytes(8)) }.sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
    }
}
