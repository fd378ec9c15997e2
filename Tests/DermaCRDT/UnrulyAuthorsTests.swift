import DermaCRDT
import DermaCausality
import DermaSecrets
import DermaTestSupport
import Testing

@Suite("States agree, whatever their authors do")
struct UnrulyAuthorsTests {
    @Test("Any order, any prefix: everything public is the same", arguments: Seed.first(60))
    func converge(seed: Seed) throws {
        var random = seed.random
        let isLarge = seed.number % 20 == 0
        let history = UnrulyHistory(
            &random, replicas: isLarge ? 12 : 7, count: isLarge ? 250 : 60, lies: seed.number % 2 == 0,
            ghosts: seed.number % 3 == 0)
        for _ in 0..<4 {
            let order = history.order(&random)
            let cut = order.prefix(1 + random.below(order.count))
            let (a, b) = (history.state(cut), history.state(cut.sorted()))
            #expect(a == b)
            #expect(difference(everything(a), everything(b)) == nil)
            for place in cut {
                let id = OpID(history.entries[place].dot, 0)
                #expect(a.entries.stamp(of: id) == b.entries.stamp(of: id) && a.received(id.dot) == b.received(id.dot))
            }
        }
    }

    @Test("One who has seen everything can undo every edit, and settle everything", arguments: Seed.first(30))
    func lastWord(seed: Seed) throws {
        var random = seed.random
        let history = UnrulyHistory(&random, lies: seed.number % 2 == 0, ghosts: false)
        let state = history.state(history.entries.indices)
        let id: ReplicaID = random.identifier()
        let heads = VersionVector(history.entries.map(\.dot)).dots
        let mark = EntryMark(author: history.entries[0].mark.author, party: .patient, time: Timestamp(milliseconds: 0))
        for place in [TextPlace.diary(ItemID(1)), .comment(ItemID(1)), .note(PhotoID(1))] {
            for revision in state.revisions(of: place) {
                guard let undo = state.edit(undoing: revision.stamp.id, at: place), let edit = TextEdit(undo) else {
                    continue
                }
                var undone = state
                undone.apply([.edit(place, edit)], of: Dot(id, 1), seeing: heads, by: mark)
                #expect(undone.refused == state.refused)
                var redone = undone
                if let redo = undone.edit(undoing: OpID(Dot(id, 1), 0), at: place).flatMap(TextEdit.init) {
                    redone.apply([.edit(place, redo)], of: Dot(id, 2), seeing: [], by: mark)
                }
                #expect(redone[text: place] == state[text: place], "undone and done again")
            }
        }
        var settled = state
        var sequence: UInt64 = 0
        for conflict in state.conflicts where !conflict.isSettled {
            sequence += 1
            var op = conflict.settlement
            if case .field(let place) = conflict.place {
                var value = state.value(of: place)
                if case .parent(let folder) = place { value = .folder(state.folderTree.parent(of: folder)) }
                op = .set(known(value.flatMap { Field(place, $0) }))
            }
            settled.apply([op], of: Dot(id, sequence), seeing: sequence == 1 ? heads : [], by: mark)
        }
        let open = settled.conflicts.filter { !$0.isSettled }
        #expect(open.isEmpty, "\(open.first.map { "\($0)" } ?? "")")
    }
}
