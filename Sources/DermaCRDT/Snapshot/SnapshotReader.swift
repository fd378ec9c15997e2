import DermaCausality
import DermaWire

/// Sides of a conflict, as a key.
struct SettledSides: Comparable {
    let all: [SideID]

    static func < (a: Self, b: Self) -> Bool { a.all.lexicographicallyPrecedes(b.all) }
}

/// Reads what `SnapshotWriter` wrote. Lists are bounded by what is left to read, and their keys ascend, so that none comes twice
/// and nothing is sorted; ops are of entries that the table has.
struct SnapshotReader: ~Escapable {
    var bytes: ByteReader
    let replicas: [ReplicaID]
    /// How many entries each of them wrote.
    private let counts: [UInt64]

    @_lifetime(copy bytes)
    init(_ bytes: consuming ByteReader, _ replicas: [ReplicaID], _ entries: EntryTable) {
        self.bytes = bytes
        self.replicas = replicas
        counts = replicas.map { UInt64(entries.lines[$0]?.marks.count ?? 0) }
    }

    mutating func count() throws(WireError) -> Int {
        let start = bytes.offset
        let count = try bytes.count(max: Snapshot.bytesMax)
        guard count <= bytes.remaining else { throw WireError(.truncated, at: start) }
        return count
    }

    /// Reads a counted list: a key, then what belongs to it.
    mutating func ascending<Key: Comparable>(
        _ key: (inout Self) throws(WireError) -> Key, _ body: (inout Self, Key) throws(WireError) -> Void
    ) throws(WireError) {
        var last: Key?
        for _ in 0..<(try count()) {
            let start = bytes.offset
            let next = try key(&self)
            if let last, last >= next { throw WireError(.unsorted, at: start) }
            try body(&self, next)
            last = next
        }
    }

    /// As `ascending`, of keys that stand as they are.
    mutating func keyed<Key: Comparable & WireDecodable>(
        by _: Key.Type, _ body: (inout Self, Key) throws(WireError) -> Void
    ) throws(WireError) {
        try ascending({ (reader) throws(WireError) in try Key(from: &reader.bytes) }, body)
    }

    /// As `ascending`, of ops.
    mutating func ops(_ body: (inout Self, OpID) throws(WireError) -> Void) throws(WireError) {
        try ascending({ (reader) throws(WireError) in try reader.op() }, body)
    }

    mutating func ops() throws(WireError) -> [OpID] {
        var ids: [OpID] = []
        try ops { (_, id) throws(WireError) in ids.append(id) }
        return ids
    }

    mutating func lines() throws(WireError) -> ReplicaLines<OpID> {
        var lines = ReplicaLines<OpID>()
        try ops { (_, id) throws(WireError) in lines.add(id) }
        return lines
    }

    /// The number of a replica that wrote something.
    mutating func writer() throws(WireError) -> Int {
        let start = bytes.offset
        let number = try bytes.count(max: Snapshot.bytesMax)
        guard number < replicas.count, counts[number] > 0 else { throw WireError(.invalidValue, at: start) }
        return number
    }

    mutating func op() throws(WireError) -> OpID {
        let number = try writer()
        return OpID(
            Dot(replicas[number], try bytes.varint(in: 1...counts[number])), try bytes.count(max: Limits.opsMax - 1))
    }

    mutating func register<Value>(
        _ decode: (inout ByteReader) throws(WireError) -> Value
    ) throws(WireError) -> Register<Value> {
        var register = Register<Value>()
        try ops { (reader, id) throws(WireError) in register.write(try decode(&reader.bytes), id) }
        return register
    }

    mutating func register<Value: WireDecodable>(of _: Value.Type) throws(WireError) -> Register<Value> {
        try register { (bytes) throws(WireError) in try Value(from: &bytes) }
    }

    mutating func changes<Element: WireDecodable>() throws(WireError) -> AddWinsSet<Element> {
        var set = AddWinsSet<Element>()
        try ops { (reader, id) throws(WireError) in
            let element = try Element(from: &reader.bytes)
            set.add(.init(id: id, element: element, isAddition: try reader.bytes.flag()))
        }
        return set
    }

    /// The sides that someone settled.
    mutating func sides() throws(WireError) -> SettledSides {
        SettledSides(all: try bytes.sorted(of: SideID.self, max: min(Limits.replicasMax, bytes.remaining)) { $0 })
    }

    /// The edits of the replica with this number: each later than the one before it, and with an event at least.
    mutating func edits(of number: Int) throws(WireError) -> [MergedText.Edit] {
        var edits: [MergedText.Edit] = []
        var last = MergedText.Edit(sequence: 1, index: 0, end: 0)
        let start = bytes.offset
        let editCount = try count()
        edits.reserveCapacity(min(editCount, Snapshot.reservedMax))
        for _ in 0..<editCount {
            let start = bytes.offset
            let step = try bytes.varint()
            let index = try bytes.count(max: Limits.opsMax - 1)
            let count = try bytes.count(max: TextLimits.eventsMax)
            guard step <= counts[number] - last.sequence, count > 0 else { throw WireError(.invalidValue, at: start) }
            guard step > 0 || edits.isEmpty || index > last.index else { throw WireError(.unsorted, at: start) }
            guard count <= TextLimits.eventsMax - last.end else { throw WireError(.limitExceeded, at: start) }
            last = MergedText.Edit(sequence: last.sequence + step, index: index, end: last.end + count)
            edits.append(last)
        }
        guard !edits.isEmpty else { throw WireError(.invalidValue, at: start) }
        return edits
    }
}
