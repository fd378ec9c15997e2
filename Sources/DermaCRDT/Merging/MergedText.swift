import DermaCausality
import DermaWire

/// A text of a folder: the document, and which op each of its events came with.
struct MergedText: Sendable {
    /// One op's share: it made its replica's events up to `end`.
    struct Edit: Hashable, Sendable {
        let op: OpID
        let end: Int
    }

    private(set) var document: TextDocument<ReplicaID>
    /// By replica, oldest first.
    private(set) var edits: [ReplicaID: [Edit]] = [:]

    init() {
        // What is kept is edited by nobody; editors take a copy.
        document = TextDocument(agent: ReplicaID(.zero))
    }

    var text: String { document.text }

    /// Applies an edit after everything that its author had seen. O(replicas · log n), then as `TextDocument.merge`.
    /// - Returns: Whether it fits the text as its author saw it; otherwise it has no effect.
    mutating func apply(_ edit: TextEdit, _ id: OpID, _ entries: EntryTable) -> Bool {
        let edits = edits
        let replica = id.dot.replica
        do throws(TextError) {
            try document.take(edit.ops, by: replica) { Self.count(of: $0, in: edits) { entries.saw(id, $0) } }
        } catch {
            return false
        }
        let before = edits[replica]?.last?.end ?? 0
        let end = before + edit.ops.reduce(0) { $0 + $1.count }
        self.edits[replica, default: []].append(Edit(op: id, end: end))
        return true
    }

    /// The ops that edited it, in no order.
    var ops: some Sequence<OpID> { edits.values.lazy.joined().map(\.op) }

    /// Whether the author of `id` had seen any of it.
    func hasEdit(seenBy id: OpID, _ entries: EntryTable) -> Bool {
        edits.values.contains { $0.first.map { entries.saw(id, $0.op) } ?? false }
    }

    /// The op that an event came with.
    func op(of event: TextEventID<ReplicaID>) -> OpID? {
        guard let edits = edits[event.agent] else { return nil }
        let place = edits.partition { $0.end <= event.sequence }
        return place < edits.count ? edits[place].op : nil
    }

    /// The events of an op.
    func events(of op: OpID) -> Range<Int>? {
        guard let edits = edits[op.dot.replica] else { return nil }
        let place = edits.partition { $0.op < op }
        guard place < edits.count, edits[place].op == op else { return nil }
        return (place > 0 ? edits[place - 1].end : 0)..<edits[place].end
    }

    /// The text as the author of `op` saw it when it was written. O(k log k) for the k runs of its history.
    func text(at op: OpID, _ entries: EntryTable) -> String? {
        let edits = edits
        return try? document.text { Self.count(of: $0, in: edits) { $0 == op || entries.saw(op, $0) } }
    }

    /// How many events of `replica` came with the ops that `isSeen` says, of which each follows those before it.
    private static func count(of replica: ReplicaID, in edits: [ReplicaID: [Edit]], _ isSeen: (OpID) -> Bool) -> Int {
        guard let edits = edits[replica] else { return 0 }
        let place = edits.partition { isSeen($0.op) }
        return place > 0 ? edits[place - 1].end : 0
    }
}

/// Texts are equal if the same ops made them: everything else follows.
extension MergedText: Hashable {
    static func == (a: Self, b: Self) -> Bool { a.edits == b.edits && a.text == b.text }

    func hash(into hasher: inout Hasher) { hasher.combine(edits) }
}
