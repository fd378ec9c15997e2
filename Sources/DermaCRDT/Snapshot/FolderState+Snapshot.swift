import DermaCausality
import DermaWire

/// A state as a device keeps it: loaded without applying an op, and without looking at the history of a text.
///
/// Layout: version; whose; replicas, by number from then on; the table of entries; fields; texts; items; what had no effect.
/// What follows from the rest is not written. Everything behind the version is deflated as one, and nothing in it again.
extension FolderState {
    /// The state as bytes. O(state + history of open texts).
    /// - Throws: `badHistory` if it is damaged.
    public func snapshot() throws(TextError) -> [UInt8] {
        // What it could not take in is nowhere in it.
        if isDamaged { throw TextError(.badHistory) }
        // What authors saw of replicas that nobody holds here counts as well.
        let replicas = entries.lines.values.reduce(into: Set(entries.lines.keys)) { $0.formUnion($1.seen.keys) }
            .sorted()
        var writer = SnapshotWriter(replicas)
        writer.bytes.value(owner)
        writer.bytes.list(replicas)
        entries.encode(to: &writer.bytes, replicas)
        writer.bytes.count(fields.count)
        for (place, field) in fields.sorted(by: { $0.key < $1.key }) {
            writer.bytes.value(place)
            writer.writes(field) { bytes, value in value.encode(to: &bytes, at: place) }
        }
        try encodeTexts(to: &writer)
        encodeItems(to: &writer)
        for ops in [newer, denied] { writer.ops(ops) }
        writer.bytes.count(settlements.count)
        for (place, acts) in settlements.sorted(by: { $0.key < $1.key }) {
            writer.bytes.value(place)
            writer.bytes.count(acts.count)
            for (sides, acts) in acts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                writer.bytes.list(sides)
                writer.ops(acts)
            }
        }
        var all = ByteWriter()
        all.byte(Snapshot.version)
        all.packed(writer.bytes.bytes)
        return all.bytes
    }

    private func encodeTexts(to writer: inout SnapshotWriter) throws(TextError) {
        writer.bytes.count(texts.count)
        for (place, text) in texts.sorted(by: { $0.key < $1.key }) {
            writer.bytes.value(place)
            writer.bytes.text(text.text)
            writer.bytes.blob(try text.history())
            writer.bytes.count(text.edits.count)
            for (replica, edits) in text.edits.sorted(by: { $0.key < $1.key }) {
                writer.replica(replica)
                writer.bytes.count(edits.count)
                var last = MergedText.Edit(sequence: 1, index: 0, end: 0)
                for edit in edits {
                    writer.bytes.varint(edit.sequence - last.sequence)
                    writer.bytes.count(edit.index)
                    writer.bytes.count(edit.end - last.end)
                    last = edit
                }
            }
        }
    }

    private func encodeItems(to writer: inout SnapshotWriter) {
        writer.bytes.count(photosByID.count)
        for (id, photo) in photosByID.sorted(by: { $0.key < $1.key }) {
            writer.bytes.value(id)
            writer.bytes.count(photo.additions.count)
            for (op, manifest) in photo.additions.sorted(by: { $0.key < $1.key }) {
                writer.op(op)
                writer.bytes.blob(manifest)
            }
            writer.ops(photo.denied)
            writer.ops(photo.misplaced)
        }
        writer.bytes.count(erasedByID.count)
        for (id, erasure) in erasedByID.sorted(by: { $0.key < $1.key }) {
            writer.bytes.value(id)
            writer.ops(erasure.acts)
            writer.bytes.list(erasure.entries.sorted())
        }
        writer.bytes.count(commentsByKey.count)
        for (key, comment) in commentsByKey.sorted(by: { $0.key < $1.key }) {
            writer.bytes.value(key)
            writer.register(comment.made)
            writer.writes(comment.statement) { $0.text($1) }
            writer.ops(comment.retracted)
        }
        writer.bytes.count(scoresByKey.count)
        for (key, score) in scoresByKey.sorted(by: { $0.key < $1.key }) {
            writer.bytes.value(key)
            writer.register(score.observation)
            writer.ops(score.retracted)
        }
        writer.bytes.count(diaryByID.count)
        for (id, entry) in diaryByID.sorted(by: { $0.key < $1.key }) {
            writer.bytes.value(id)
            writer.changes(entry.suspicions)
            writer.changes(entry.readings)
            writer.ops(entry.removed)
        }
    }
}

extension SnapshotWriter {
    fileprivate mutating func changes<Element: WireEncodable>(_ set: AddWinsSet<Element>) {
        let changes = set.changes
        bytes.count(changes.count)
        for change in changes {
            op(change.id)
            bytes.value(change.element)
            bytes.flag(change.isAddition)
        }
    }
}

extension ItemKey: WireValue {
    init(from reader: inout ByteReader) throws(WireError) {
        id = try ItemID(from: &reader)
        party = try AccountID(from: &reader)
    }

    func encode(to writer: inout ByteWriter) {
        writer.value(id)
        writer.value(party)
    }
}

extension Observation: WireValue {
    init(from reader: inout ByteReader) throws(WireError) {
        score = try Score(from: &reader)
        day = try CivilDay(from: &reader)
    }

    func encode(to writer: inout ByteWriter) {
        writer.value(score)
        writer.value(day)
    }
}
