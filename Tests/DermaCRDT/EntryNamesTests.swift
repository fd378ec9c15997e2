import DermaCausality
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaCRDT

@Suite("Entries with any name, in any number")
struct EntryNamesTests {
    private let phone = ReplicaID(1)
    private let mark = EntryMark(author: AuthorID(.zero), party: .patient, time: Timestamp(milliseconds: 0))

    @Test("An entry that was applied is passed over")
    func twice() {
        var state = FolderState(owner: .patient)
        let ops: [Op] = [.set(.folderName("a")), .edit(.note(PhotoID(1)), typed("b")), .removeDiary(ItemID(1))]
        state.apply(ops, of: Dot(phone, 1), seeing: [], by: mark)
        state.add(PhotoID(1), manifest: [1], of: Dot(phone, 2), by: mark)
        let once = state
        state.apply(ops, of: Dot(phone, 1), seeing: [], by: mark)
        state.add(PhotoID(1), manifest: [2], of: Dot(phone, 2), by: mark)
        #expect(state == once && state.name.history.count == 1 && state.photos.map(\.manifest) == [[1]])
        #expect(state.removedDiary.isEmpty && state[text: .note(PhotoID(1))] == "b")
    }

    @Test("The next mark is found as by looking at all", arguments: Seed.first(40))
    func marks(seed: Seed) {
        var random = seed.random
        var marks = LineMarks()
        var naive: [Bool] = []
        for _ in 0..<random.below(80) {
            let isMarked = random.chance(oneIn: 2)
            marks.append(isMarked ? Marks.Packed(milliseconds: 0, signer: 0, localTime: 0) : nil)
            naive.append(isMarked)
            if random.chance(oneIn: 3) {
                let place = random.below(naive.count + 1)
                marks.unmark(place)
                if place < naive.count { naive[place] = false }
            }
            #expect(marks.map { $0 != nil } == naive)
            for place in 0...naive.count { #expect(marks.next(from: place) == naive[place...].firstIndex(of: true)) }
        }
    }

    @Test("There is no entry before the first one")
    func zero() {
        var state = FolderState(owner: .patient)
        let (zero, one) = (Dot(phone, 0), OpID(Dot(ReplicaID(.zero), 1), 0))
        state.apply([.set(.folderName("a"))], of: zero, seeing: [one.dot], by: mark)
        state.add(PhotoID(1), manifest: [1], of: zero, by: mark)
        state.noteNewer(zero)
        #expect(state == FolderState(owner: .patient))
        #expect(!state.entries.saw(OpID(zero, 0), one) && state.received(zero) == nil)
    }

    @Test("The table answers about any name")
    func hugeSequence() async {
        await #expect(processExitsWith: .success) {
            let state = FolderState(owner: AccountID(.zero))
            _ = state.received(Dot(ReplicaID(.zero), .max))
            var other = FolderState(owner: AccountID(.zero))
            other.pass(Dot(ReplicaID(.zero), 1), seeing: [])
            _ = other.entries.stamp(of: OpID(Dot(ReplicaID(.zero), .max), 0))
        }
    }
}
