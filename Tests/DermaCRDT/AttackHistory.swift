import DermaCRDT
import DermaCausality
import DermaSecrets
import DermaTestSupport
import DermaWire

/// A history made by authors that are worse than `CausalHistory`'s: they cite replicas that nobody holds, hide what they saw, undo
/// what others did, settle what is not there, write entries that are passed over, and move folders in circles.
struct MeanHistory {
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
    static let folders = (0..<5).map { FolderID(Bytes16([UInt8](repeating: $0, count: 16)) ?? .zero) }

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
                random.meanOp(states[writer], party == .patient ? ids[writer] : nil)
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
            let author = AuthorID(Bytes32([UInt8](repeating: UInt8(writer), count: 32)) ?? .zero)
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

extension SeededRandom {
    mutating func meanOp(_ state: FolderState, _ agent: ReplicaID?) -> Op {
        switch below(10) {
        case 0, 1:
            guard let agent else { return op() }
            let place = textPlace()
            var document = state.document(at: place, editedBy: agent)
            let base = document.known
            var scalars = Array(document.text.unicodeScalars)
            let start = below(scalars.count + 1)
            scalars.removeSubrange(start..<min(scalars.count, start + below(5)))
            scalars.insert(contentsOf: "wörd".unicodeScalars.prefix(below(5)), at: start)
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            guard (try? document.setText(String(text))) != nil,
                let edit = TextEdit(document.runs(since: base).flatMap(\.ops))
            else { return op() }
            return .edit(place, edit)
        case 2:
            let place = textPlace()
            let all = state.revisions(of: place)
            guard !all.isEmpty, let undo = state.edit(undoing: element(of: all).stamp.id, at: place),
                let edit = TextEdit(undo)
            else { return op() }
            return .edit(place, edit)
        case 3:
            let all = state.conflicts
            return all.isEmpty ? op() : element(of: all).settlement
        case 4, 5:
            let folder = element(of: MeanHistory.folders)
            return .set(.parent(folder, chance(oneIn: 5) ? nil : element(of: MeanHistory.folders)))
        default: return op()
        }
    }
}

/// All that anybody can see of a state, in lines.
func everything(_ state: FolderState, histories: Bool = true) -> [String] {
    var all: [String] = []
    func add(_ name: String, _ value: Any) { all.append("\(name): \(String(reflecting: value))") }
    let items = (0..<4).map { ItemID(UInt8($0)) }
    let parties: [AccountID] = [.patient, .clinic, .secondClinic]
    for (number, conflict) in state.conflicts.enumerated() { add("conflict \(number)", conflict) }
    for comment in state.comments { add("comment", comment) }
    for score in state.scores { add("score", score) }
    for erased in state.erasedPhotos {
        add("erased", (erased.id, erased.erasures, erased.entries.sorted()))
    }
    for photo in state.photos {
        add("photo", (photo.id, photo.manifest, photo.added))
        for value in [photo.error.current.map { "\($0)" }, photo.site.current.map { "\($0)" }] { add("of it", value) }
    }
    for entry in state.diary + state.removedDiary {
        add("diary", (entry.id, entry.added, entry.text ?? "nil", entry.suspicions, entry.readings, entry.isRemoved))
        add("title", (entry.title.current, entry.day.current, entry.site.current))
    }
    add("refused", state.refused.sorted())
    add("newer", state.newer.sorted())
    add("stable", state.stable())
    for folder in MeanHistory.folders {
        add("parent", state.folderTree.parent(of: folder) as Any)
        add("field", state.values(of: .parent(folder)))
        add("deletion", state.values(of: .deletion(folder)))
    }
    add("name", (state.name.current, state.site.current))
    for item in items {
        add("text", (state[text: .diary(item)] as Any, state[text: .comment(item)] as Any))
        add("note", state[text: .note(PhotoID(item.raw.bytes[0]))] as Any)
        guard histories else { continue }
        add("history", state.history(ofDiary: item))
        for party in parties {
            add("comment history", state.history(ofComment: item, by: party))
            add("score history", state.history(ofScore: item, by: party))
        }
        for place in [TextPlace.diary(item), .comment(item), .note(PhotoID(item.raw.bytes[0]))] {
            add("revisions", state.revisions(of: place))
            for revision in state.revisions(of: place) {
                // An undo may be said in several ways; what comes of it is one.
                let undo = state.edit(undoing: revision.stamp.id, at: place)
                var document = state.document(at: place, editedBy: ReplicaID(.zero))
                for op in undo ?? [] {
                    switch op {
                    case .insert(let position, let text): try? document.insert(text, at: position)
                    case .delete(let position, let count, _): try? document.delete(position..<position + count)
                    }
                }
                add("undone", undo == nil ? "nil" : document.text)
                add("whole", state.isWhole(revision.stamp.id, in: place))
            }
        }
    }
    if histories { add("name history", state.name.history) }
    return all
}

/// The first line that differs.
func difference(_ a: [String], _ b: [String]) -> String? {
    for (left, right) in zip(a, b) where left != right { return "\(left)\n   and\n\(right)" }
    return a.count == b.count ? nil : "\(a.count) and \(b.count) lines"
}
