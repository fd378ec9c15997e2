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
    private(set) var context = VersionVector()
    private var applied: [(op: Op, stamp: OpStamp)] = []

    /// A replica of a folder of `owner`; of one of the owner's devices, unless `party` says otherwise.
    init(_ number: UInt8, of owner: AccountID, party: AccountID? = nil) {
        id = ReplicaID(Bytes16([UInt8](repeating: number, count: 16)) ?? .zero)
        author = AuthorID(Bytes32([UInt8](repeating: number, count: 32)) ?? .zero)
        self.party = party ?? owner
        state = FolderState(owner: owner)
    }

    /// Writes one entry that holds `ops`.
    @discardableResult
    mutating func write(_ ops: Op..., at milliseconds: Int64 = 0) -> [OpStamp] {
        let dot = Dot(id, context[id] + 1)
        let stamps = ops.indices.map { index in
            OpStamp(
                id: OpID(dot, index), author: author, party: party, time: Timestamp(milliseconds: milliseconds),
                context: context)
        }
        for (op, stamp) in zip(ops, stamps) { apply(op, stamp) }
        context.advance(to: dot)
        return stamps
    }

    /// Applies everything that `other` holds and this one does not, in the order in which `other` did.
    mutating func hear(from other: Replica) {
        let before = context
        for (op, stamp) in other.applied where !before.contains(stamp.id.dot) { apply(op, stamp) }
        context.merge(other.context)
    }

    private mutating func apply(_ op: Op, _ stamp: OpStamp) {
        state.apply(op, stamp)
        applied.append((op, stamp))
    }
}

/// Lets two replicas hear of each other.
func exchange(_ a: inout Replica, _ b: inout Replica) {
    let before = a
    a.hear(from: b)
    b.hear(from: before)
}

extension AccountID {
    /// The owner of the folders in these tests.
    static let patient = AccountID(Bytes32([UInt8](repeating: 0xaa, count: 32)) ?? .zero)
    /// An organisation that was let in.
    static let clinic = AccountID(Bytes32([UInt8](repeating: 0xcc, count: 32)) ?? .zero)
    /// Another one.
    static let secondClinic = AccountID(Bytes32([UInt8](repeating: 0xdd, count: 32)) ?? .zero)
}

extension ItemID {
    /// The item with this number.
    init(_ number: UInt8) { self.init(Bytes16([UInt8](repeating: number, count: 16)) ?? .zero) }
}

extension PhotoID {
    /// The photo with this number.
    init(_ number: UInt8) { self.init(Bytes16([UInt8](repeating: number, count: 16)) ?? .zero) }
}
