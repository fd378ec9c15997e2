import DermaCausality
import DermaWire

/// A text of a folder: the document, and which op each of its events came with.
struct MergedText: Sendable {
    /// One op's share, of the replica's that it stands under: it made the replica's events up to `end`. 16 bytes.
    struct Edit: Hashable, Sendable {
        let sequence: UInt64
        private let packedIndex: UInt32
        private let packedEnd: UInt32

        var index: Int { Int(packedIndex) }
        var end: Int { Int(packedEnd) }

        /// `index` is below `Limits.opsMax`, `end` at most `TextLimits.eventsMax`.
        init(sequence: UInt64, index: Int, end: Int) {
            self.sequence = sequence
            packedIndex = UInt32(clamping: index)
            packedEnd = UInt32(clamping: end)
        }

        func op(of replica: ReplicaID) -> OpID { OpID(Dot(replica, sequence), index) }
    }

    private enum Form: Sendable {
        case open(TextDocument<ReplicaID>)
        /// As a snapshot has it: its history is decoded when someone asks.
        case kept(StoredText<ReplicaID>)
    }

    private var form: Form
    /// By replica, oldest first.
    private(set) var edits: [ReplicaID: [Edit]] = [:]

    init() { form = .open(Self.empty) }

    /// A text as a snapshot has it: each replica has an edit.
    init(_ stored: StoredText<ReplicaID>, edits: [ReplicaID: [Edit]]) {
        form = .kept(stored)
        self.edits = edits
    }

    // What is kept is edited by nobody; editors take a copy.
    private static var empty: TextDocument<ReplicaID> { TextDocument(agent: ReplicaID(.zero)) }

    /// The text. O(n).
    var text: String {
        switch form {
        case .open(let document): document.text
        case .kept(let stored): stored.text
        }
    }

    /// The same with its history decoded, for whoever asks for many earlier versions. O(1), or O(history) if it is not open.
    var opened: MergedText {
        guard case .kept = form, let document else { return self }
        var opened = self
        opened.form = .open(document)
        return opened
    }

    /// The document; nil if its kept history is damaged, or not that of the edits. O(1), or O(history) if it is not open.
    var document: TextDocument<ReplicaID>? {
        switch form {
        case .open(let document): return document
        case .kept(let stored):
            let document = try? stored.document(agent: ReplicaID(.zero))
            return document?.known == edits.compactMapValues(\.last?.end) ? document : nil
        }
    }

    /// What a snapshot keeps of it, without deflating.
    func history() throws(TextError) -> [UInt8] {
        switch form {
        case .open(let document): try document.history(keepingDeletedText: true, deflating: false)
        case .kept(let stored): stored.history
        }
    }

    /// Forgets the text that was deleted; everything else stays, so that whatever comes later still merges.
    mutating func forgetDeleted() {
        guard let document, let history = try? document.history(keepingDeletedText: false, deflating: false) else {
            return
        }
        form = .kept(StoredText(document.text, plainHistory: history))
    }

    /// What became of an edit.
    enum Outcome { case merged, misplaced, damaged }

    /// Applies an edit after everything that its author had seen. O(replicas · log n), then as `TextDocument.merge`. One that
    /// does not fit the text as its author saw it has no effect.
    mutating func apply(_ edit: TextEdit, _ id: OpID, _ entries: EntryTable) -> Outcome {
        guard var document else { return .damaged }
        form = .open(Self.empty)
        defer { form = .open(document) }
        let edits = edits
        let replica = id.dot.replica
        do throws(TextError) {
            try document.take(edit.ops, by: replica) { Self.count(of: $0, in: edits) { entries.saw(id, $0) } }
        } catch {
            return .misplaced
        }
        let before = edits[replica]?.last?.end ?? 0
        let end = before + edit.ops.reduce(0) { $0 + $1.count }
        self.edits[replica, default: []].append(Edit(sequence: id.dot.sequence, index: id.index, end: end))
        return .merged
    }

    /// The ops that edited it, in no order.
    var ops: some Sequence<OpID> { edits.lazy.flatMap { line in line.value.lazy.map { $0.op(of: line.key) } } }

    /// Whether each edit had seen all before it: then nothing can have met. O(n log n).
    func isSequential(_ entries: EntryTable) -> Bool {
        if edits.count < 2 { return true }
        let ops = ops.sorted(by: entries.precedes)
        return zip(ops, ops.dropFirst()).allSatisfy { entries.saw($1, $0) }
    }

    /// The op that an event came with.
    func op(of event: TextEventID<ReplicaID>) -> OpID? {
        guard let edits = edits[event.agent] else { return nil }
        let place = edits.partition { $0.end <= event.sequence }
        return place < edits.count ? edits[place].op(of: event.agent) : nil
    }

    /// The events of an op.
    func events(of op: OpID) -> Range<Int>? {
        guard let edits = edits[op.dot.replica] else { return nil }
        let place = edits.partition { $0.op(of: op.dot.replica) < op }
        guard place < edits.count, edits[place].op(of: op.dot.replica) == op else { return nil }
        return (place > 0 ? edits[place - 1].end : 0)..<edits[place].end
    }

    /// The text as the author of `op` saw it when it was written. O(k log k) for the k runs of its history.
    func text(at op: OpID, _ entries: EntryTable) -> String? {
        let edits = edits
        return try? document?.text { Self.count(of: $0, in: edits) { $0 == op || entries.saw(op, $0) } }
    }

    /// The events that came with an entry.
    func events(of entry: Dot) -> Range<Int> {
        let edits = edits[entry.replica] ?? []
        let first = edits.partition { $0.sequence < entry.sequence }
        let end = edits.partition { $0.sequence <= entry.sequence }
        guard first < end else { return 0..<0 }
        return (first > 0 ? edits[first - 1].end : 0)..<edits[end - 1].end
    }

    /// How many events of `replica` came with the ops that `isSeen` says, of which each follows those before it.
    private static func count(
        of replica: ReplicaID, in edits: [ReplicaID: [Edit]], _ isSeen: (OpID) -> Bool
    ) -> Int {
        guard let edits = edits[replica] else { return 0 }
        let place = edits.partition { isSeen($0.op(of: replica)) }
        return place > 0 ? edits[place - 1].end : 0
    }
}

/// Texts are equal if the same ops made them: everything else follows.
extension MergedText: Hashable {
    static func == (a: Self, b: Self) -> Bool { a.edits == b.edits && a.text == b.text }

    func hash(into hasher: inout Hasher) { hasher.combine(edits) }
}
