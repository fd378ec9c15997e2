import DermaCausality
public import DermaWire

extension FolderState {
    /// Loads what `snapshot` gave. O(state), without the history of texts.
    /// - Throws: `WireError`; offsets count from the first expanded byte.
    public init(snapshot: [UInt8]) throws(WireError) {
        var outer = ByteReader(snapshot.span.bytes)
        guard try outer.byte() == Snapshot.version else { throw WireError(.invalidValue, at: 0) }
        let expanded = try outer.packed(max: Snapshot.bytesMax)
        try outer.finish()
        var start = ByteReader(expanded.span.bytes)
        self.init(owner: try AccountID(from: &start))
        let replicas = try start.sorted(of: ReplicaID.self, max: Limits.replicasMax, by: \.self)
        entries = try EntryTable(from: &start, replicas)
        var reader = SnapshotReader(start, replicas)
        for _ in 0..<(try reader.count()) {
            let place = try FieldPlace(from: &reader.bytes)
            fields[place] = try reader.register { (bytes) throws(WireError) in
                try FieldValue(from: &bytes, at: place)
            }
        }
        try readTexts(&reader)
        try readItems(&reader)
        newer = Set(try reader.ops())
        denied = Set(try reader.ops())
        for _ in 0..<(try reader.count()) {
            let place = try ConflictPlace(from: &reader.bytes)
            for _ in 0..<(try reader.count()) {
                let sides = try reader.bytes.sorted(of: SideID.self, max: Limits.replicasMax) { $0 }
                settlements[place, default: [:]][sides] = Set(try reader.ops())
            }
        }
        try reader.bytes.finish()
    }

    private mutating func readTexts(_ reader: inout SnapshotReader) throws(WireError) {
        for _ in 0..<(try reader.count()) {
            let place = try TextPlace(from: &reader.bytes)
            let stored = try StoredText<ReplicaID>(try reader.bytes.blob(max: Snapshot.bytesMax))
            var edits: [ReplicaID: [MergedText.Edit]] = [:]
            for _ in 0..<(try reader.count()) {
                let replica = try reader.replica()
                var last = MergedText.Edit(sequence: 1, index: 0, end: 0)
                var all: [MergedText.Edit] = []
                for _ in 0..<(try reader.count()) {
                    let start = reader.bytes.offset
                    let step = try reader.bytes.varint()
                    let index = try reader.bytes.count(max: Limits.opsMax)
                    let count = try reader.bytes.count(max: TextLimits.eventsMax)
                    guard step <= UInt64(Int64.max) - last.sequence else {
                        throw WireError(.invalidValue, at: start)
                    }
                    guard count <= TextLimits.eventsMax - last.end else {
                        throw WireError(.invalidValue, at: start)
                    }
                    last = MergedText.Edit(sequence: last.sequence + step, index: index, end: last.end + count)
                    all.append(last)
                }
                edits[replica] = all
            }
            texts[place] = MergedText(stored, edits: edits)
        }
    }

    private mutating func readItems(_ reader: inout SnapshotReader) throws(WireError) {
        for _ in 0..<(try reader.count()) {
            let id = try PhotoID(from: &reader.bytes)
            var photo = PhotoRecord()
            for _ in 0..<(try reader.count()) {
                let op = try reader.op()
                photo.additions[op] = try reader.bytes.blob(max: Limits.manifestBytesMax)
            }
            photo.denied = Set(try reader.ops())
            photo.misplaced = Set(try reader.ops())
            photosByID[id] = photo
        }
        for _ in 0..<(try reader.count()) {
            let id = try PhotoID(from: &reader.bytes)
            let acts = try reader.ops()
            let named = try reader.bytes.list(of: ReplicaHead.self, max: Limits.bodyBytesMax)
            erasedByID[id] = ErasureRecord(acts: acts, entries: Set(named))
        }
        for _ in 0..<(try reader.count()) {
            let key = try ItemKey(from: &reader.bytes)
            var comment = CommentRecord()
            comment.made = try reader.register { (bytes) throws(WireError) in try Subject(from: &bytes) }
            comment.statement = try reader.register { (bytes) throws(WireError) in
                try bytes.text(max: Limits.textBytesMax)
            }
            comment.retractions = try reader.ops()
            commentsByKey[key] = comment
        }
        for _ in 0..<(try reader.count()) {
            let key = try ItemKey(from: &reader.bytes)
            var score = ScoreRecord()
            score.observation = try reader.register { (bytes) throws(WireError) in
                try Observation(from: &bytes)
            }
            score.retractions = try reader.ops()
            scoresByKey[key] = score
        }
        try readDiary(&reader)
    }

    private mutating func readDiary(_ reader: inout SnapshotReader) throws(WireError) {
        for _ in 0..<(try reader.count()) {
            let item = try ItemID(from: &reader.bytes)
            var entry = DiaryRecord()
            entry.suspicions = try reader.changes()
            entry.readings = try reader.changes()
            entry.removals = try reader.ops()
            diaryByID[item] = entry
        }
    }
}

extension SnapshotReader {
    fileprivate mutating func register<Value>(
        _ decode: (inout ByteReader) throws(WireError) -> Value
    ) throws(WireError) -> Register<Value> {
        var register = Register<Value>()
        for _ in 0..<(try count()) {
            let id = try op()
            register.write(try decode(&bytes), id)
        }
        return register
    }

    fileprivate mutating func changes<Element: WireDecodable>() throws(WireError) -> AddWinsSet<Element> {
        var set = AddWinsSet<Element>()
        for _ in 0..<(try count()) {
            let id = try op()
            let element = try Element(from: &bytes)
            set.add(.init(id: id, element: element, isAddition: try bytes.flag()))
        }
        return set
    }
}
