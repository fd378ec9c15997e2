import DermaCRDT
import DermaCausality
import DermaSecrets
import DermaTestSupport
import DermaWire

/// A history made by authors that are worse than `CausalHistory`'s: they cite replicas that nobody holds, hide what they saw, undo
/// what others did, settle what is not there, write entries that are passed over, and move folders in circles.
struct UnrulyHistory {
    enum Kind { case content, photo, passed, quarantined, newer }

    struct Entry {
        let dot: Dot
        let seeing: [Dot]
        /// Places of the entries that must be applied before, with all that those need.
        let causes: Set<Int>
        let kind: Kind
        let ops: [Op]
        let mark: EntryMark
    }

    private(set) var entries: [Entry] = []
    static let folders = (0..<5).map { FolderID($0) }

    init(_ random: inout SeededRandom, replicas: Int = 7, count: Int = 60, lies: Bool, ghosts: Bool) {
        let parties: [AccountID] = [.patient, .clinic, .patient, .secondClinic, .patient, .patient, .clinic]
        let ids: [ReplicaID] = (0..<replicas).map { _ in random.identifier() }
        let ghostIDs: [ReplicaID] = (0..<2).map { _ in random.identifier() }
        var known = [Set<Int>](repeating: [], count: replicas)
        var named = [VersionVector](repeating: VersionVector(), count: replicas)
        var states = [FolderState](repeating: FolderState(owner: .patient), count: replicas)
        var written = [UInt64](repeating: 0, count: replicas)
        while entries.count < count {
            let writer = random.below(replicas)
            if random.chance(oneIn: 2), !entries.isEmpty {
                let heard = random.below(entries.count)
                for place in entries[heard].causes.union([heard]).subtracting(known[writer]).sorted() {
                    Self.apply(entries[place], to: &states[writer])
                    known[writer].insert(place)
                }
                continue
            }
            let party = parties[writer % parties.count]
            var ops = (0...random.below(3)).map { _ in
                random.unrulyOp(states[writer], party == .patient ? ids[writer] : nil)
            }
            var kind = Kind.content
            switch random.below(24) {
            case 0: kind = .passed
            case 1: kind = .quarantined
            case 2: kind = .newer
            case 3, 4:
                kind = .photo
                ops = [.addPhoto(PhotoID(UInt8(random.below(3))), manifest: random.blob(countMax: 3))]
            default: break
            }
            let dot = Dot(ids[writer], written[writer] + 1)
            written[writer] += 1
            var vector = VersionVector()
            if kind == .content || kind == .passed {
                for place in known[writer]
                where entries[place].dot.replica != ids[writer] && entries[place].kind != .quarantined {
                    if lies, random.chance(oneIn: 3) { continue }
                    vector.advance(to: entries[place].dot)
                }
                if ghosts, random.chance(oneIn: 3) {
                    vector.advance(to: Dot(random.element(of: ghostIDs), UInt64(1 + random.below(30))))
                }
            }
            let news = vector.dots.filter { !named[writer].contains($0) }
            named[writer].merge(VersionVector(news))
            var causes: Set<Int> = []
            for (place, entry) in entries.enumerated()
            where entry.dot.replica == ids[writer] || news.contains(where: { $0 == entry.dot }) {
                causes.formUnion(entry.causes.union([place]))
            }
            let author = AuthorID(UInt8(writer))
            let zone = random.element(of: ["", "Europe/London", "Asia/Tokyo"])
            let time = Timestamp(milliseconds: Int64(bitPattern: random.number()), offsetMinutes: 60, zone: zone)
            let entry = Entry(
                dot: dot, seeing: news, causes: causes, kind: kind, ops: ops,
                mark: EntryMark(author: author, party: party, time: time))
            known[writer].insert(entries.count)
            Self.apply(entry, to: &states[writer])
            entries.append(entry)
        }
    }

    static func apply(_ entry: Entry, to state: inout FolderState) {
        switch entry.kind {
        case .content: state.apply(entry.ops, of: entry.dot, seeing: entry.seeing, by: entry.mark)
        case .photo:
            if case .addPhoto(let photo, let manifest)? = entry.ops.first {
                state.add(photo, manifest: manifest, of: entry.dot, by: entry.mark)
            }
        case .passed: state.pass(entry.dot, seeing: entry.seeing)
        case .quarantined: state.pass(entry.dot, seeing: [])
        case .newer:
            state.pass(entry.dot, seeing: [])
            state.noteNewer(entry.dot)
        }
    }

    func state(_ order: some Sequence<Int>) -> FolderState {
        var state = FolderState(owner: .patient)
        for place in order { Self.apply(entries[place], to: &state) }
        return state
    }

    /// A random order, causes first; biased so that one replica's entries come late.
    func order(_ random: inout SeededRandom) -> [Int] {
        var order: [Int] = []
        var done: Set<Int> = []
        let late = random.element(of: entries).dot.replica
        while order.count < entries.count {
            let ready = entries.indices.filter { !done.contains($0) && entries[$0].causes.isSubset(of: done) }
            let early = ready.filter { entries[$0].dot.replica != late }
            let next = random.element(of: early.isEmpty || random.chance(oneIn: 8) ? ready : early)
            order.append(next)
            done.insert(next)
        }
        return order
    }
}
