import DermaCausality
import DermaWire

enum Snapshot {
    /// The form of snapshots that this version writes and reads.
    static let version: UInt8 = 1
    /// Bytes of a snapshot, expanded.
    static let bytesMax = 1 << 30
    /// Elements of a list for which there is room before they are read.
    static let reservedMax = 1 << 16
}

/// Writes ops' names short: the replica by its number.
struct SnapshotWriter {
    var bytes = ByteWriter()
    private let numbers: [ReplicaID: Int]

    init(_ replicas: [ReplicaID]) {
        numbers = Dictionary(uniqueKeysWithValues: replicas.enumerated().map { ($1, $0) })
    }

    mutating func op(_ id: OpID) {
        replica(id.dot.replica)
        bytes.varint(id.dot.sequence)
        bytes.count(id.index)
    }

    mutating func ops(_ ids: some Sequence<OpID>) {
        let ids = ids.sorted()
        bytes.count(ids.count)
        for id in ids { op(id) }
    }

    mutating func replica(_ id: ReplicaID) { bytes.count(numbers[id] ?? 0) }

    mutating func register<Value: WireEncodable>(_ register: Register<Value>) {
        writes(register) { $0.value($1) }
    }

    mutating func writes<Value>(_ register: Register<Value>, _ encode: (inout ByteWriter, Value) -> Void) {
        bytes.count(register.writes.count)
        for write in register.writes {
            op(write.id)
            encode(&bytes, write.value)
        }
    }
}
