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
            first.photos == second.photos && first.erasedPhotos == second.erasedPhotos
                && first.comments == second.comments && first.diary == second.diary
                && first.removedDiary == second.removedDiary && first.scores == second.scores,
            "a list depends on the order of arrival")
        try require(first.folderTree == second.folderTree, "how folders stand depends on the order of arrival")
        try require(first.refused == second.refused, "what is refused depends on the order of arrival")
        for place in first.writtenTexts { try check(place, first, second) }
    }

    /// However a text is worked out it is the same, and its last revisions are not lost.
    private static func check(_ place: TextPlace, _ first: FolderState, _ second: FolderState) throws(Violation) {
        let revisions = first.revisions(of: place)
        try require(revisions == second.revisions(of: place), "a revision depends on the order of arrival")
        for revision in revisions {
            let isLast = !revisions.contains {
                $0.stamp != revision.stamp && !first.entries.saw(revision.stamp.id, $0.stamp.id)
            }
            try require(!isLast || revision.value == first[text: place], "who saw everything saw another text")
        }
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

    static let parties = [owner, clinic]
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
            // What adds a photo cites nothing.
            if case .addPhoto? = ops.first, ops.count == 1 { causes = [] }
            let dot = Dot(Self.replicas[writer], lengths[writer])
            entries.append(Entry(dot: dot, causes: causes, writer: writer, ops: ops))
        }
    }

    func state(inOrder order: [Int]) throws(Violation) -> FolderState {
        var buffer = CausalBuffer<Entry>()
        var state = FolderState(owner: Self.owner)
        for place in order {
            for entry in buffer.insert(entries[place], dot: entries[place].dot, causes: entries[place].causes) {
                let mark = EntryMark(
                    author: AuthorID(Bytes32([UInt8](repeating: UInt8(entry.writer), count: 32)) ?? .zero),
                    party: entry.writer == 3 ? Self.clinic : Self.owner, time: Timestamp(milliseconds: 0))
                if case .addPhoto(let photo, let manifest)? = entry.ops.first, entry.ops.count == 1 {
                    state.add(photo, manifest: manifest, of: entry.dot, by: mark)
                } else {
                    state.apply(entry.ops, of: entry.dot, seeing: entry.causes, by: mark)
                }
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
        switch below(16) {
        case 0: return .set(.folderName(text))
        case 1: return .addPhoto(PhotoID(item.raw), manifest: Array(text.utf8))
        case 12: return .erasePhoto(PhotoID(item.raw), entries: [])
        case 2: return .addComment(item, on: flag() ? .folder : .diary(item), text: text)
        case 3: return .amendComment(item, text: text)
        case 4: return flag() ? .set(.title(item, text)) : .set(.parent(FolderID(item.raw), folder()))
        case 5: return .retract(item)
        case 6: return flag() ? .suspect(item, Suspicion(.heat)) : .unsuspect(item, Suspicion(.heat))
        case 7: return .removeDiary(item)
        case 8: return .unknown(code: 1000 + UInt64(byte()), payload: [])
        case 9: return score(item)
        case 10: return .settle(place(item), sides: flag() ? [] : [SideID(OpID(Dot(ReplicaID(item.raw), 1), 0))])
        case 11: return (try? Op(decoding: blob())) ?? .set(.folderName(text))
        default: return TextEdit(edit()).map { .edit(textPlace(item), $0) } ?? .removeDiary(item)
        }
    }

    private mutating func folder() -> FolderID? {
        flag() ? nil : FolderID(Bytes16([UInt8](repeating: byte() % 3, count: 16)) ?? .zero)
    }

    private mutating func textPlace(_ item: ItemID) -> TextPlace {
        [.diary(item), .comment(item), .note(PhotoID(item.raw))][below(3)]
    }

    private mutating func place(_ item: ItemID) -> ConflictPlace {
        let party = WrittenHistory.parties[below(2)]
        return switch below(5) {
        case 4: .subject(item, by: party)
        case 0: .comment(item, by: party)
        case 1: .score(item, by: party)
        case 2: .removal(item)
        default: .text(textPlace(item))
        }
    }

    private mutating func score(_ item: ItemID) -> Op {
        guard let score = Score(.severity, items: [byte() % 11]), let day = CivilDay(iso: "2026-01-01") else {
            return .retract(item)
        }
        return flag() ? .addScore(item, score, day: day) : .amendScore(item, score, day: day)
    }

    /// A few acts near the beginning, where others act too; some do not fit.
    private mutating func edit() -> [TextOp] {
        (0..<1 + below(4)).map { _ in
            let position = below(8)
            return flag()
                ? .delete(at: position, count: 1 + below(3), isBackward: flag())
                : .insert(at: position, ["x", "yz", "é", "abc"][below(4)])
        }
    }
}
