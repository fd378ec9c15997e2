import DermaCRDT
import DermaCausality
public import DermaFuzzing
import DermaIdentity
import DermaWire

extension FuzzTarget {
    /// Ops of four replicas, applied in the order of writing and in another that keeps causes before effects.
    public static let folder = FuzzTarget("folder", memoryMultiple: 1024, memoryConstant: 1 << 20) {
        bytes throws(Violation) in
        var input = FuzzInput(bytes)
        let history = WrittenHistory(&input)
        let first = try history.state(inOrder: Array(history.entries.indices))
        let second = try history.state(inOrder: input.shuffled(history.entries.count))
        try require(first == second, "the folder depends on the order of arrival")
        try require(first.conflicts == second.conflicts, "the conflicts depend on the order of arrival")
        try require(
            first.photos == second.photos && first.comments == second.comments && first.diary == second.diary
                && first.scores == second.scores, "a list depends on the order of arrival")
    }
}

/// Entries as four devices write them, one of them a clinic's. Authors may hide what they saw, but see nothing that is not
/// there.
private struct WrittenHistory {
    struct Entry {
        let dot: Dot
        let causes: [Dot]
        let writer: Int
        let ops: [Op]
    }

    private static let owner = AccountID(Bytes32([UInt8](repeating: 1, count: 32)) ?? .zero)
    private static let clinic = AccountID(Bytes32([UInt8](repeating: 2, count: 32)) ?? .zero)
    private static let replicas = (0..<4).map { ReplicaID(Bytes16([UInt8](repeating: $0, count: 16)) ?? .zero) }

    private(set) var entries: [Entry] = []

    init(_ input: inout FuzzInput) {
        var lengths = [UInt64](repeating: 0, count: 4)
        for _ in 0..<input.below(33) where !input.isEmpty {
            let writer = input.below(4)
            let heard = input.byte()
            var causes: [Dot] = []
            for other in 0..<4 where other != writer && lengths[other] > 0 && heard >> other & 1 == 1 {
                causes.append(Dot(Self.replicas[other], 1 + UInt64(input.byte()) % lengths[other]))
            }
            lengths[writer] += 1
            let ops = (0..<1 + input.below(4)).map { _ in input.op() }
            let dot = Dot(Self.replicas[writer], lengths[writer])
            entries.append(Entry(dot: dot, causes: causes, writer: writer, ops: ops))
        }
    }

    func state(inOrder order: [Int]) throws(Violation) -> FolderState {
        var buffer = CausalBuffer<Entry>()
        var seen = [VersionVector](repeating: VersionVector(), count: 4)
        var state = FolderState(owner: Self.owner)
        for place in order {
            for entry in buffer.insert(entries[place], dot: entries[place].dot, causes: entries[place].causes) {
                for cause in entry.causes { seen[entry.writer].advance(to: cause) }
                for (index, op) in entry.ops.enumerated() {
                    let stamp = OpStamp(
                        id: OpID(entry.dot, index), author: AuthorID(.zero),
                        party: entry.writer == 3 ? Self.clinic : Self.owner, time: Timestamp(milliseconds: 0),
                        context: seen[entry.writer])
                    state.apply(op, stamp)
                }
                seen[entry.writer].advance(to: entry.dot)
            }
        }
        try require(buffer.waitingCount == 0, "\(buffer.waitingCount) entries wait for causes that are there")
        return state
    }
}

extension FuzzInput {
    /// Places below `count` in an order that the input chooses (Fisher and Yates).
    fileprivate mutating func shuffled(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        for index in order.indices.dropFirst() { order.swapAt(index, below(index + 1)) }
        return order
    }

    /// An op on one of a few items, so that items meet; or whatever decodes.
    fileprivate mutating func op() -> Op {
        let item = ItemID(Bytes16([UInt8](repeating: byte() % 3, count: 16)) ?? .zero)
        let text = ["", "a", "b", "é"][below(4)]
        switch below(11) {
        case 0: return .nameFolder(text)
        case 1: return .addPhoto(PhotoID(item.raw), manifest: Array(text.utf8))
        case 2: return .addComment(item, on: flag() ? .folder : .diary(item), text: text)
        case 3: return .amendComment(item, text: text)
        case 4: return .writeDiary(item, .text(text))
        case 5:
            let day = CivilDay(year: 2026, month: 1, day: 1 + below(31))
            return day.map { .writeDiary(item, .day($0)) } ?? .nameFolder("")
        case 6: return .addTrigger(item, flag() ? .heat : .sweat)
        case 7: return .removeTrigger(item, flag() ? .heat : .sweat)
        case 9: return .erasePhoto(PhotoID(item.raw), entries: [])
        case 8: return .unknown(code: 1000 + UInt64(byte()), payload: [])
        default: return (try? Op(decoding: blob())) ?? .nameFolder(text)
        }
    }
}
