package import DermaCRDT
package import DermaCausality
package import DermaIdentity
import DermaWire

/// One device's copy of a folder: the state, and what is needed to write the next entry.
package struct FolderReplica: Sendable {
    let id: FolderID
    package private(set) var state: FolderState
    /// Entries that wait for a key, or for the record that lets their author in.
    private(set) var locked: [VerifiedEntry] = []
    /// Entries of removed devices that nobody had seen before: passed over until somebody accepts them.
    private(set) var quarantined: [Dot: VerifiedEntry] = [:]
    /// Entries that are signed and yet do not open, decode or belong here; they have no effect.
    package private(set) var unreadable: Set<Dot> = []
    /// Entries that add a photo and whose bodies are not here.
    private(set) var bodiless: Set<ReplicaHead> = []
    /// Entries that add a photo, by the photo.
    private(set) var adding: [PhotoID: Set<ReplicaHead>] = [:]
    /// The photo that an entry adds.
    private var photos: [ReplicaHead: PhotoID] = [:]
    /// Entries that erasures name.
    private(set) var erasedEntries: Set<ReplicaHead> = []
    /// Photos whose bytes and bodies may be here although they are erased.
    private(set) var undropped: Set<PhotoID> = []
    /// Entries whose author had been shown another history than this device.
    package private(set) var forks: Set<Dot> = []

    private var buffer = CausalBuffer<OpenedEntry>()
    private var heads: [Dot: Bytes32] = [:]
    private(set) var newest: [ReplicaID: ReplicaHead] = [:]
    /// What a replica's author had seen of the owner's control log when it wrote its newest entry.
    private(set) var membership: [ReplicaID: VersionVector] = [:]

    /// Replicas that a whole answer of a relay did not bring, as it keeps them from this reader: what cites them must not wait
    /// for them.
    let absent: Set<ReplicaID>

    /// Entries that take the place of others, as far as they count.
    let restatements: Restatements
    /// What the entries say of that.
    private(set) var claims = RestatementClaims()

    package init(
        id: FolderID, owner: AccountID, absent: Set<ReplicaID> = [], restatements: Restatements = Restatements()
    ) {
        self.id = id
        self.absent = absent
        self.restatements = restatements
        state = FolderState(owner: owner)
    }

    /// What the state is made of.
    var applied: VersionVector { buffer.released }

    /// Whether entries wait for others that have not come.
    package var waitingCount: Int { buffer.waitingCount }

    /// Entries that others wait for and that have not been applied.
    var missing: [Dot] { buffer.missing }

    /// Heads of the owner's control log that authors have cited and that were not yet looked up there.
    private(set) var citedMembership: Set<ReplicaHead> = []

    /// Notes which of the cited heads need no more looking up.
    mutating func noteFound(_ heads: [ReplicaHead]) { citedMembership.subtract(heads) }

    /// Takes an entry that cannot be opened yet.
    mutating func lock(_ entry: VerifiedEntry) { locked.append(entry) }

    /// Hands out the entries that wait for a key, to be tried again.
    mutating func takeLocked() -> [VerifiedEntry] {
        defer { locked = [] }
        return locked
    }

    /// Takes an entry that does not count. What cites it must not wait for it.
    mutating func quarantine(_ entry: VerifiedEntry) {
        quarantined[entry.dot] = entry
        insert(OpenedEntry(entry: entry, body: nil, party: nil))
    }

    /// Takes an opened entry and applies whatever is ready.
    package mutating func insert(_ opened: OpenedEntry) {
        claims.note(opened.body?.restates ?? [], by: opened.entry)
        let causes = (opened.body?.context.heads.map(restatements.cause) ?? []).filter {
            !absent.contains($0.replica)
        }
        for ready in buffer.insert(opened, dot: opened.entry.dot, causes: causes) { apply(ready) }
    }

    private mutating func apply(_ opened: OpenedEntry) {
        let dot = opened.entry.dot
        // What does not count is not cited either: who reads on may never be given it.
        if quarantined[dot] == nil { newest[dot.replica] = ReplicaHead(dot, opened.entry.hash) }
        heads[dot] = opened.entry.hash
        guard let body = opened.body, let party = opened.party else {
            state.pass(dot, seeing: [])
            guard quarantined[dot] == nil else { return }
            if opened.entry.header.kind == .photo, opened.entry.body == nil {
                bodiless.insert(ReplicaHead(dot, opened.entry.hash))
            } else if opened.entry.header.kind.isKnown {
                unreadable.insert(dot)
            } else {
                state.noteNewer(dot)
            }
            return
        }
        membership[dot.replica, default: VersionVector()].merge(body.membership)
        citedMembership.formUnion(body.membership.heads)
        if body.context.heads.contains(where: isOther) { forks.insert(dot) }
        let seen = body.context.heads.map(restatements.cause)
        guard restatements.isInForce(opened.entry, restating: body.restates) else {
            state.pass(dot, seeing: seen)
            return
        }
        let mark = EntryMark(author: opened.entry.author, party: party, time: body.time)
        if opened.entry.header.kind == .photo, case .addPhoto(let photo, let manifest)? = body.ops.first {
            // What an erasure names has no effect, whatever it adds: not everyone is shown its body.
            guard !erasedEntries.contains(ReplicaHead(dot, opened.entry.hash)) else {
                return state.pass(dot, seeing: [])
            }
            state.add(photo, manifest: manifest, of: dot, by: mark)
        } else {
            state.apply(body.ops, of: dot, seeing: seen, by: mark)
        }
        for op in body.ops { noteErasure(op, ReplicaHead(dot, opened.entry.hash), opened.entry.header.kind) }
    }

    private mutating func noteErasure(_ op: Op, _ head: ReplicaHead, _ kind: EntryKind) {
        switch op {
        case .addPhoto(let photo, _) where kind == .photo:
            adding[photo, default: []].insert(head)
            photos[head] = photo
            if state[erasedPhoto: photo] != nil { undropped.insert(photo) }
        case .erasePhoto(let photo, _):
            guard let erased = state[erasedPhoto: photo]?.entries else { return }
            undropped.insert(photo)
            for head in erased.subtracting(erasedEntries) where photos[head].map({ $0 != photo }) ?? false {
                state.withdrawPhoto(addedBy: head.dot)
            }
            erasedEntries.formUnion(erased)
        default: break
        }
    }

    /// Notes that an erased photo is gone from here.
    mutating func noteDropped(_ photo: PhotoID) { undropped.remove(photo) }

    /// Whether another entry is here under the number that is cited, and the cited one is nowhere.
    private func isOther(_ cited: ReplicaHead) -> Bool {
        guard restatements[cited] == nil, let held = heads[cited.dot] else { return false }
        return held != cited.hash
    }
}
