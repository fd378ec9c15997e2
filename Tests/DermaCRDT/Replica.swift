import DermaCRDT
import DermaCausality
import DermaSecrets
import DermaTestSupport
import DermaWire

/// One replica in a story: it writes ops, hears of what another holds, and shows the folder's state.
struct Replica {
    let id: ReplicaID
    let party: AccountID
    let author: AuthorID
    private(set) var state: FolderState
    private var context = VersionVector()
    private var applied: [Entry] = []

    private struct Entry {
        let ops: [Op]
        let dot: Dot
        let seeing: [Dot]
        let mark: EntryMark
    }

    /// A replica of a folder of `owner`; of one of the owner's devices, unless `party` says otherwise.
    init(_ number: UInt8, of owner: AccountID, party: AccountID? = nil) {
        id = ReplicaID(number)
        author = AuthorID(number)
        self.party = party ?? owner
        state = FolderState(owner: owner)
    }

    /// Writes one entry that holds `ops`.
    @discardableResult
    mutating func write(_ ops: Op..., at milliseconds: Int64 = 0) -> [OpID] {
        let dot = Dot(id, context[id] + 1)
        apply(
            Entry(
                ops: ops, dot: dot,
                seeing: context.dots.filter { state.entries.seen(of: $0.replica, by: id) < $0.sequence },
                mark: EntryMark(author: author, party: party, time: Timestamp(milliseconds: milliseconds))))
        return ops.indices.map { OpID(dot, $0) }
    }

    /// Makes a text of the owner's another one, as an app does.
    @discardableResult
    mutating func write(_ place: TextPlace, _ text: String) -> [OpID] {
        var document = state.document(at: place, editedBy: id)
        let base = document.known
        do throws(TextError) { try document.setText(text) } catch { return [] }
        return TextEdit(document.runs(since: base).flatMap(\.ops)).map { write(.edit(place, $0)) } ?? []
    }

    /// Applies everything that `other` holds and this one does not, in the order in which `other` did.
    mutating func hear(from other: Replica) {
        for entry in other.applied where !context.contains(entry.dot) { apply(entry) }
    }

    private mutating func apply(_ entry: Entry) {
        if case .addPhoto(let photo, let manifest)? = entry.ops.first {
            state.add(photo, manifest: manifest, of: entry.dot, by: entry.mark)
        } else {
            state.apply(entry.ops, of: entry.dot, seeing: entry.seeing, by: entry.mark)
        }
        context.advance(to: entry.dot)
        applied.append(entry)
    }
}

/// An edit that inserts.
func typed(_ text: String, at position: Int = 0) -> TextEdit { known(TextEdit([.insert(at: position, text)])) }

/// Lets two replicas hear of each other.
func exchange(_ a: inout Replica, _ b: inout Replica) {
    let before = a
    a.hear(from: b)
    b.hear(from: before)
}
