import DermaCausality
import DermaWire

/// Writes ops' names short: the replica by its number.
struct SnapshotWriter {
    var bytes = ByteWriter()
    private let numbers: [ReplicaID: Int]

    init(_ replicas: [ReplicaID]) {
        numbers = Dictionary(uniqueKeysWithValues: replicas.enumerated().map { ($1, $0) })
    }

    mutating func op(_ id: OpID) {
        bytes.count(numbers[id.dot.replica] ?? 0)
        bytes.varint(id.dot.sequence)
        bytes.count(id.index)
    }

    mutating func ops(_ ids: some Collection<OpID>) {
        bytes.count(ids.count)
        for id in ids.sorted() { op(id) }
    }

    mutating func replica(_ id: ReplicaID) { bytes.count(numbers[id] ?? 0) }

    mutating func register<Value: WireEncodable>(_ register: Register<Value>) {
        writes(register) { $0.value($1) }
    }

    mutating func writes<Value>(_ register: Register<Value>, _ encode: (inout ByteWriter, Value) -> Void) {
        bytes.count(register.lines.reduce(0) { $0 + $1.count })
        for write in register.lines.joined() {
            op(write.id)
            encode(&bytes, write.value)
        }
    }
}

/// Reads what `SnapshotWriter` wrote. Lists are bounded by what is left to read.
struct SnapshotReader: ~Escapable {
    var bytes: ByteReader
    let replicas: [ReplicaID]

    @_lifetime(copy bytes)
    init(_ bytes: consuming ByteReader, _ replicas: [ReplicaID]) {
        self.bytes = bytes
        self.replicas = replicas
    }

    mutating func count() throws(WireError) -> Int {
        let start = bytes.offset
        let count = try bytes.count(max: Snapshot.bytesMax)
        guard count <= bytes.remaining else { throw WireError(.truncated, at: start) }
        return count
    }

    mutating func replica() throws(WireError) -> ReplicaID {
        let start = bytes.offset
        let number = try bytes.count(max: Limits.replicasMax)
        guard number < replicas.count else { throw WireError(.invalidValue, at: start) }
        return replicas[number]
    }

    mutating func op() throws(WireError) -> OpID {
        let dot = Dot(try replica(), try bytes.varint(in: 1...UInt64(Int64.max)))
        return OpID(dot, try bytes.count(max: Limits.opsMax))
    }

    mutating func ops() throws(WireError) -> [OpID] {
        var ids: [OpID] = []
        for _ in 0..<(try count()) { ids.append(try op()) }
        return ids
    }
}

enum Snapshot {
    /// The form of snapshots that this version writes and reads.
    static let version: UInt8 = 1
    /// Bytes of a snapshot, expanded.
    static let bytesMax = 1 << 30
}
