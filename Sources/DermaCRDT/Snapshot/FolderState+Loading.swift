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
        let replicas = try start.sorted(of: ReplicaID.self, max: start.remaining / 16, by: \.self)
        entries = try EntryTable(from: &start, replicas)
        var reader = SnapshotReader(start, replicas, entries)
        try reader.keyed(by: FieldPlace.self) { (reader, place) throws(WireError) in
            fields[place] = try reader.register { (bytes) throws(WireError) in try FieldValue(from: &bytes, at: place) }
        }
        try readTexts(&reader)
        try readPhotos(&reader)
        try readItems(&reader)
        newer = Set(try reader.ops())
        denied = Set(try reader.ops())
        try reader.keyed(by: ConflictPlace.self) { (reader, place) throws(WireError) in
            let sides = { (reader: inout SnapshotReader) throws(WireError) in try reader.sides() }
            try reader.ascending(sides) { (reader, sides) throws(WireError) in
                settlements[place, default: [:]][sides.all] = Set(try reader.ops())
            }
        }
        try reader.bytes.finish()
    }

    private mutating func readTexts(_ reader: inout SnapshotReader) throws(WireError) {
        try reader.keyed(by: TextPlace.self) { (reader, place) throws(WireError) in
            let text = try reader.bytes.text(max: TextLimits.scalarsMax * 4)
            let history = try reader.bytes.blob(max: Snapshot.bytesMax)
            let start = reader.bytes.offset
            var edits: [ReplicaID: [MergedText.Edit]] = [:]
            let writer = { (reader: inout SnapshotReader) throws(WireError) in try reader.writer() }
            try reader.ascending(writer) { (reader, number) throws(WireError) in
                edits[reader.replicas[number]] = try reader.edits(of: number)
            }
            // A text that nobody wrote is none.
            guard !edits.isEmpty else { throw WireError(.invalidValue, at: start) }
            texts[place] = MergedText(StoredText(text, plainHistory: history), edits: edits)
        }
    }

    private mutating func readPhotos(_ reader: inout SnapshotReader) throws(WireError) {
        try reader.keyed(by: PhotoID.self) { (reader, id) throws(WireError) in
            var photo = PhotoRecord()
            try reader.ops { (reader, op) throws(WireError) in
                photo.additions[op] = try reader.bytes.blob(max: Limits.manifestBytesMax)
            }
            photo.denied = Set(try reader.ops())
            photo.misplaced = Set(try reader.ops())
            photosByID[id] = photo
        }
        try reader.keyed(by: PhotoID.self) { (reader, id) throws(WireError) in
            let start = reader.bytes.offset
            let acts = try reader.lines()
            var named: Set<ReplicaHead> = []
            try reader.keyed(by: ReplicaHead.self) { (_, entry) throws(WireError) in named.insert(entry) }
            // Nothing is left of what is erased.
            guard !acts.isEmpty, photosByID[id] == nil else { throw WireError(.invalidValue, at: start) }
            erasedByID[id] = ErasureRecord(acts: acts, entries: named)
        }
    }

    private mutating func readItems(_ reader: inout SnapshotReader) throws(WireError) {
        try reader.keyed(by: ItemKey.self) { (reader, key) throws(WireError) in
            var comment = CommentRecord()
            comment.made = try reader.register(of: Subject.self)
            comment.statement = try reader.register { (bytes) throws(WireError) in
                try bytes.text(max: Limits.textBytesMax)
            }
            comment.retracted = try reader.lines()
            commentsByKey[key] = comment
        }
        try reader.keyed(by: ItemKey.self) { (reader, key) throws(WireError) in
            var score = ScoreRecord()
            score.observation = try reader.register(of: Observation.self)
            score.retracted = try reader.lines()
            scoresByKey[key] = score
        }
        try reader.keyed(by: ItemID.self) { (reader, item) throws(WireError) in
            var entry = DiaryRecord()
            entry.suspicions = try reader.changes()
            entry.readings = try reader.changes()
            entry.removed = try reader.lines()
            diaryByID[item] = entry
        }
    }
}
